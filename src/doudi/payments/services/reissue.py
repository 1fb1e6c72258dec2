"""Pay again what the bank returned, once the account was corrected."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.queries import DUE, due_arguments
from doudi.kernel.errors import NotNow
from doudi.kernel.months import Month
from doudi.payments.models import Batch
from doudi.payments.services.approve_batch import held as take_hold
from doudi.payments.services.make_batch import fill, written

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


class NothingToReissue(NotNow):
    """Nothing of the batch came back, or no account of what came back was corrected yet."""

    code = "payments.nothing_to_reissue"
    sentence = "第 {number} 号发放批次没有可以重发的明细（{held} 笔退回的仍待更正账户或已不应发）。"


@transaction.atomic
def reissue(*, batch_id: int, by: Officer, on: date) -> Batch:
    """Make a batch of what another one got returned 重发, to the accounts registered since; approved like any other.

    The account counts as corrected when a payee was registered after the line; it may be the same account, confirmed.
    Raises NoSuchBatch, MayNot, NothingToReissue, MadeMeanwhile.
    """
    returned = take_hold(batch_id, Act.MAKE_BATCH, by=by, on=on)
    month = Month.of(returned.month)
    batch = Batch.objects.create(
        place=returned.place, month=returned.month, programme=returned.programme,
        reissues=returned, made_by=by, made_on=on,
    )  # fmt: skip
    arguments = due_arguments(month, returned.place, on, returned.programme)
    lines, held = fill(written(CANDIDATES), {**arguments, "batch": batch.pk, "reissues": returned.pk}, month=month)
    if not lines:
        raise NothingToReissue(number=returned.pk, held=held)
    record("payments.batch_reissued", on=on, subject=batch, place=batch.place, details={"lines": lines, "held": held})
    return batch
