"""What came back is paid again to the account registered since; books that do not agree are told."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.payments import queries
from doudi.payments.holding import held_back
from doudi.payments.models import BankFile, Batch, Transfer
from doudi.payments.returns import Returns, came_back, number_came_back, returns_of
from doudi.payments.services.cancel_batch import cancel_batch
from doudi.payments.services.reissue import NothingToReissue
from tests.entitlements import given
from tests.payments.paying import Desk, lines_of
from tests.payments.test_batches import balances, stopped
from tests.payments.test_receipts import NOUGHT


def corrected(*entitlements: Any, family: given.Family) -> None:
    for each in entitlements:
        given.paid_to(each, by=family.acceptor, on=given.TODAY, evidence="更正的银行卡复印件")


def test_what_came_back_is_paid_again_to_the_corrected_account(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch)[1:])
    corrected(entitlement, family=family)

    again = desk.sent(desk.approved(desk.reissued(batch)))
    on_its_way = balances()
    desk.answered(again)

    (line,) = lines_of(again)
    assert (line.amount_fen, line.attempt, again.reissues) == (10_000, 2, batch)
    assert line.account != lines_of(batch)[1].account
    assert on_its_way == NOUGHT | {"aid": 90_000, "clearing": -10_000, "paid": -80_000}
    assert balances() == NOUGHT | {"aid": 90_000, "paid": -90_000}
    assert queries.reconcile(batch).agrees
    assert queries.reconcile(again).agrees


def test_the_payments_of_an_entitlement_are_read_newest_first_with_their_results(desk: Desk) -> None:
    family = given.family()
    entitlement, other = given.granted(family), given.granted()
    batch = desk.paid_out()
    mine = [each for each in lines_of(batch) if each.entitlement == entitlement]
    desk.answered(batch, returned=mine[1:])
    corrected(entitlement, family=family)
    again = desk.reissued(batch)

    read = queries.payments_of([entitlement.pk])

    assert [(each.attempt, each.amount_fen) for each in read] == [(1, 80_000), (2, 10_000), (1, 10_000)]
    assert [[result.outcome for result in each.results.all()] for each in read] == [["paid"], [], ["returned"]]
    assert set(read) == {*mine, *lines_of(again)}
    assert not queries.payments_of([other.pk]).exclude(batch=batch).exists()


def test_a_month_made_again_leaves_what_came_back_to_the_reissue(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch)[1:])
    given.granted()
    lacks = given.granted(payee=False)
    asked = {"month": given.JUNE, "place": desk.place, "on": desk.on, "most": 9}
    told = [(each.reason, each.batch, each.bank_said) for each in held_back(**asked)]

    held = [(each.component, each.reason) for each in queries.held_of(desk.made().pk)]
    corrected(entitlement, family=family)
    later = [each.reason for each in held_back(**asked)]

    returned = lines_of(batch)[1]
    assert held == [
        (returned.component, "unchanged"),
        *((part, "no_payee") for part in lacks.components.order_by("pk")),
    ]
    assert told == [("unchanged", batch.pk, "账号不存在"), ("no_payee", None, ""), ("no_payee", None, "")]
    assert later == ["returned", "no_payee", "no_payee"]
    assert [each.line for each in came_back(place=desk.place)] == [returned]
    assert [number_came_back(place=place) for place in (desk.place, "110000", desk.place)] == [1, 0, 1]
    again = desk.reissued(batch)
    assert [each.is_drafted for each in came_back(entitlements=[entitlement.pk])] == [True]  # type: ignore[attr-defined]
    desk.approved(again)
    assert not came_back(entitlements=[entitlement.pk]).exists()
    assert number_came_back(place=desk.place) == 0


def test_an_account_nobody_corrected_is_not_paid_again(desk: Desk) -> None:
    family = given.family()
    waits, entitlement, ended = given.granted(), given.granted(family), given.granted(other := given.family())
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch))
    with pytest.raises(NothingToReissue, match="6 笔"):
        desk.reissued(batch)
    corrected(entitlement, family=family)
    corrected(ended, family=other)
    stopped(ended, other)

    again = desk.reissued(batch)

    assert {line.entitlement for line in lines_of(again)} == {entitlement}
    assert {(each.entitlement, each.reason) for each in queries.held_of(again.pk)} == {
        (waits, "unchanged"),
        (ended, "not_due"),
    }


def test_what_came_back_waits_for_a_corrected_account_and_is_then_ready(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    given.granted()
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch))
    before = returns_of(batch, on=desk.on)

    corrected(entitlement, family=family)

    assert before == Returns(ready=0, waiting=4)
    assert returns_of(batch, on=desk.on) == Returns(ready=2, waiting=2)
    desk.reissued(batch)
    assert returns_of(batch, on=desk.on) == Returns(ready=0, waiting=2)


def test_what_is_paid_again_may_come_back_again(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.paid_out()
    desk.answered(batch, returned=lines_of(batch))
    corrected(entitlement, family=family)
    cancelled = desk.reissued(batch)
    cancel_batch(batch_id=cancelled.pk, reason="账户又更换", by=desk.maker, on=given.TODAY)

    second = desk.sent(desk.approved(desk.reissued(batch)))
    desk.answered(second, returned=lines_of(second))
    with pytest.raises(NothingToReissue, match="0 笔"):
        desk.reissued(batch)
    corrected(entitlement, family=family)
    third = desk.sent(desk.approved(desk.reissued(second)))
    desk.answered(third)

    assert [line.attempt for each in (batch, cancelled, second, third) for line in lines_of(each)] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]
    assert balances() == NOUGHT | {"aid": 90_000, "paid": -90_000}
    assert all(queries.reconcile(each).agrees for each in Batch.objects.order_by("pk"))
    assert BankFile.objects.count() == 3


def test_books_that_do_not_agree_are_told_to_the_fen(desk: Desk) -> None:
    given.granted()
    batch = desk.approved(desk.made())
    line = lines_of(batch)[0]
    approved = line.transfers.get()
    Transfer.objects.create(
        key="00000000-0000-0000-0000-000000000001", debit=approved.credit, credit=approved.debit, line=line,
        place=line.place, amount_fen=line.amount_fen, month=line.month, on=given.TODAY, reason="paid",
    )  # fmt: skip

    found = queries.reconcile(batch)

    assert found.differences == {"入账与回盘": 80_000}
    assert not found.agrees
