"""Note on a case that its family has taken the application back: nothing goes on, and an officer closes it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.models import Case
from doudi.casework.services.withdraw import DecidedAlready, NotWithdrawn

TAKEN_BACK = "taken_back"


@transaction.atomic
def note_withdrawal(*, case: Case, on: date) -> Case:
    """Let a case wait for nothing but its closing 申请人撤回. No text we read says who closes it: the officer does.

    Who has looked at it before and acts now is told that it has changed. Raises NotWithdrawn, DecidedAlready,
    AlreadyHandled.
    """
    if case.application.withdrawn_on is None:
        raise NotWithdrawn(number=case.application.number)
    if case.decided_on is not None or case.closed_on is not None:
        raise DecidedAlready(number=case.number)
    state.claim(case)
    case.taken_back = True
    case.save(update_fields=["taken_back"])
    state.note(case, TAKEN_BACK, from_step=case.step, by=None, on=on, why=case.application.withdrawn_reason)
    record("casework.withdrawal_noted", on=on, subject=case, place=case.place)
    return case
