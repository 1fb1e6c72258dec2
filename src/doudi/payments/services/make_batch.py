"""Make a month's batch: everything due that no live line pays already."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.queries import DUE, as_sets, due_arguments
from doudi.kernel.errors import NotNow
from doudi.kernel.months import Month
from doudi.payments.models import Batch

CANDIDATES: Final = f"""
WITH due AS ({DUE}), last AS (
    SELECT DISTINCT ON (l.component_id)
           l.component_id, l.attempt, l.id AS line, l.payee_id AS payee, l.batch_id AS batch,
           (SELECT r.outcome FROM payments_lineresult r WHERE r.line_id = l.id ORDER BY r.sequence DESC LIMIT 1)
           AS outcome
    FROM payments_line l WHERE l.month = %(month)s AND l.place >= %(from)s AND l.place < %(until)s
    ORDER BY l.component_id, l.attempt DESC
)
SELECT due.*, coalesce(last.attempt, 0) + 1 AS attempt, last.line, last.batch,
       CASE WHEN due.is_dead THEN 'dead'
            WHEN due.account_id IS NULL THEN 'no_payee'
            WHEN last.outcome = 'returned' AND due.payee_id = last.payee THEN 'unchanged'
            WHEN last.outcome = 'returned' THEN 'returned' END AS held
FROM due LEFT JOIN last USING (component_id)
WHERE last.component_id IS NULL OR last.outcome IN ('returned', 'cancelled')
"""  # noqa: S608 - constants of ours
"""What a month owes and no live line pays; `held` says why something cannot be paid now."""


def written(candidates: str) -> str:
    """Return the statement that writes candidates (a query with `held`) as lines of a batch, or as held back.

    It goes in the order of components, so that two makers wait for each other and cannot wait in a ring.
    """
    return f"""
WITH candidate AS MATERIALIZED ({candidates}), lines AS (
    INSERT INTO payments_line
        (batch_id, entitlement_id, component_id, payee_id, account_id, place, month, amount_fen, attempt)
    SELECT %(batch)s, entitlement_id, component_id, payee_id, account_id, place, %(month)s, amount_fen, attempt
    FROM candidate WHERE held IS NULL ORDER BY component_id
    RETURNING amount_fen
), held_back AS (
    INSERT INTO payments_held (batch_id, entitlement_id, component_id, place, amount_fen, reason)
    SELECT %(batch)s, entitlement_id, component_id, place, amount_fen, held
    FROM candidate WHERE held IS NOT NULL ORDER BY component_id
    RETURNING amount_fen
)
SELECT (SELECT count(*) FROM lines), (SELECT count(*) FROM held_back)
"""  # noqa: S608 - constants of ours


class NothingToPay(NotNow):
    """Everything due in the month is in a batch already, or held back."""

    code = "payments.nothing_to_pay"
    sentence = "{month} 没有可以发放的明细：应发的都已编入批次，或者暂缓（{held} 笔）。"


class MadeMeanwhile(NotNow):
    """Another officer made a batch of the same month at the same moment; theirs stands."""

    code = "payments.made_meanwhile"
    sentence = "另一人刚刚编制了 {month} 的发放批次，您的这一份没有保存；请刷新后查看。"


class MonthNotBegun(NotNow):
    """The month lies ahead of the day of business."""

    code = "payments.month_not_begun"
    sentence = "{month} 还没有到，不能编制该月的发放批次。"


@transaction.atomic
def make_batch(*, month: Month, place: str, by: Officer, on: date, programme: str = "") -> Batch:
    """Make the batch of a month for a place and below 编制发放批次, of one programme or of all. minfa-2021-57#25.

    Raises MayNot, MonthNotBegun, NothingToPay, MadeMeanwhile. What cannot be paid is kept beside it with the reason.
    """
    require(by, Act.MAKE_BATCH, at=place, on=on)
    if month > Month.of(on):
        raise MonthNotBegun(month=month)
    batch = Batch.objects.create(place=place, month=month.first_day, programme=programme, made_by=by, made_on=on)
    arguments = {**due_arguments(month, place, on, programme), "batch": batch.pk}
    lines, held = fill(written(CANDIDATES), arguments, month=month)
    if not lines:
        raise NothingToPay(month=month, held=held)
    record("payments.batch_made", on=on, subject=batch, place=place, details={"lines": lines, "held": held})
    return batch


def fill(statement: str, arguments: dict[str, Any], *, month: Month) -> tuple[int, int]:
    """Write the lines of a batch in one statement; return how many there are, and how many are held back.

    Raises MadeMeanwhile when somebody else's line stands there already: the database lets one of them through.
    """
    try:
        with transaction.atomic():
            lines, held = as_sets(statement, arguments)[0]
            return lines, held
    except IntegrityError as error:
        if "line_once" in str(error):
            raise MadeMeanwhile(month=month) from error
        raise
