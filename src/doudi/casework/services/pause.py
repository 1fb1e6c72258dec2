"""Stop the clocks of a case, by a rule that allows it."""

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
from doudi.casework.steps import NOTICES, TermKind
from doudi.kernel.errors import NotAllowed, NotNow

PAUSED = "paused"


class NoRuleToPause(NotAllowed):
    """No text lets the clock of this case stand still for this."""

    code = "casework.no_rule_to_pause"
    sentence = "《{procedure}》没有规定可以因“{ground}”中止计时。"


class NothingRuns(NotNow):
    """No clock of the case is running."""

    code = "casework.nothing_runs"
    sentence = "办件 {number} 没有正在计算的时限。"


@transaction.atomic
def pause(*, case: Case, ground: str, reason: str, by: Officer, on: date) -> list[Pause]:
    """Stop the running clocks 中止计时 from a day on; that of a notice goes on.

    Raises MayNot, CaseEnded, CasePaused, BeforeLastStep, NoRuleToPause, NothingRuns, AlreadyHandled.
    """
    rule = state.rule_of(case)
    permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    state.require_open(case, "中止计时", on=on)
    allowed = rule.pauses.get(ground)
    if allowed is None:
        raise NoRuleToPause(procedure=rule.label, ground=ground)
    state.claim(case)
    terms = [term for term in clocks.running(case) if term.step not in NOTICES and term.kind != TermKind.TELLING]
    if not terms:
        raise NothingRuns(number=case.number)
    pauses = [
        Pause.objects.create(
            term=term, from_on=on, ground=ground, reason=reason, cites=list(allowed.cites), paused_by=by
        )
        for term in terms
    ]
    show(case)
    state.note(case, PAUSED, from_step=case.step, by=by, on=on, cites=allowed.cites, why=reason)
    record("casework.paused", on=on, subject=case, place=case.place)
    return pauses
