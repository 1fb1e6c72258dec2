"""What came back of a batch, and what of it can be paid again: a payee was registered since, and it is still due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.audit.actor import place_range
from doudi.entitlements.queries import DUE, as_sets, due_arguments
from doudi.kernel.months import Month
from doudi.payments.choices import TransferReason
from doudi.payments.models import Batch, Line, LineResult

RETURNED: Final = """
SELECT l.entitlement_id, l.component_id, l.payee_id, l.place, l.amount_fen, newest.attempt + 1 AS attempt
FROM payments_line l
JOIN payments_lineresult r ON r.line_id = l.id AND r.outcome = 'returned'
CROSS JOIN LATERAL (SELECT n.id, n.attempt FROM payments_line n
                    WHERE n.component_id = l.component_id AND n.month = l.month ORDER BY n.attempt DESC LIMIT 1) newest
WHERE l.batch_id = %(reissues)s
  AND (newest.id = l.id OR EXISTS (SELECT 1 FROM payments_lineresult c
                                   WHERE c.line_id = newest.id AND c.outcome = 'cancelled'))
"""
"""What came back of a batch and no later line pays; cancelled attempts in between count, so that numbers go on."""
CANDIDATES: Final = f"""
WITH due AS ({DUE})
SELECT b.entitlement_id, b.component_id, b.place, b.amount_fen, b.attempt, due.payee_id, due.account_id,
       CASE WHEN due.component_id IS NULL THEN 'not_due'
            WHEN due.is_dead THEN 'dead'
            WHEN due.account_id IS NULL THEN 'no_payee'
            WHEN due.payee_id = b.payee_id THEN 'unchanged' END AS held
FROM ({RETURNED}) b LEFT JOIN due ON due.component_id = b.component_id
"""  # noqa: S608 - constants of ours
FIRST, UNTIL = "first place", "until place"
"""What stands in the statement for the places that are asked about."""
COUNTED: Final = f"""
SELECT count(*) FILTER (WHERE held IS NULL), count(*) FILTER (WHERE held IN ('unchanged', 'no_payee'))
FROM ({CANDIDATES}) candidate
"""  # noqa: S608 - constants of ours


@dataclass(frozen=True, slots=True)
class Returns:
    """Of what came back: how many lines can be paid again now, and how many wait for a corrected account."""

    ready: int = 0
    waiting: int = 0


def returns_of(batch: Batch, *, on: date) -> Returns:
    """Count what came back of a batch and is not paid by a later one."""
    arguments = due_arguments(Month.of(batch.month), batch.place, on, batch.programme)
    ((ready, waiting),) = as_sets(COUNTED, {**arguments, "reissues": batch.pk})
    return Returns(ready, waiting)


def why_returned(index: str, *, application: int) -> str:
    """Say why the bank returned what an application was last paid to an account, by the index of its number.

    Empty where nothing came back from there, or the bank has paid into it since.
    """
    told = LineResult.objects.filter(line__entitlement__application=application, line__account__index=index)
    last = told.filter(outcome="returned").order_by("-pk").first()
    if last is None or told.filter(outcome="paid", receipt__gt=last.receipt_id).exists():
        return ""
    return last.reason


def came_back(*, place: str = "", entitlements: Iterable[int] = ()) -> QuerySet[LineResult]:
    """List what the bank returned and no approved line pays, of a place and below or of entitlements, oldest first.

    Each has `is_drafted`: whether a batch that waits for its approval pays it again. A township sees no batches of the
    county, so the booking of its own line tells of the approval.
    """
    wanted = Q(line__entitlement__in=list(entitlements))
    if place:
        first, until = place_range(place)
        wanted = Q(place__gte=first, place__lt=until)
    found = _returned(wanted).select_related("line__component", "line__payee", "line__entitlement")
    return found.order_by("line__month", "pk")


def number_came_back(*, place: str) -> int:
    """Count what `came_back` lists of a place; every start of a township asks, so the statement is composed once."""
    statement, given = _counting()
    first, until = place_range(place)
    places: dict[str, str] = {FIRST: first, UNTIL: until}
    with connection.cursor() as cursor:
        cursor.execute(statement, [places.get(each, each) for each in given])
        ((number,),) = cursor.fetchall()
    return number


@cache
def _counting() -> tuple[str, tuple[str, ...]]:
    listed = _returned(Q(place__gte=FIRST, place__lt=UNTIL)).values("pk")
    statement, given = listed.query.sql_with_params()
    return f"SELECT count(*) FROM ({statement}) returned", given  # noqa: S608 - written by the ORM, values apart


def _returned(wanted: Q) -> QuerySet[LineResult]:
    later = Line.objects.filter(
        component=OuterRef("line__component"), month=OuterRef("line__month"), attempt__gt=OuterRef("line__attempt")
    )
    approved = Exists(later.filter(transfers__reason=TransferReason.APPROVED))
    drafted = Exists(later.exclude(results__outcome="cancelled"))
    found = LineResult.objects.filter(wanted, ~approved, outcome="returned")
    return found.annotate(is_drafted=drafted)
