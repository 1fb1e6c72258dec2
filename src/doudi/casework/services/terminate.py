"""End a case whose family will not cooperate."""

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
from doudi.casework.services.withdraw import DecidedAlready
from doudi.casework.steps import Step, TermKind
from doudi.kernel.errors import NotAllowed

TERMINATED = "terminated"


class NoRuleToTerminate(NotAllowed):
    """No text lets this case be ended without a decision for this ground."""

    code = "casework.no_rule_to_terminate"
    sentence = "《{procedure}》没有规定可以因“{ground}”终止办理。"


@transaction.atomic
def terminate(*, case: Case, ground: str, reason: str, by: Officer, on: date) -> Case:
    """End a case without a decision 终止审核确认程序, on a ground of its text. minfa-2021-57#29.

    Raises MayNot, CaseEnded, TakenBack, BeforeLastStep, DecidedAlready, NoRuleToTerminate, AlreadyHandled.
    """
    rule = state.rule_of(case)
    permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    state.require_under_way(case, "终止办理", on=on)
    if case.decided_on is not None:
        raise DecidedAlready(number=case.number)
    allowed = rule.terminations.get(ground)
    if allowed is None:
        raise NoRuleToTerminate(procedure=rule.label, ground=ground)
    state.claim(case)
    before = case.step
    for kind in TermKind:
        clocks.end(case, kind, on=on)
    case.step = Step.TERMINATED
    show(case, closed_on=on)
    state.note(case, TERMINATED, from_step=before, by=by, on=on, cites=allowed.cites, why=reason)
    record("casework.terminated", on=on, subject=case, place=case.place)
    return case
