"""Approve a batch: the second signature, and the money is owed."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.entitlements.queries import DUE, as_sets, due_arguments
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow
from doudi.kernel.months import Month
from doudi.payments.choices import BatchStatus
from doudi.payments.models import Batch
from doudi.payments.postings import post_approved

STALE: Final = f"""
WITH due AS ({DUE})
SELECT count(*) FROM payments_line l
LEFT JOIN due ON due.component_id = l.component_id AND due.payee_id = l.payee_id AND NOT due.is_dead
WHERE l.batch_id = %(batch)s AND due.component_id IS NULL
"""  # noqa: S608 - constants of ours


class NoSuchBatch(NotKnown):
    """There is no such batch, or not for this officer."""

    code = "payments.no_such_batch"
    sentence = "没有第 {number} 号发放批次。"


class NotWaiting(NotNow):
    """The batch was approved or cancelled before."""

    code = "payments.not_waiting"
    sentence = "第 {number} 号发放批次{status}，不能再办理。"


class SameHand(NotAllowed):
    """Whoever makes a batch does not approve it."""

    code = "payments.same_hand"
    sentence = "编制人不能批准自己编制的批次，须由另一人批准。"


class NoLongerDue(NotNow):
    """Since the batch was made, a decision, a death or another account has overtaken some of its lines."""

    code = "payments.no_longer_due"
    sentence = "第 {number} 号发放批次中有 {lines} 笔在编制以后已终止、死亡或更换账户；请撤销本批次，重新编制。"


@transaction.atomic
def approve_batch(*, batch_id: int, by: Officer, on: date) -> Batch:
    """Approve a batch somebody else made 批准发放批次; its lines are booked as payable.

    Raises NoSuchBatch, MayNot, SameHand, NotWaiting, NoLongerDue.
    """
    batch = waiting(batch_id, Act.APPROVE_BATCH, by=by, on=on)
    if batch.made_by_id == by.pk:
        raise SameHand
    stale = _stale(batch, on)
    if stale:
        raise NoLongerDue(number=batch.pk, lines=stale)
    batch.status, batch.approved_by, batch.approved_on = BatchStatus.APPROVED, by, on
    batch.save(update_fields=["status", "approved_by", "approved_on"])
    posted = post_approved(batch.pk, on=on)
    record("payments.batch_approved", on=on, subject=batch, place=batch.place, details={"lines": posted})
    return batch


def waiting(batch_id: int, act: Act, *, by: Officer, on: date) -> Batch:
    """Take hold of a batch that waits for its second signature. Raises NoSuchBatch, MayNot, NotWaiting."""
    batch = held(batch_id, act, by=by, on=on)
    if batch.status != BatchStatus.MADE:
        raise NotWaiting(number=batch.pk, status=BatchStatus(batch.status).label)
    return batch


def held(batch_id: int, act: Act, *, by: Officer, on: date) -> Batch:
    """Take hold of a batch until the transaction ends: a second officer waits. Raises NoSuchBatch, MayNot."""
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchBatch(number=batch_id)
    require(by, act, at=batch.place, on=on)
    return batch


def _stale(batch: Batch, on: date) -> int:
    arguments = due_arguments(Month.of(batch.month), batch.place, on, batch.programme)
    return as_sets(STALE, {**arguments, "batch": batch.pk})[0][0]
