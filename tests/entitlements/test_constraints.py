"""The database itself refuses what must not be, also from raw SQL: each constraint is broken once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.casework.steps import Kind
from doudi.entitlements.models import Entitlement
from doudi.entitlements.services.end_entitlement import end_entitlement
from doudi.entitlements.services.keep_card import keep_card
from doudi.kernel.months import Month
from tests.entitlements import given
from tests.entitlements.test_payees import AGREEMENT

TABLES = ("entitlement", "entitlementend", "component", "bankaccount", "payee", "cardkeeper")


@pytest.fixture
def entitlement() -> Entitlement:
    """One row in every table."""
    family = given.family()
    made = given.granted(family)
    keep_card(payee=made.payees.get(), agreement=AGREEMENT, by=family.acceptor, on=given.TODAY)
    stop = family.decide(kind=Kind.STOP, first=Month(2022, 9), on=given.TODAY)
    end_entitlement(entitlement=made, decision=stop, by=family.confirmer, on=given.TODAY)
    run("SELECT 1")
    return made


def run(statement: str, *values: Any) -> None:
    """Run a statement, with the checks that would wait for the end of the transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def again(table: str, **changes: Any) -> None:
    """Insert a copy of the first row of a table, with other values in some columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'",
            [f"entitlements_{table}"],
        )
        columns = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join("%s" if name in changes else f'"{name}"' for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    values = [changes[name] for name in columns if name in changes]
    source = f"SELECT {chosen} FROM entitlements_{table} ORDER BY id LIMIT 1"  # noqa: S608 - names of ours
    run(f"INSERT INTO entitlements_{table} ({named}) {source}", *values)


@pytest.mark.parametrize(
    ("constraint", "table", "changes"),
    [
        ("decision_id", "entitlement", {}),
        ("entitlement_has_a_place", "entitlement", {"place": "43097"}),
        ("entitlement_begins_with_a_month", "entitlement", {"first_month": "2022-06-02"}),
        ("entitlement_gives_something", "entitlement", {"amount_fen": 0}),
        ("entitlement_has_a_programme", "entitlement", {"programme": " "}),
        ("end_is_a_month", "entitlementend", {"last_month": "2022-06-30"}),
        ("end_once_a_decision", "entitlementend", {}),
        ("component_has_a_kind", "component", {"kind": "gift"}),
        ("component_gives_something", "component", {"kind": "care", "amount_fen": 0}),
        ("component_has_an_article", "component", {"kind": "care", "cites": ""}),
        ("component_once", "component", {}),
        ("component_lies_where_its_entitlement_does", "component", {"kind": "care", "place": "430972001201"}),
        ("entitlement_is_the_sum_of_its_components", "component", {"kind": "care"}),
        ("beneficiary_once", "beneficiary", {}),
        ("bank_account_has_a_place", "bankaccount", {"place": ""}),
        ("bank_account_is_indexed", "bankaccount", {"index": "6200"}),
        ("bank_account_is_named", "bankaccount", {"holder_name": " "}),
        ("bank_account_is_named", "bankaccount", {"bank": ""}),
        ("bank_account_once", "bankaccount", {}),
        ("payee_has_a_kind", "payee", {"kind": "officer"}),
        ("payee_of_a_component", "payee", {"component_kind": "gift"}),
        ("payee_is_evidenced", "payee", {"evidence": ""}),
        ("payee_is_evidenced", "payee", {"name": ""}),
        ("payee_lies_where_its_entitlement_does", "payee", {"place": "430972001201"}),
        ("card_keeper_has_an_agreement", "cardkeeper", {"agreement": " "}),
        ("card_keeper_is_filed_afterwards", "cardkeeper", {"filed_on": "2022-04-01"}),
        ("card_keeper_is_filed_already", "cardkeeper", {"recorded_on": "2022-05-01"}),
        ("card_keeper_lies_where_its_payee_does", "cardkeeper", {"place": "430972001201"}),
    ],
)
def test_a_row_that_is_not_whole_is_refused(
    entitlement: Entitlement, constraint: str, table: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        again(table, **changes)


def test_nobody_is_twice_in_one_programme_and_month_even_by_another_entitlement(entitlement: Entitlement) -> None:
    other = given.granted()

    with pytest.raises(IntegrityError, match="beneficiary_once_a_month"):
        again("beneficiary", entitlement_id=other.pk)


def test_an_end_lies_where_its_entitlement_does(entitlement: Entitlement) -> None:
    with pytest.raises(IntegrityError, match="end_lies_where_its_entitlement_does"):
        again("entitlementend", place="430972001201", decision_id=entitlement.decision_id)


def test_a_beneficiary_lies_where_the_entitlement_does(entitlement: Entitlement) -> None:
    with pytest.raises(IntegrityError, match="beneficiary_lies_where_its_entitlement_does"):
        again("beneficiary", place="430972001201", person_id=given.person())


def test_a_beneficiary_has_the_programme_of_the_entitlement(entitlement: Entitlement) -> None:
    with pytest.raises(IntegrityError, match="beneficiary_has_the_programme_of_its_entitlement"):
        again("beneficiary", programme="tekun", person_id=given.person())


def test_the_months_of_a_beneficiary_end_as_the_entitlement_does_and_no_other_way(entitlement: Entitlement) -> None:
    going_on = given.granted()
    for statement, number in (
        ("UPDATE entitlements_beneficiary SET months = 'empty' WHERE entitlement_id = %s", entitlement.pk),
        ("UPDATE entitlements_beneficiary SET months = '[2022-06-01,)' WHERE entitlement_id = %s", entitlement.pk),
        ("UPDATE entitlements_beneficiary SET place = '430971' WHERE entitlement_id = %s", entitlement.pk),
        (
            "UPDATE entitlements_beneficiary SET months = '[2022-06-01,2022-07-01)' WHERE entitlement_id = %s",
            going_on.pk,
        ),
    ):
        with pytest.raises(IntegrityError, match="beneficiary_ends_with_its_entitlement"):
            run(statement, number)
    with pytest.raises(IntegrityError, match="beneficiary_stays"):
        run("DELETE FROM entitlements_beneficiary")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE entitlements_{} SET place = place", "DELETE FROM entitlements_{}"])
def test_no_other_row_is_ever_changed_or_deleted(entitlement: Entitlement, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement.format(table))


def test_an_entitlement_without_parts_does_not_outlive_its_transaction() -> None:
    family = given.family()
    decision = family.decide()
    with transaction.atomic():
        Entitlement.objects.create(
            decision=decision, application=family.application, programme="dibao", place=given.VILLAGE,
            first_month=given.JUNE.first_day, amount_fen=90_000, granted_on=given.DECIDED, granted_by=family.confirmer,
        )  # fmt: skip

        with pytest.raises(IntegrityError, match="entitlement_is_the_sum_of_its_components"):
            run("SELECT 1")
        transaction.set_rollback(True)
