"""What a batch of a month holds back as things stand: by the very statement that makes the batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from doudi.entitlements.queries import as_sets, due_arguments
from doudi.kernel.months import Month
from doudi.payments.services.make_batch import CANDIDATES

HELD_BACK: Final = f"""
SELECT c.application_id, c.place, c.kind, c.amount_fen, c.held, c.batch,
       coalesce((SELECT r.reason FROM payments_lineresult r WHERE r.line_id = c.line AND r.outcome = 'returned'), '')
FROM ({CANDIDATES}) c WHERE c.held IS NOT NULL ORDER BY c.place, c.entitlement_id, c.component_id LIMIT %(most)s
"""  # noqa: S608 - constants of ours


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One part of one entitlement, with the reason (of `HeldReason`).

    What the bank returned has the batch it was in, and what the bank said.
    """

    application: int
    place: str
    kind: str
    amount_fen: int
    reason: str
    batch: int | None
    bank_said: str


def held_back(*, month: Month, place: str, on: date, most: int, programme: str = "") -> list[HeldBack]:
    """List what is due in a month and cannot be paid by a batch made now, at most so many."""
    rows = as_sets(HELD_BACK, {**due_arguments(month, place, on, programme), "most": most})
    return [HeldBack(*row) for row in rows]
