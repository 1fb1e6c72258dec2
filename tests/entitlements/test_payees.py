"""Claimant, payee and account holder are three; cards that officers keep need an agreement; what a month owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from psycopg.types.range import DateRange, TimestamptzRange

from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.casework.steps import Kind
from doudi.entitlements import queries
from doudi.entitlements.models import BankAccount
from doudi.entitlements.services.add_payee import AccountUnreadable, PayeeIncomplete
from doudi.entitlements.services.carry_payees import carry_payees
from doudi.entitlements.services.end_entitlement import OtherCase, end_entitlement
from doudi.entitlements.services.grant_entitlement import Part, grant_entitlement
from doudi.entitlements.services.keep_card import Agreement, AgreementMissing, AgreementNotFiled, keep_card
from doudi.kernel.months import Month
from doudi.registry.models import PersonRecord
from tests.entitlements import given

JULY = Month(2022, 7)
AGREEMENT = Agreement("示例干部", "示例村村民委员会", "档案 2022-17", date(2022, 5, 1), date(2022, 5, 6))


# ---------------------------------------------------------------- payees


def test_who_claims_who_is_paid_and_who_holds_the_account_are_three() -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)

    payee = given.paid_to(
        entitlement, by=family.acceptor, kind="guardian", name="李某", holder="王某", evidence="监护证明、委托书"
    )

    assert entitlement.application.applicant_name == given.ZHANG
    assert (payee.name, payee.account.holder_name) == ("李某", "王某")
    assert (str(payee), str(payee.account)) == ("李*", "王*")
    assert queries.payee_of(entitlement, on=given.TODAY) == payee


def test_the_number_of_an_account_is_not_readable_in_the_database() -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)
    given.paid_to(entitlement, by=family.acceptor, number="6200 0000-0000 0017")

    with connection.cursor() as cursor:
        cursor.execute("SELECT number, index FROM entitlements_bankaccount")
        kept, index = cursor.fetchall()[0]

    assert BankAccount.objects.get().number == "6200000000000017"
    assert b"6200000000000017" not in bytes(kept)
    assert "6200000000000017" not in index


def test_the_same_account_is_kept_once() -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)
    first, second = (given.paid_to(entitlement, by=family.acceptor, number="62000000001") for _ in range(2))

    assert first.account == second.account
    assert queries.payee_of(entitlement, on=given.TODAY) == second
    assert list(queries.payees_of(entitlement)) == [second, first]


@pytest.mark.parametrize("number", ["", "1234567", "62x0000001", "\N{FULLWIDTH DIGIT SIX}2000000"])
def test_an_account_that_is_no_number_is_refused(number: str) -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)

    with pytest.raises(AccountUnreadable):
        given.paid_to(entitlement, by=family.acceptor, number=number)


@pytest.mark.parametrize(
    ("missing", "field"), [("name", "收款人"), ("holder", "户名"), ("bank", "开户银行"), ("evidence", "凭据")]
)
def test_a_payee_without_name_or_evidence_is_refused(missing: str, field: str) -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)

    with pytest.raises(PayeeIncomplete, match=f"请填写{field}"):
        given.paid_to(entitlement, by=family.acceptor, **{missing: " "})


def test_who_pays_out_does_not_choose_the_account() -> None:
    entitlement = given.granted(payee=False)

    with pytest.raises(MayNot):
        given.paid_to(entitlement, by=given.officer(Role.FINANCE_MAKER, given.COUNTY))


def test_care_may_go_to_its_provider_while_the_rest_goes_to_the_person() -> None:
    family = given.family()
    entitlement = given.granted(family)
    provider = given.paid_to(
        entitlement, by=family.acceptor, kind="provider", name="示例养护站", component_kind="supplement"
    )

    owed = queries.due(given.JUNE, given.COUNTY, on=given.TODAY)
    paid = {due.kind: (due.payee, due.account, due.payee_kind) for due in owed}

    assert paid["supplement"] == (provider.pk, provider.account_id, "provider")
    assert paid["base"][2] == "person"
    assert queries.payee_of(entitlement, on=given.TODAY, component_kind="supplement") == provider
    assert queries.payee_of(entitlement, on=given.TODAY, component_kind="base") != provider


# ---------------------------------------------------------------- cards


def test_an_officer_keeps_a_card_under_an_agreement_filed_with_the_county() -> None:
    family = given.family()
    payee = given.granted(family).payees.get()

    keeper = keep_card(payee=payee, agreement=AGREEMENT, by=family.acceptor, on=given.TODAY)

    assert list(payee.keepers.order_by("pk")) == [keeper]
    assert str(keeper) == "示*"


@pytest.mark.parametrize(("field", "said"), [("keeper", "保管人"), ("office", "单位"), ("paper", "协议存放处")])
def test_keeping_a_card_without_agreement_is_refused(field: str, said: str) -> None:
    family = given.family()
    payee = given.granted(family).payees.get()

    with pytest.raises(AgreementMissing, match=rf"minfa-2021-57#26.*请填写{said}"):
        keep_card(payee=payee, agreement=replace(AGREEMENT, **{field: " "}), by=family.acceptor, on=given.TODAY)


@pytest.mark.parametrize("filed", [date(2022, 4, 30), given.TODAY + timedelta(days=1)])
def test_an_agreement_is_filed_after_it_was_signed_and_before_it_is_recorded(filed: date) -> None:
    family = given.family()
    payee = given.granted(family).payees.get()

    with pytest.raises(AgreementNotFiled):
        keep_card(payee=payee, agreement=replace(AGREEMENT, filed_on=filed), by=family.acceptor, on=given.TODAY)


# ---------------------------------------------------------------- what a month owes


def test_a_month_owes_each_part_of_what_is_in_force_and_nothing_before_or_after() -> None:
    family = given.family()
    entitlement = given.granted(family)
    stop = family.decide(kind=Kind.STOP, first=Month(2022, 8), on=given.TODAY)
    end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY)

    owed = {
        str(month): [(due.kind, due.amount_fen) for due in queries.due(month, given.COUNTY, on=given.TODAY)]
        for month in Month(2022, 5).until(Month(2022, 9))
    }

    parts = [("base", 80_000), ("supplement", 10_000)]
    assert owed == {"2022-05": [], "2022-06": parts, "2022-07": parts, "2022-08": []}


def test_a_place_owes_what_lies_in_it_and_of_the_programme_asked_for() -> None:
    given.granted()
    given.granted(given.family(place="430972001201"))
    given.granted(given.family(programme="tekun"))

    def owed(place: str, programme: str = "") -> list[str]:
        return [due.programme for due in queries.due(given.JUNE, place, on=given.TODAY, programme=programme)]

    assert owed(given.COUNTY) == ["dibao", "dibao", "tekun", "tekun"]
    assert owed("430972") == owed(given.TOWNSHIP, "dibao") == ["dibao", "dibao"]
    assert owed("000000", "tekun") == ["tekun", "tekun"]


def test_without_a_payee_of_the_day_there_is_no_account() -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)
    given.paid_to(entitlement, by=family.acceptor, on=JULY.first_day)

    accounts = [due.account for due in queries.due(given.JUNE, given.COUNTY, on=given.TODAY)]

    assert accounts == [None, None]
    assert queries.payee_of(entitlement, on=given.TODAY) is None


def test_the_death_of_a_beneficiary_shows_from_the_month_after() -> None:
    person = given.person()
    given.granted(persons=(person,))
    PersonRecord.objects.create(
        person_id=person, county=int(given.COUNTY), name=given.ZHANG, sort_key="zhang", sex="female",
        born_on=date(1950, 1, 1), died_on=date(2022, 6, 3), valid=DateRange(date(1950, 1, 1), None),
        known=TimestamptzRange(datetime(2022, 6, 4, tzinfo=UTC), None),
    )  # fmt: skip

    def is_dead(month: Month) -> set[bool]:
        return {due.is_dead for due in queries.due(month, given.COUNTY, on=given.TODAY)}

    assert (is_dead(given.JUNE), is_dead(JULY)) == ({False}, {True})


def test_who_was_paid_for_the_old_amount_is_paid_for_the_new_one_with_the_card_as_it_was_kept() -> None:
    family, other = given.family(), given.granted()
    before = given.granted(family)
    given.paid_to(before, by=family.acceptor, component_kind="supplement", kind="provider", name="示例服务站")
    keep_card(payee=before.payees.get(component_kind=""), agreement=AGREEMENT, by=family.acceptor, on=given.DECIDED)
    ended = family.decide(kind=Kind.ADJUST, first=JULY, amount_fen=70_000)
    end_entitlement(entitlement=before, decision=ended, by=family.confirmer, on=ended.made_on)
    persons = tuple(before.beneficiaries.values_list("person_id", flat=True))
    parts = [Part("base", 60_000, "minfa-2021-57#23"), Part("supplement", 10_000, "minfa-2021-57#27")]
    after = grant_entitlement(decision=ended, parts=parts, persons=persons, by=family.confirmer, on=ended.made_on)

    with pytest.raises(MayNot):
        carry_payees(before=before, after=after, by=family.acceptor, on=ended.made_on)
    with pytest.raises(OtherCase):
        carry_payees(before=other, after=after, by=family.confirmer, on=ended.made_on)
    made = carry_payees(before=before, after=after, by=family.confirmer, on=ended.made_on)

    assert sorted((each.component_kind, each.name) for each in made) == [
        ("", given.ZHANG),
        ("supplement", "示例服务站"),
    ]
    assert after.payees.get(component_kind="").keepers.get().name == "示例干部"
    assert carry_payees(before=before, after=after, by=family.confirmer, on=ended.made_on) == []
