"""What the database refuses by itself, each tried past the act."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from doudi.accounts.roles import Role
from doudi.casework.models import (
    Case,
    Decision,
    HolidayConfirmation,
    HolidayNotice,
    Letter,
    Objection,
    Reason,
    Reconsideration,
)
from doudi.casework.steps import Step
from tests.casework.given import AMOUNT, DATONGHU, LANZHOU, Walk, officer

pytestmark = pytest.mark.usefixtures("as_system")


def decision_of(walk: Walk, **changed: object) -> None:
    """Write a grant as the act would, with something changed."""
    opinion = walk.case.opinions.latest("pk")
    told = {
        "case": walk.case, "determination": opinion.determination, "kind": "grant", "amount_fen": AMOUNT,
        "first_month": date(2022, 5, 1), "opinion": opinion, "proposed_by": opinion.by, "by": walk.confirmer(),
        "at_level": "county", "made_on": walk.day, **changed,
    }  # fmt: skip
    with transaction.atomic():
        Decision.objects.create(**told)


@pytest.mark.parametrize(
    "changed",
    [
        {"amount_fen": AMOUNT + 1},
        {"amount_fen": 0},
        {"amount_fen": None},
        {"first_month": None},
        {"first_month": date(2022, 5, 2)},
        {"kind": "refuse", "amount_fen": None, "first_month": None},
    ],
)
def test_the_database_refuses_a_decision_its_determination_does_not_bear(changed: dict[str, object]) -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    with pytest.raises(IntegrityError):
        decision_of(walk, **changed)


def test_the_database_refuses_a_proposer_who_decides_and_a_false_proposer() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).to(Step.CONFIRMATION)
    investigator = walk.staff[Role.INVESTIGATOR]
    with pytest.raises(IntegrityError, match="another_than_the_proposer"):
        decision_of(walk, by=investigator)
    with pytest.raises(IntegrityError, match="names_its_proposer"):
        decision_of(walk, by=investigator, proposed_by=walk.confirmer())


def test_the_database_refuses_a_second_decision_a_refusal_without_reason_and_any_rewriting() -> None:
    walk = Walk.of("dibao", LANZHOU, date(2022, 3, 1))
    walk.status = "ineligible"
    walk.to(Step.LETTER)
    with pytest.raises(IntegrityError, match="once_a"):
        decision_of(walk, kind="refuse", amount_fen=None, first_month=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(made_on=date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reason.objects.all().delete()


def test_the_database_refuses_a_closed_case_that_is_under_way_and_a_second_running_clock() -> None:
    case = Walk.of("dibao", LANZHOU, date(2022, 3, 1)).case
    with pytest.raises(IntegrityError, match="case_ended_is_closed"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(closed_on=date(2022, 3, 2))
    term = case.terms.get(kind="whole")
    term.pk = None
    with pytest.raises(IntegrityError, match="term_one_running"), transaction.atomic():
        term.save(force_insert=True)


@pytest.mark.parametrize(
    "changed", [{"delivered_on": date(2022, 12, 1)}, {"delivered_how": "mail"},
                {"delivered_on": date(2022, 1, 1), "delivered_how": "mail"},
                {"delivered_on": date(2022, 12, 1), "delivered_how": "pigeon"}],
)  # fmt: skip
def test_the_database_refuses_a_letter_delivered_in_no_way_on_no_day_or_before_it_was_issued(
    changed: dict[str, object],
) -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 4, 18)).to(Step.CLOSED)

    with pytest.raises(IntegrityError, match="letter_delivered_later"), transaction.atomic():
        Letter.objects.filter(decision__case=walk.case).update(**changed)


def test_the_database_refuses_an_outcome_or_a_settlement_without_its_day() -> None:
    walk = Walk.of("dibao", DATONGHU, date(2022, 4, 18)).to(Step.CLOSED)
    decision, by = walk.case.decisions.get(), walk.confirmer()
    filed = Reconsideration.objects.create(decision=decision, body="示例机关", filed_on=walk.day, recorded_by=by)
    notice = walk.case.notices.latest("pk")
    raised = Objection.objects.create(notice=notice, raised_on=walk.day, text="有车", recorded_by=by)

    with pytest.raises(IntegrityError, match="outcome_is_dated"), transaction.atomic():
        Reconsideration.objects.filter(pk=filed.pk).update(outcome="upheld")
    with pytest.raises(IntegrityError, match="settled_whole"), transaction.atomic():
        Objection.objects.filter(pk=raised.pk).update(settled_by=by, settlement="没有车")


def test_the_database_refuses_a_correction_of_the_calendar_that_its_own_office_confirms() -> None:
    by, colleague, far = (officer(Role.POLICY_OFFICER, place) for place in (DATONGHU[:6], DATONGHU[:6], LANZHOU[:6]))
    here, there = by.posts.get().office, far.posts.get().office
    day = date(2022, 3, 1)
    notice = HolidayNotice.objects.create(
        year=2022, holidays=[day], source="示例", entered_by=by, entered_on=day, office=here, needs_second=True
    )
    told = {"notice": notice, "entered_by": by, "entered_office": here, "agrees": True, "confirmed_on": day}

    for wrong, constraint in (
        ({"by": colleague, "office": here}, "another_office"), ({"by": by, "office": there}, "another_office"),
        ({"by": far, "office": there, "entered_by": colleague}, "names_who_entered"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            HolidayConfirmation.objects.create(**(told | wrong))
