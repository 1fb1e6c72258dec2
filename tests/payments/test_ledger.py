"""Double entry: a transfer moves something from one account to another, once, and is never taken back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from doudi.payments import queries
from doudi.payments.ledger import KeyReused, NewTransfer, post_transfers
from doudi.payments.models import LedgerAccount, Transfer
from tests.entitlements import given

pytestmark = pytest.mark.usefixtures("as_system")
FIRST = UUID(int=1)


@pytest.fixture
def pair() -> tuple[LedgerAccount, LedgerAccount]:
    """Two accounts of a county."""
    aid, payable = (
        LedgerAccount.objects.create(kind=kind, place=given.COUNTY, programme="dibao") for kind in ("aid", "payable")
    )
    return aid, payable


@pytest.fixture
def transfer(pair: tuple[LedgerAccount, LedgerAccount]) -> NewTransfer:
    """12.34 yuan from one to the other."""
    return NewTransfer(FIRST, *pair, 1_234, given.JUNE, given.COUNTY, "期初余额")


def test_a_balance_is_the_sum_of_what_moved(transfer: NewTransfer) -> None:
    back = replace(transfer, key=uuid4(), debit=transfer.credit, credit=transfer.debit, amount_fen=234)

    posted = post_transfers([transfer, back], on=given.TODAY)

    assert posted == 2
    assert (queries.balance(transfer.debit), queries.balance(transfer.credit)) == (1_000, -1_000)
    assert [(each.label, each.balance_fen) for each in queries.trial_balance(given.COUNTY)] == [
        ("救助支出", 1_000),
        ("应付救助金", -1_000),
    ]
    assert queries.trial_balance("430972") == []
    assert str(transfer.debit) == "救助支出 430971 dibao"
    assert str(Transfer.objects.get(key=FIRST)) == f"转账 {FIRST}"


def test_the_same_transfer_again_changes_nothing(transfer: NewTransfer) -> None:
    assert [post_transfers([transfer], on=given.TODAY) for _ in range(2)] == [1, 0]
    assert queries.balance(transfer.debit) == 1_234


def test_a_key_with_another_content_is_refused_and_nothing_of_the_set_is_posted(transfer: NewTransfer) -> None:
    post_transfers([transfer], on=given.TODAY)

    with pytest.raises(KeyReused, match=str(FIRST)):
        post_transfers([replace(transfer, key=uuid4()), replace(transfer, amount_fen=1_235)], on=given.TODAY)

    assert Transfer.objects.count() == 1


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("transfer_moves_something", {"amount_fen": 0}),
        ("transfer_moves_something", {"amount_fen": -1}),
        ("transfer_says_why", {"note": " "}),
    ],
)
def test_a_transfer_of_nothing_or_without_reason_is_refused(
    transfer: NewTransfer, constraint: str, changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        post_transfers([replace(transfer, **changes)], on=given.TODAY)


def test_a_transfer_to_the_same_account_is_refused(transfer: NewTransfer) -> None:
    with pytest.raises(IntegrityError, match="transfer_moves_somewhere"):
        post_transfers([replace(transfer, credit=transfer.debit)], on=given.TODAY)


def test_an_account_of_the_ledger_is_there_once(pair: tuple[LedgerAccount, LedgerAccount]) -> None:
    with pytest.raises(IntegrityError, match="ledger_account_once"), transaction.atomic():
        LedgerAccount.objects.create(kind="aid", place=given.COUNTY, programme="dibao")
    with pytest.raises(IntegrityError, match="ledger_account_has_a_kind"):
        LedgerAccount.objects.create(kind="gold", place=given.COUNTY, programme="dibao")
