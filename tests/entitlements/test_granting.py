"""A decision becomes money a month: whole, cited, of persons, once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from doudi.accounts.permissions import MayNot
from doudi.audit.models import Event
from doudi.casework.steps import Kind
from doudi.entitlements import queries
from doudi.entitlements.models import Entitlement
from doudi.entitlements.services.end_entitlement import EndsNothing, OtherCase, end_entitlement
from doudi.entitlements.services.grant_entitlement import (
    AlreadyBenefits,
    GrantsNothing,
    NobodyNamed,
    Part,
    PartsDiffer,
    grant_entitlement,
)
from doudi.kernel.months import Month
from tests.entitlements import given

BASE = Part("base", 90_000, "minfa-2021-57#23")
JULY = Month(2022, 7)
SEPTEMBER = Month(2022, 9)


def test_a_grant_keeps_the_parts_of_the_amount_apart_each_with_its_article() -> None:
    family = given.family()

    entitlement = given.granted(family)

    parts = {(part.kind, part.amount_fen, part.cites, part.member) for part in entitlement.components.order_by("pk")}
    assert parts == {
        ("base", 80_000, "minfa-2021-57#23", None),
        ("supplement", 10_000, "minfa-2021-57#27", family.member),
    }
    assert entitlement.first_month == given.JUNE.first_day
    assert str(entitlement) == f"待遇 {entitlement.pk} dibao"
    assert [str(part) for part in entitlement.components.order_by("pk")] == ["基本金额", "分类施保增发"]
    assert str(entitlement.beneficiaries.get()).startswith("保障对象 ")


def test_a_second_submit_makes_no_second_entitlement() -> None:
    family = given.family()
    decision, person = family.decide(), given.person()
    first, second = (
        grant_entitlement(decision=decision, parts=[BASE], persons=[person], by=family.confirmer, on=given.DECIDED)
        for _ in range(2)
    )

    assert first == second
    assert Event.objects.filter(act="entitlements.granted").count() == 1


def test_a_part_of_nought_is_no_part() -> None:
    family = given.family()

    entitlement = grant_entitlement(
        decision=family.decide(), parts=[BASE, Part("care", 0, "x#1")], persons=[given.person()],
        by=family.confirmer, on=given.DECIDED,
    )  # fmt: skip

    assert [part.kind for part in entitlement.components.order_by("pk")] == ["base"]


def test_parts_that_are_not_the_whole_are_refused() -> None:
    family = given.family()

    with pytest.raises(PartsDiffer, match=r"合计 899\.99 元，与决定的月金额 900\.00 元"):
        grant_entitlement(
            decision=family.decide(), parts=[Part("base", 89_999, "x#1")], persons=[given.person()],
            by=family.confirmer, on=given.DECIDED,
        )  # fmt: skip


def test_an_entitlement_for_nobody_is_refused() -> None:
    family = given.family()

    with pytest.raises(NobodyNamed):
        grant_entitlement(decision=family.decide(), parts=[BASE], persons=[], by=family.confirmer, on=given.DECIDED)


def test_a_refusal_grants_nothing() -> None:
    family = given.family()
    refused = family.decide(kind=Kind.REFUSE, first=None)

    with pytest.raises(GrantsNothing, match="不予确认"):
        grant_entitlement(decision=refused, parts=[], persons=[1], by=family.confirmer, on=given.DECIDED)


def test_who_may_not_confirm_may_not_grant() -> None:
    family = given.family()

    with pytest.raises(MayNot):
        grant_entitlement(decision=family.decide(), parts=[BASE], persons=[1], by=family.acceptor, on=given.DECIDED)


def test_nobody_has_one_programme_twice_in_a_month() -> None:
    first = given.granted()
    person = first.beneficiaries.get().person_id

    with pytest.raises(AlreadyBenefits):
        given.granted(persons=(person,))

    other = given.granted(given.family(programme="tekun"), persons=(person,))
    assert set(queries.entitlements_of(person)) == {first, other}


def test_another_fault_of_the_database_is_not_taken_for_an_overlap() -> None:
    family = given.family()
    decision, whole = family.decide(), [Part("base", 90_000, "minfa-2021-57#23")]

    nobody: Any = None
    with pytest.raises(IntegrityError, match="person_id"):
        grant_entitlement(decision=decision, parts=whole, persons=[nobody], by=family.confirmer, on=given.DECIDED)


# ---------------------------------------------------------------- the end


def test_a_later_decision_ends_it_with_the_month_before_its_own_first() -> None:
    family = given.family()
    entitlement = given.granted(family)
    stop = family.decide(kind=Kind.STOP, first=SEPTEMBER, on=given.TODAY)

    ended = end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY)

    assert str(ended) == "至 2022-08"
    assert queries.last_month(entitlement) == Month(2022, 8)
    assert entitlement.beneficiaries.get().months.upper == SEPTEMBER.first_day
    assert list(queries.in_force(Month(2022, 8), place=given.COUNTY)) == [entitlement]
    assert list(queries.in_force(SEPTEMBER)) == []


def test_ending_twice_by_one_decision_changes_nothing() -> None:
    family = given.family()
    entitlement = given.granted(family)
    stop = family.decide(kind=Kind.STOP, first=SEPTEMBER, on=given.TODAY)
    first, second = (
        end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY) for _ in range(2)
    )

    assert first == second
    assert Event.objects.filter(act="entitlements.ended").count() == 1


def test_of_several_ends_the_earliest_counts_whatever_their_order() -> None:
    family = given.family()
    entitlement = given.granted(family)
    for first in (SEPTEMBER, JULY, Month(2022, 10)):
        stop = family.decide(kind=Kind.STOP, first=first, on=given.TODAY)
        end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY)

    assert queries.last_month(entitlement) == given.JUNE
    assert queries.of_application(family.application.pk).values_list("last_month", flat=True).get() == date(2022, 6, 1)
    assert entitlement.beneficiaries.get().months.upper == JULY.first_day


def test_an_end_before_the_beginning_leaves_no_month() -> None:
    family = given.family()
    entitlement = given.granted(family)
    stop = family.decide(kind=Kind.STOP, first=given.JUNE, on=given.TODAY)

    end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY)

    assert entitlement.beneficiaries.get().months.isempty
    assert list(queries.in_force(given.JUNE)) == []
    assert given.granted(persons=(entitlement.beneficiaries.get().person_id,)).first_month == entitlement.first_month


def test_an_adjustment_ends_the_old_amount_and_grants_the_new_one() -> None:
    family = given.family()
    old = given.granted(family)
    person = old.beneficiaries.get().person_id
    adjusted = family.decide(kind=Kind.ADJUST, first=JULY, on=given.TODAY, amount_fen=60_000)

    end_entitlement(entitlement=old, decision=adjusted, by=family.confirmer, on=given.TODAY)
    new = grant_entitlement(
        decision=adjusted, parts=[Part("base", 60_000, "minfa-2021-57#23")], persons=[person],
        by=family.confirmer, on=given.TODAY,
    )  # fmt: skip

    assert list(queries.entitlements_of(person, month=given.JUNE)) == [old]
    assert list(queries.entitlements_of(person, month=JULY)) == [new]
    assert [(each, each.amount_fen) for each in queries.in_force(JULY, programme="dibao")] == [(new, 60_000)]
    assert queries.last_month(new) is None


def test_a_grant_ends_nothing() -> None:
    entitlement = given.granted()

    with pytest.raises(EndsNothing, match="确认同意"):
        end_entitlement(
            entitlement=entitlement, decision=entitlement.decision, by=entitlement.granted_by, on=given.TODAY
        )


def test_a_decision_about_another_case_ends_nothing() -> None:
    entitlement, other = given.granted(), given.family()
    stop = other.decide(kind=Kind.STOP, first=SEPTEMBER, on=given.TODAY)

    with pytest.raises(OtherCase):
        end_entitlement(entitlement=entitlement, decision=stop, by=entitlement.granted_by, on=given.TODAY)


def test_an_earlier_decision_ends_nothing() -> None:
    family = given.family()
    stop = family.decide(kind=Kind.STOP, first=SEPTEMBER)

    with pytest.raises(OtherCase):
        end_entitlement(entitlement=given.granted(family), decision=stop, by=family.confirmer, on=given.TODAY)

    assert Entitlement.objects.get().ends.count() == 0
