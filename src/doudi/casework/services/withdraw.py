"""Close the cases of an application that its family has withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks, state
from doudi.casework.advance import show
from doudi.casework.models import Case
from doudi.casework.steps import Step, TermKind
from doudi.kernel.errors import NotNow

WITHDRAWN = "withdrawn"


class NotWithdrawn(NotNow):
    """The family has not withdrawn its application."""

    code = "casework.not_withdrawn"
    sentence = "申请 {number} 没有撤回，办件不能撤销。"


class DecidedAlready(NotNow):
    """The case was decided or ended before."""

    code = "casework.decided_already"
    sentence = "办件 {number} 已经作出决定或者办结。"


@transaction.atomic
def withdraw(*, case: Case, by: Officer, on: date) -> Case:
    """Close a case whose application was withdrawn 撤回.

    Raises MayNot, NotWithdrawn, DecidedAlready, AlreadyHandled.
    """
    permissions.require(by, Act.ACCEPT, at=case.place, on=on)
    if case.application.withdrawn_on is None:
        raise NotWithdrawn(number=case.application.number)
    if case.decided_on is not None or case.closed_on is not None:
        raise DecidedAlready(number=case.number)
    state.claim(case)
    before = case.step
    for kind in TermKind:
        clocks.end(case, kind, on=on)
    case.step = Step.WITHDRAWN
    show(case, closed_on=on, taken_back=False)
    state.note(case, WITHDRAWN, from_step=before, by=by, on=on)
    record("casework.withdrawn", on=on, subject=case, place=case.place)
    return case
