"""A month's batch: everything due, once; made by one, approved by another; what cannot be paid is held back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from psycopg.types.range import DateRange, TimestamptzRange

from doudi.accounts.models import Post
from doudi.accounts.permissions import MayNot
from doudi.audit.models import Event
from doudi.casework.steps import Kind
from doudi.entitlements.models import Entitlement
from doudi.entitlements.services.end_entitlement import end_entitlement
from doudi.kernel.months import Month
from doudi.payments import queries
from doudi.payments.choices import BatchStatus
from doudi.payments.services.approve_batch import NoLongerDue, NoSuchBatch, NotWaiting, SameHand, approve_batch
from doudi.payments.services.cancel_batch import NoReason, cancel_batch
from doudi.payments.services.make_batch import MadeMeanwhile, MonthNotBegun, NothingToPay, fill, make_batch
from doudi.registry.models import PersonRecord
from tests.entitlements import given
from tests.payments.paying import Desk, lines_of

JULY = Month(2022, 7)


def balances(kind: str = "") -> dict[str, int]:
    return {each.kind: each.balance_fen for each in queries.trial_balance() if kind in {"", each.kind}}


def dies(person: int) -> None:
    PersonRecord.objects.create(
        person_id=person, county=int(given.COUNTY), name=given.ZHANG, sort_key="zhang", sex="female",
        born_on=date(1950, 1, 1), died_on=date(2022, 5, 3), valid=DateRange(date(1950, 1, 1), None),
        known=TimestamptzRange(datetime(2022, 6, 4, tzinfo=UTC), None),
    )  # fmt: skip


def stopped(entitlement: Entitlement, family: given.Family, first: Month = given.JUNE) -> None:
    stop = family.decide(kind=Kind.STOP, first=first, on=given.TODAY)
    end_entitlement(entitlement=entitlement, decision=stop, by=family.confirmer, on=given.TODAY)


# ---------------------------------------------------------------- making


def test_a_batch_has_a_line_for_each_part_of_each_entitlement(desk: Desk) -> None:
    first, second = given.granted(), given.granted()

    batch = desk.made()

    lines = [(line.entitlement, line.component.kind, line.amount_fen, line.attempt) for line in lines_of(batch)]
    assert lines == [
        (first, "base", 80_000, 1),
        (first, "supplement", 10_000, 1),
        (second, "base", 80_000, 1),
        (second, "supplement", 10_000, 1),
    ]
    assert queries.totals_of(batch.pk) == queries.Totals(4, 180_000)
    assert str(batch) == f"批次 {batch.pk} 2022-06"
    assert str(lines_of(batch)[0]) == f"明细 {lines_of(batch)[0].pk} 2022-06"
    assert Event.objects.get(act="payments.batch_made").details == {"lines": 4, "held": 0}


def test_a_month_that_is_in_a_batch_is_not_paid_by_another(desk: Desk) -> None:
    given.granted()
    desk.made()

    with pytest.raises(NothingToPay, match=r"2022-06 没有可以发放的明细.*（0 笔）"):
        desk.made()


def test_a_second_batch_takes_up_only_what_came_later(desk: Desk) -> None:
    given.granted()
    desk.made()
    later = given.granted()

    batch = desk.made()

    assert {line.entitlement for line in lines_of(batch)} == {later}


def test_a_batch_of_one_programme_leaves_the_others(desk: Desk) -> None:
    given.granted()
    tekun = given.granted(given.family(programme="tekun"))

    assert {line.entitlement for line in lines_of(desk.made(programme="tekun"))} == {tekun}
    assert len(lines_of(desk.made())) == 2


def test_a_month_that_has_not_begun_is_not_paid(desk: Desk) -> None:
    with pytest.raises(MonthNotBegun, match="2022-07"):
        desk.made(JULY)


def test_who_does_not_make_batches_may_not(desk: Desk) -> None:
    given.granted()

    with pytest.raises(MayNot):
        make_batch(month=given.JUNE, place=given.COUNTY, by=desk.checker, on=given.TODAY)
    with pytest.raises(MayNot):
        make_batch(month=given.JUNE, place="430972", by=desk.maker, on=given.TODAY)


def test_what_cannot_be_paid_is_held_back_with_its_reason(desk: Desk) -> None:
    person = given.person()
    dead, without = given.granted(persons=(person,)), given.granted(payee=False)
    dies(person)
    given.granted()

    batch = desk.made()

    held = [(held.entitlement, held.reason, str(held)) for held in queries.held_of(batch.pk)]
    assert held == 2 * [(dead, "dead", "保障对象或收款人已登记死亡")] + 2 * [
        (without, "no_payee", "没有登记收款人和账户")
    ]
    assert len(lines_of(batch)) == 2


def test_what_was_held_back_is_paid_once_it_can_be(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family, payee=False)
    with pytest.raises(NothingToPay, match="（2 笔）"):
        desk.made()

    given.paid_to(entitlement, by=family.acceptor)

    assert len(lines_of(desk.made())) == 2


def test_who_comes_second_is_told_that_another_made_it(desk: Desk) -> None:
    """What two makers at once come to, here without luck: the same line a second time."""
    given.granted()
    desk.made()
    again = (
        "INSERT INTO payments_line (batch_id, entitlement_id, component_id, payee_id, account_id, place, month, "
        "amount_fen, attempt) SELECT batch_id, entitlement_id, component_id, payee_id, account_id, place, month, "
        "amount_fen, attempt FROM payments_line"
    )

    with pytest.raises(MadeMeanwhile, match="另一人刚刚编制了 2022-06 的发放批次"):
        fill(again, {}, month=given.JUNE)


def test_another_fault_of_the_database_is_not_taken_for_a_rival(desk: Desk) -> None:
    with pytest.raises(IntegrityError):
        fill("INSERT INTO payments_batch (place) VALUES ('430971')", {}, month=given.JUNE)


# ---------------------------------------------------------------- approving


def test_what_is_approved_is_owed(desk: Desk) -> None:
    given.granted()

    batch = desk.approved(desk.made())

    assert (batch.status, batch.approved_by, batch.approved_on) == ("approved", desk.checker, given.TODAY)
    assert balances() == {"aid": 90_000, "clearing": 0, "paid": 0, "payable": -90_000, "returned": 0}
    assert sum(balances().values()) == 0


def test_nobody_approves_their_own_batch(desk: Desk) -> None:
    """Posts are dated: who made it on one day may be a checker on the next. It is the hand that counts."""
    given.granted()
    batch = desk.made()
    later = given.TODAY + timedelta(days=1)
    post = Post.objects.get(officer=desk.maker)
    post.valid = DateRange(post.valid.lower, later)
    post.save()
    checker = Post.objects.get(officer=desk.checker)
    Post.objects.create(officer=desk.maker, office=checker.office, role=checker.role, valid=DateRange(later, None))

    with pytest.raises(SameHand):
        approve_batch(batch_id=batch.pk, by=desk.maker, on=later)
    with pytest.raises(MayNot):
        approve_batch(batch_id=batch.pk, by=desk.maker, on=given.TODAY)


def test_a_batch_is_approved_once(desk: Desk) -> None:
    given.granted()
    batch = desk.approved(desk.made())

    with pytest.raises(NotWaiting, match=f"第 {batch.pk} 号发放批次已批准"):
        desk.approved(batch)

    assert balances("aid") == {"aid": 90_000}


def test_a_batch_that_is_not_there_is_not_approved(desk: Desk) -> None:
    with pytest.raises(NoSuchBatch, match="没有第 404 号"):
        approve_batch(batch_id=404, by=desk.checker, on=given.TODAY)


def test_what_a_decision_ended_since_is_not_approved(desk: Desk) -> None:
    family = given.family()
    entitlement = given.granted(family)
    batch = desk.made()
    stopped(entitlement, family)

    with pytest.raises(NoLongerDue, match="有 2 笔"):
        desk.approved(batch)

    assert queries.reconcile(batch).agrees


@pytest.mark.parametrize("overtaken", ["death", "account"])
def test_what_death_or_another_account_overtook_is_not_approved(desk: Desk, overtaken: str) -> None:
    person, family = given.person(), given.family()
    entitlement = given.granted(family, persons=(person,))
    batch = desk.made()
    if overtaken == "death":
        dies(person)
    else:
        given.paid_to(entitlement, by=family.acceptor, on=given.TODAY)

    with pytest.raises(NoLongerDue):
        desk.approved(batch)


# ---------------------------------------------------------------- cancelling


def test_a_cancelled_batch_frees_its_lines_for_the_next(desk: Desk) -> None:
    given.granted()
    batch = desk.made()

    cancelled = cancel_batch(batch_id=batch.pk, reason="账户更换", by=desk.maker, on=given.TODAY)
    again = desk.approved(desk.made())

    assert cancelled.status == BatchStatus.CANCELLED
    assert [str(result) for line in lines_of(batch) for result in line.results.order_by("pk")] == 2 * ["已撤销"]
    assert {line.attempt for line in lines_of(again)} == {2}
    assert balances("aid") == {"aid": 90_000}
    assert queries.reconcile(cancelled).agrees


def test_an_approved_batch_is_not_cancelled(desk: Desk) -> None:
    given.granted()
    batch = desk.approved(desk.made())

    with pytest.raises(NotWaiting):
        cancel_batch(batch_id=batch.pk, reason="误", by=desk.maker, on=given.TODAY)


def test_a_cancellation_says_why(desk: Desk) -> None:
    given.granted()

    with pytest.raises(NoReason):
        cancel_batch(batch_id=desk.made().pk, reason=" ", by=desk.maker, on=given.TODAY)


# ---------------------------------------------------------------- pages


def test_a_page_asks_a_constant_number_of_questions(desk: Desk, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        given.granted()
    batch = desk.paid_out()
    desk.answered(batch)

    with django_assert_num_queries(1):
        found = queries.batches(place=given.COUNTY, month=given.JUNE).values_list("line_count", "total_fen")
        listed = list(found)
    with django_assert_num_queries(2):
        shown = [(line.payee.name, line.account.bank, len(line.results.all())) for line in queries.lines_of(batch.pk)]
    assert listed == [(6, 270_000)]
    assert shown == 6 * [(given.ZHANG, "示例农商银行", 1)]
    assert list(queries.lines_of(batch.pk, after=lines_of(batch)[3].pk)) == lines_of(batch)[4:]
    assert list(queries.receipts_of(batch.pk).values_list("result_count", flat=True)) == [6]
    assert queries.batches(place="430972").count() == 0
    assert len(queries.lines_of_entitlement(lines_of(batch)[0].entitlement_id)) == 2
