"""Extend the whole limit of a case."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks, state
from doudi.casework.advance import show
from doudi.casework.models import Case, Extension
from doudi.casework.procedure.terms import Longer
from doudi.casework.services.withdraw import DecidedAlready
from doudi.casework.steps import TermKind
from doudi.kernel.errors import NotAllowed, NotNow, Refused

EXTENDED, EXTENDED_LABEL = "extended", "延长时限"


class NoRuleToExtend(NotAllowed):
    """No text lets this case take longer."""

    code = "casework.no_rule_to_extend"
    sentence = "《{procedure}》没有规定可以延长时限。"


class AlreadyExtended(NotNow):
    """The limit was extended before."""

    code = "casework.already_extended"
    sentence = "办件 {number} 的时限已经延长过一次。"


class LimitOver(NotNow):
    """The limit is over: what has ended cannot be extended."""

    code = "casework.limit_over"
    sentence = "时限已于 {due} 届满，不能再延长。"


class GroundUnknown(Refused):
    """The text lists the grounds, and this is none of them."""

    code = "casework.ground_unknown"
    sentence = "“{ground}”不是可以延长的情形，可用：{grounds}。"


@transaction.atomic
def extend(*, case: Case, reason: str, by: Officer, on: date, ground: str = "") -> Extension:
    """Extend the whole limit 延长, once, before it is over; whoever may confirm decides. minfa-2021-57#22.

    `ground` is one of the procedure's, where it lists them. Raises MayNot, CaseEnded, TakenBack, BeforeLastStep,
    DecidedAlready, NoRuleToExtend, AlreadyExtended, LimitOver, GroundUnknown, AlreadyHandled.
    """
    rule = state.rule_of(case)
    permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    state.require_under_way(case, EXTENDED_LABEL, on=on)
    if case.decided_on is not None:
        raise DecidedAlready(number=case.number)
    longer = rule.whole.longer if rule.whole is not None else None
    if longer is None:
        raise NoRuleToExtend(procedure=rule.label)
    _require_ground(longer, ground)
    term = case.terms.get(kind=TermKind.WHOLE, ended_on=None)
    if Extension.objects.filter(term=term).exists():
        raise AlreadyExtended(number=case.number)
    if on > term.due_on:
        raise LimitOver(due=term.due_on)
    state.claim(case)
    extension = Extension.objects.create(
        term=term, days_before=term.days, days=longer.days, ground=ground, reason=reason, cites=list(longer.cites),
        by=by, extended_on=on,
    )  # fmt: skip
    term.days = longer.days
    clocks.count_again(term, clocks.calendar())
    show(case)
    state.note(case, EXTENDED, from_step=case.step, by=by, on=on, cites=longer.cites, why=reason)
    record("casework.extended", on=on, subject=case, place=case.place)
    return extension


def _require_ground(longer: Longer, ground: str) -> None:
    if longer.grounds and ground not in longer.grounds:
        raise GroundUnknown(ground=ground or "（空）", grounds="、".join(longer.grounds.values()))
