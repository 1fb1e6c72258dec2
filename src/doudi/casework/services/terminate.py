"""End a case whose family will not cooperate, or of whose family nobody is left."""

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
from doudi.intake.models import FamilyMember
from doudi.kernel.errors import NotAllowed, NotNow
from doudi.registry.queries import records_of

TERMINATED, NOBODY_LEFT = "terminated", "nobody_left"


class NoRuleToTerminate(NotAllowed):
    """No text lets this case be ended without a decision for this ground."""

    code = "casework.no_rule_to_terminate"
    sentence = "《{procedure}》没有规定可以因“{ground}”终止办理。"


class SomebodyLives(NotNow):
    """Somebody of the family is alive, as far as the registry knows."""

    code = "casework.somebody_lives"
    sentence = "申请的人还在世，不能因“{ground}”终止办理；已经去世的，请先登记死亡。"


@transaction.atomic
def terminate(*, case: Case, ground: str, reason: str, by: Officer, on: date) -> Case:
    """End a case without a decision 终止审核确认程序, on a ground of its text. minfa-2021-57#29.

    Where everybody the case is about has died, that is the ground: there is nobody left who applies (our reading).
    Raises MayNot, CaseEnded, TakenBack, BeforeLastStep, DecidedAlready, NoRuleToTerminate,
    SomebodyLives, AlreadyHandled.
    """
    rule = state.rule_of(case)
    permissions.require(by, Act.CONFIRM, at=case.place, on=on)
    state.require_under_way(case, "终止办理", on=on)
    if case.decided_on is not None:
        raise DecidedAlready(number=case.number)
    allowed = rule.terminations.get(ground)
    if allowed is None:
        raise NoRuleToTerminate(procedure=rule.label, ground=ground)
    if ground == NOBODY_LEFT and not is_nobody_left(case, on=on):
        raise SomebodyLives(ground=allowed.label)
    state.claim(case)
    before = case.step
    for kind in TermKind:
        clocks.end(case, kind, on=on)
    case.step = Step.TERMINATED
    show(case, closed_on=on)
    state.note(case, TERMINATED, from_step=before, by=by, on=on, cites=allowed.cites, why=reason)
    record("casework.terminated", on=on, subject=case, place=case.place)
    return case


def is_nobody_left(case: Case, *, on: date) -> bool:
    """Tell whether everybody of the family, or whom the case is about, has died by a day, as the registry knows."""
    about = {"pk": case.member_id} if case.member_id is not None else {"application": case.application_id}
    persons = list(FamilyMember.objects.filter(**about).values_list("person", flat=True))
    known = records_of([person for person in persons if person is not None], on=on)
    died = {person for person, record in known.items() if record.died_on is not None and record.died_on <= on}
    return bool(persons) and set(persons) <= died
