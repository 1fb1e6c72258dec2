"""Whatever the order of batches, receipts, returns and reissues: the books balance, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, settings
from hypothesis import given as whatever
from hypothesis import strategies as st

from doudi.kernel.errors import DoudiError
from doudi.payments import queries
from doudi.payments.models import Batch
from doudi.payments.services.cancel_batch import cancel_batch
from tests.entitlements import given
from tests.payments.paying import Desk, lines_of

STEPS = ("make", "approve", "send", "cancel", "correct", "reissue", "answer", "answer", "answer")
LIVE = """
SELECT l.component_id, l.month, count(*) FILTER (WHERE outcome = 'paid'),
       count(*) FILTER (WHERE outcome IS NULL OR outcome = 'paid')
FROM payments_line l
LEFT JOIN LATERAL (SELECT outcome FROM payments_lineresult r WHERE r.line_id = l.id ORDER BY sequence DESC LIMIT 1) r
  ON true
GROUP BY l.component_id, l.month
"""
PAID = """
SELECT coalesce(sum(l.amount_fen), 0) FROM payments_line l
WHERE EXISTS (SELECT 1 FROM payments_lineresult r WHERE r.line_id = l.id AND r.outcome = 'paid')
  AND NOT EXISTS (SELECT 1 FROM payments_lineresult r WHERE r.line_id = l.id AND r.outcome = 'returned')
"""


class World:
    """Two families, their desk, and what may happen next."""

    def __init__(self) -> None:
        self.desk = Desk.opened()
        self.families = [given.family(), given.family()]
        self.entitlements = [given.granted(family) for family in self.families]

    def happens(self, step: str, which: int, bits: int) -> None:
        """Take a step with one of the batches; `bits` choose lines. What cannot be done now is told, and left."""
        batches = list(Batch.objects.order_by("pk"))
        batch = batches[which % len(batches)] if batches else None
        if step == "make":
            self.tried(self.desk.made)
        elif step == "correct":
            family, entitlement = self.families[which % 2], self.entitlements[which % 2]
            given.paid_to(entitlement, by=family.acceptor, on=given.TODAY)
        elif batch is not None:
            self.tried(lambda: self.with_batch(step, batch, bits))

    def with_batch(self, step: str, batch: Batch, bits: int) -> None:
        if step == "approve":
            self.desk.approved(batch)
        elif step == "send":
            self.desk.sent(batch)
        elif step == "cancel":
            cancel_batch(batch_id=batch.pk, reason="试", by=self.desk.maker, on=self.desk.on)
        elif step == "reissue":
            self.desk.reissued(batch)
        elif hasattr(batch, "bank_file"):
            lines = lines_of(batch)
            chosen = [line for place, line in enumerate(lines) if bits >> place & 1]
            returned = [line for place, line in enumerate(lines) if bits >> (place + len(lines)) & 1]
            self.desk.answered(batch, returned=returned, lines=chosen)

    def tried(self, act: Callable[[], object]) -> None:
        with suppress(DoudiError), transaction.atomic():
            act()

    def holds(self) -> None:
        """Nothing is paid twice, the books balance, and every batch agrees with them."""
        with connection.cursor() as cursor:
            cursor.execute(LIVE)
            for component, month, paid, live in cursor.fetchall():
                assert (paid <= 1, live <= 1) == (True, True), (component, month)
            cursor.execute(PAID)
            paid_fen = int(cursor.fetchall()[0][0])
        balances = queries.trial_balance()
        assert sum(each.balance_fen for each in balances) == 0
        assert -sum(each.balance_fen for each in balances if each.kind == "paid") == paid_fen
        assert [queries.reconcile(each).differences for each in Batch.objects.order_by("pk")] == [{}] * (
            Batch.objects.count()
        )


EVERYTHING = (1 << 8) - 1
STRAIGHT = [("make", 0, 0), ("approve", 0, 0), ("send", 0, 0), ("answer", 0, EVERYTHING)]


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@whatever(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.integers(0, EVERYTHING)), max_size=25))
@example([*STRAIGHT, ("correct", 0, 0), ("correct", 1, 0), ("reissue", 0, 0), ("cancel", 1, 0), ("reissue", 0, 0)])
@example([*STRAIGHT, ("correct", 0, 0), ("reissue", 0, 0), ("approve", 1, 0), ("send", 1, 0), ("answer", 1, 15)])
@example([*STRAIGHT[:3], ("answer", 0, 0b1111), ("answer", 0, EVERYTHING), ("answer", 0, 0b1111), ("make", 0, 0)])
def test_whatever_happens_nothing_is_paid_twice_and_the_books_balance(
    as_system: None, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        world = World()
        for step in [*STRAIGHT[:3], *steps]:
            world.happens(*step)
            world.holds()
        transaction.set_rollback(True)
