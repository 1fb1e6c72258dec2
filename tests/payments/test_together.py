"""Two officers act at the same moment, in sessions of their own: one wins, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.kernel.errors import DoudiError
from doudi.payments.models import BankFile, BankReceipt, Batch, Line
from doudi.payments.services.approve_batch import NotWaiting
from doudi.payments.services.cancel_batch import cancel_batch
from doudi.payments.services.make_batch import MadeMeanwhile, NothingToPay, make_batch
from tests.entitlements import given
from tests.payments.paying import Desk
from tests.payments.steps import do, open_desk

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def together(*acts: Act) -> list[type[DoudiError] | None]:
    """Let everybody act at once; say what became of each."""
    barrier = Barrier(len(acts))

    def attempt(act: Act) -> type[DoudiError] | None:
        barrier.wait()
        try:
            with acting(Actor.system("test"), on=given.TODAY):
                act()
        except DoudiError as error:
            return type(error)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(attempt, acts))


def prepared(*steps: str) -> tuple[Desk, Batch]:
    """A month of three families, so far along."""
    desk, batch = open_desk(), 0
    for step in steps:
        batch = do(step, maker=desk.maker.pk, checker=desk.checker.pk, batch=batch)
    with acting(Actor.system("test"), on=given.TODAY):
        return desk, Batch.objects.get(pk=batch) if batch else Batch()


def count(model: type) -> int:
    with acting(Actor.system("test"), on=given.TODAY):
        return model.objects.count()


def test_of_four_who_make_a_month_at_once_one_makes_it() -> None:
    desk, _ = prepared()
    with acting(Actor.system("test"), on=given.TODAY):
        other = given.officer(Role.FINANCE_MAKER, given.COUNTY)

    def of_township() -> object:
        return make_batch(month=given.JUNE, place=given.TOWNSHIP, by=other, on=given.TODAY)

    became = together(desk.made, of_township, desk.made, of_township)

    assert became.count(None) == 1
    assert set(became) - {None} <= {MadeMeanwhile, NothingToPay}
    assert (count(Batch), count(Line)) == (1, 6)


def test_of_three_who_sign_at_once_one_signs() -> None:
    desk, batch = prepared("make")

    became = together(*[lambda: desk.approved(batch)] * 3)

    assert sorted(map(str, became)) == sorted(map(str, (None, NotWaiting, NotWaiting)))


def test_a_batch_is_signed_or_cancelled_and_not_both() -> None:
    desk, batch = prepared("make")

    became = together(
        lambda: desk.approved(batch),
        lambda: cancel_batch(batch_id=batch.pk, reason="误", by=desk.maker, on=given.TODAY),
    )

    assert sorted(map(str, became)) == sorted(map(str, (None, NotWaiting)))


def test_a_file_written_twice_at_once_is_one_file_and_a_receipt_read_twice_one_receipt() -> None:
    desk, batch = prepared("make", "approve")

    assert together(*[lambda: desk.sent(batch)] * 3) == [None] * 3
    assert together(*[lambda: desk.answered(Batch.objects.get(pk=batch.pk))] * 3) == [None] * 3

    assert (count(BankFile), count(BankReceipt)) == (1, 1)
