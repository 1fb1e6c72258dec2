"""Pay again what the bank returned, once the account was corrected."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.queries import due_arguments
from doudi.kernel.errors import NotNow
from doudi.kernel.months import Month
from doudi.payments.models import Batch
from doudi.payments.returns import CANDIDATES
from doudi.payments.services.approve_batch import held as take_hold
from doudi.payments.services.make_batch import fill, written


class NothingToReissue(NotNow):
    """Nothing of the batch came back, or no account of what came back was corrected yet."""

    code = "payments.nothing_to_reissue"
    sentence = "第 {number} 号发放批次没有可以重发的明细（{held} 笔退回的仍待更正账户或已不应发）。"


@transaction.atomic
def reissue(*, batch_id: int, by: Officer, on: date) -> Batch:
    """Make a batch of what another one got returned 重发, to the accounts registered since; approved like any other.

    The account counts as corrected when a payee was registered after the line; the same account takes a reason then
    (see `flows.register_payee`).
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
