"""Cancel a batch nobody has approved; its lines are free for the next one."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import connection, transaction

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.errors import Refused
from doudi.payments.choices import BatchStatus
from doudi.payments.models import Batch
from doudi.payments.services.approve_batch import waiting

CANCELLED: Final = """
INSERT INTO payments_lineresult (line_id, place, sequence, outcome, reason, result_on)
SELECT id, place, 1, 'cancelled', %(reason)s, %(on)s FROM payments_line WHERE batch_id = %(batch)s ORDER BY id
"""


class NoReason(Refused):
    """Nobody can tell later why the batch was cancelled."""

    code = "payments.no_reason"
    sentence = "请填写撤销理由。"


@transaction.atomic
def cancel_batch(*, batch_id: int, reason: str, by: Officer, on: date) -> Batch:
    """Cancel a batch that waits for approval 撤销发放批次. Raises NoReason, NoSuchBatch, MayNot, NotWaiting."""
    if not reason.strip():
        raise NoReason
    batch = waiting(batch_id, Act.MAKE_BATCH, by=by, on=on)
    batch.status, batch.cancelled_by, batch.cancelled_on = BatchStatus.CANCELLED, by, on
    batch.cancel_reason = reason.strip()
    batch.save(update_fields=["status", "cancelled_by", "cancelled_on", "cancel_reason"])
    arguments: dict[str, Any] = {"batch": batch.pk, "reason": batch.cancel_reason, "on": on}
    with connection.cursor() as cursor:
        cursor.execute(CANCELLED, arguments)
    record("payments.batch_cancelled", on=on, subject=batch, place=batch.place)
    return batch
