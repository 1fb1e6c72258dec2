"""Let the clocks of a case go on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks, state
from doudi.casework.advance import show
from doudi.casework.models import Case, Pause
from doudi.kernel.errors import NotNow, Refused

RESUMED = "resumed"


class NotPaused(NotNow):
    """No clock stands still."""

    code = "casework.not_paused"
    sentence = "办件 {number} 没有中止计时。"


class ResumedBeforePaused(Refused):
    """The day lies before the day the clock was stopped."""

    code = "casework.resumed_before_paused"
    sentence = "恢复日期 {day} 早于中止日期 {since}。"


@transaction.atomic
def resume(*, case: Case, by: Officer, on: date) -> Case:
    """Let the clocks go on 恢复计时; the days they stood still are added.

    Raises MayNot, NotPaused, ResumedBeforePaused, CaseEnded, TakenBack, BeforeLastStep, AlreadyHandled.
    """
    permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    open_pauses = list(Pause.objects.filter(term__case=case, until_on=None).select_related("term").order_by("pk"))
    if not open_pauses:
        raise NotPaused(number=case.number)
    if on < open_pauses[0].from_on:
        raise ResumedBeforePaused(day=on, since=open_pauses[0].from_on)
    state.require_under_way(case, "恢复计时", on=on)
    state.claim(case)
    known = clocks.calendar()
    for pause in open_pauses:
        pause.until_on, pause.resumed_by = on, by
        pause.save(update_fields=["until_on", "resumed_by"])
        clocks.count_again(pause.term, known)
    show(case)
    state.note(case, RESUMED, from_step=case.step, by=by, on=on)
    record("casework.resumed", on=on, subject=case, place=case.place)
    return case
