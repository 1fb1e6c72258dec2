"""The database itself refuses what must not be paid, also from raw SQL: each constraint is broken once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.payments.models import Batch
from doudi.payments.services.cancel_batch import cancel_batch
from tests.entitlements import given
from tests.payments.paying import Desk, lines_of

TABLES = ("ledgeraccount", "line", "held", "bankfile", "bankreceipt", "lineresult", "transfer")


@pytest.fixture
def batch(desk: Desk) -> Batch:
    """One row or more in every table: a month that was paid, one line of it returned, one entitlement held back."""
    given.granted()
    given.granted(payee=False)
    made = desk.paid_out()
    desk.answered(made, returned=lines_of(made)[1:])
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
            [f"payments_{table}"],
        )
        columns = [name for (name,) in cursor.fetchall()]
    chosen = ", ".join("%s" if name in changes else f'"{name}"' for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    values = [changes[name] for name in columns if name in changes]
    source = f"SELECT {chosen} FROM payments_{table} ORDER BY id LIMIT 1"  # noqa: S608 - names of ours
    run(f"INSERT INTO payments_{table} ({named}) {source}", *values)


@pytest.mark.parametrize(
    ("constraint", "table", "changes"),
    [
        ("batch_has_a_place", "batch", {"place": ""}),
        ("batch_is_of_a_month", "batch", {"month": "2022-06-15"}),
        ("batch_status_is_signed", "batch", {"status": "made"}),
        ("batch_status_is_signed", "batch", {"status": "cancelled"}),
        ("batch_status_is_signed", "batch", {"approved_on": None}),
        ("batch_status_is_signed", "batch", {"cancelled_on": given.TODAY}),
        ("line_once", "line", {}),
        ("line_pays_something", "line", {"attempt": 2, "amount_fen": 0}),
        ("line_attempt_counts_from_one", "line", {"attempt": 0}),
        ("line_is_of_the_month_of_its_batch", "line", {"month": "2022-07-01"}),
        ("line_lies_where_its_entitlement_does", "line", {"attempt": 2, "place": "430972001201"}),
        ("line_pays_its_component", "line", {"attempt": 2, "amount_fen": 80_001}),
        ("line_only_before_the_signature", "line", {"attempt": 2}),
        ("held_has_a_reason", "held", {"reason": "whim"}),
        ("held_once", "held", {}),
        ("batch_id", "bankfile", {"number": "x"}),
        ("number", "bankfile", {}),
        ("bank_file_has_a_digest", "bankfile", {"digest": ""}),
        ("bank_file_pays_something", "bankfile", {"rows": 0}),
        ("receipt_has_a_digest", "bankreceipt", {"digest": ""}),
        ("receipt_once", "bankreceipt", {}),
        ("result_once", "lineresult", {}),
        ("result_said_once", "lineresult", {"sequence": 2, "outcome": "returned", "reason": "x", "line_id": -1}),
        ("result_follows_its_order", "lineresult", {"sequence": 2}),
        ("result_follows_its_order", "lineresult", {"sequence": 3}),
        ("result_follows_its_order", "lineresult", {"outcome": "lost"}),
        ("result_is_told_by_the_bank", "lineresult", {"receipt_id": None}),
        ("result_is_told_by_the_bank", "lineresult", {"outcome": "cancelled", "reason": "x"}),
        ("result_without_payment_says_why", "lineresult", {"sequence": 2, "outcome": "returned"}),
        (
            "result_lies_where_its_line_does",
            "lineresult",
            {"sequence": 2, "outcome": "returned", "reason": "x", "place": "4"},
        ),
        ("transfer_once_a_line", "transfer", {"key": "00000000-0000-0000-0000-000000000001"}),
        ("key", "transfer", {}),
        ("transfer_says_why", "transfer", {"reason": "other"}),
        ("transfer_says_why", "transfer", {"line_id": None}),
        ("transfer_is_of_a_month", "transfer", {"month": "2022-06-02"}),
    ],
)
def test_a_row_that_is_not_whole_is_refused(batch: Batch, constraint: str, table: str, changes: dict[str, Any]) -> None:
    if changes.get("line_id") == -1:
        changes = {**changes, "line_id": lines_of(batch)[1].pk}

    with pytest.raises(IntegrityError, match=constraint):
        again(table, **changes)


def test_what_is_held_back_lies_where_its_entitlement_does(batch: Batch) -> None:
    with pytest.raises(IntegrityError, match="held_lies_where_its_entitlement_does"):
        again("held", place="430972001201", component_id=lines_of(batch)[0].component_id)


def test_a_transfer_moves_what_its_line_pays(batch: Batch) -> None:
    key = "00000000-0000-0000-0000-000000000001"

    with pytest.raises(IntegrityError, match="transfer_moves_what_its_line_pays"):
        again("transfer", key=key, reason="recalled", amount_fen=1)


def test_a_line_goes_to_a_payee_of_its_entitlement_and_their_account(batch: Batch) -> None:
    stranger = given.granted().payees.get()

    for wrong in ({"payee_id": stranger.pk}, {"account_id": stranger.account_id}):
        with pytest.raises(IntegrityError, match="line_pays_its_payee"):
            again("line", attempt=2, **wrong)


def test_an_attempt_follows_one_that_failed(batch: Batch, desk: Desk) -> None:
    given.granted()
    open_batch = desk.made()

    for attempt in (2, 3):  # the first was paid; a second was never made
        with pytest.raises(IntegrityError, match="line_follows_a_failed_attempt"):
            again("line", batch_id=open_batch.pk, attempt=attempt)


def test_only_a_payment_comes_back(batch: Batch, desk: Desk) -> None:
    given.granted()
    later = desk.paid_out()

    with pytest.raises(IntegrityError, match="result_of_a_payment_that_came_back"):
        again("lineresult", line_id=lines_of(later)[0].pk, sequence=2, outcome="returned", reason="x")


def test_a_result_fits_its_batch(batch: Batch, desk: Desk) -> None:
    given.granted()
    waiting = desk.made()

    with pytest.raises(IntegrityError, match="result_fits_its_batch"):
        again("lineresult", line_id=lines_of(waiting)[0].pk)
    with pytest.raises(IntegrityError, match="result_fits_its_batch"):
        again("lineresult", line_id=lines_of(waiting)[0].pk, outcome="cancelled", receipt_id=None, reason="x")


def test_who_made_a_batch_does_not_sign_it(desk: Desk) -> None:
    given.granted()
    made = desk.made()

    with pytest.raises(IntegrityError, match="batch_has_a_second_signer"):
        run(
            "UPDATE payments_batch SET status = 'approved', approved_by_id = made_by_id, approved_on = made_on "
            "WHERE id = %s",
            made.pk,
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments_batch SET made_on = '2022-01-01' WHERE id = %s",
        "UPDATE payments_batch SET status = 'made' WHERE id = %s",
        "DELETE FROM payments_batch WHERE id = %s",
    ],
)
def test_a_batch_only_goes_forward(desk: Desk, change: str) -> None:
    given.granted()
    waiting = desk.made()
    with pytest.raises(IntegrityError, match="batch_goes_forward"):
        run(change, waiting.pk)

    cancelled = cancel_batch(batch_id=waiting.pk, reason="误", by=desk.maker, on=desk.on)
    with pytest.raises(IntegrityError, match="batch_goes_forward"):
        run(change, cancelled.pk)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE payments_{} SET place = place", "DELETE FROM payments_{}"])
def test_no_other_row_is_ever_changed_or_deleted(batch: Batch, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement.format(table))
