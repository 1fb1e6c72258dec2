"""Hand a case back: whoever reviews or confirms it is not convinced by the opinion it came with."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import enter
from doudi.casework.deciding import SamePerson
from doudi.casework.models import Case
from doudi.casework.procedure.terms import Procedure
from doudi.casework.steps import HANDED_BACK_TO, Deed, Step
from doudi.kernel.errors import Refused

LONGEST_REASON = 500


class ReasonMissing(Refused):
    """Whoever is to do it again has to be told what is wrong."""

    code = "casework.hand_back_reason"
    sentence = "“退回理由”须写明哪里不清楚、要再查什么，最多 {most} 字。"


class NotBackThere(Refused):
    """The case cannot be handed back to that step."""

    code = "casework.not_back_there"
    sentence = "“退回到”应从这里面选：{steps}。"


def steps_back(rule: Procedure, step: Step) -> tuple[Step, ...]:
    """List the steps before one to which a case can be handed back, the last of them first."""
    later = {stage.step for stage in rule.after(step)} | {step}
    return tuple(back for back in HANDED_BACK_TO if rule.has(back) and back not in later)


@transaction.atomic
def hand_back(*, case: Case, to: Step, reason: str, by: Officer, on: date) -> Case:
    """Hand a case back 退回重办 to a new opinion, or to a new survey, with what is wrong with the one it has.

    The whole file is examined before it is confirmed (minfa-2021-57#20, minfa-2021-43#16), and nobody is taken in
    without a survey and a confirmation (minfa-2021-57#28); who is not convinced can do neither, and no text says what
    then. Our reading: the stages before are done again. No text stops the whole limit for it: it runs on. Raises what
    `state.require` raises, SamePerson, NotBackThere, ReasonMissing.
    """
    standing = state.require(case, Deed.HAND_BACK, by=by, on=on)
    before, why = Step(case.step), reason.strip()
    if before is Step.CONFIRMATION and case.opinions.filter(by=by).exists():
        raise SamePerson
    allowed = steps_back(standing.rule, before)
    if to not in allowed:
        raise NotBackThere(steps="、".join(step.label for step in allowed))
    if not why or len(why) > LONGEST_REASON:
        raise ReasonMissing(most=LONGEST_REASON)
    case.round += 1
    enter(case, standing.rule, to, on=on)
    state.note(case, Deed.HAND_BACK, from_step=before, by=by, on=on, cites=standing.stage.cites, why=why)
    record("casework.handed_back", on=on, subject=case, place=case.place)
    return case
