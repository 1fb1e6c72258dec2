"""Record that somebody objects to a notice."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import LEVEL_OF_NOTICE, enter, last_notice, show
from doudi.casework.models import Case, Objection
from doudi.casework.procedure.terms import Return
from doudi.casework.steps import NOTICES, Deed, Step
from doudi.kernel.errors import NotNow, Refused


class NothingPosted(NotNow):
    """There is no notice to object to."""

    code = "casework.nothing_posted"
    sentence = "办件 {number} 现在是“{step}”，没有在公示，不能登记异议。"


class NoWayBack(Refused):
    """The text does not let the case go back there."""

    code = "casework.no_way_back"
    sentence = "有异议时应退到{steps}，不能退到“{step}”。"


@transaction.atomic
def raise_objection(
    *, case: Case, text: str, by: Officer, on: date, by_name: str = "", back_to: Step | None = None
) -> Objection:
    """Record an objection 异议; the case goes back as its text says, and waits until somebody settles the objection.

    Raises MayNot, WrongRole, CaseEnded, CasePaused, NothingPosted, NoWayBack, AlreadyHandled.
    """
    rule = state.rule_of(case)
    state.require_open(case, Deed.RAISE_OBJECTION.label, on=on)
    if case.step not in NOTICES:
        raise NothingPosted(number=case.number, step=Step(case.step).label)
    stage = rule.stage(Step(case.step))
    state.require_post(case, stage, Deed.RAISE_OBJECTION, by=by, on=on)
    state.claim(case)
    notice = last_notice(case, LEVEL_OF_NOTICE[Step(case.step)])
    objection = Objection.objects.create(notice=notice, raised_on=on, by_name=by_name, text=text, recorded_by=by)
    before, back = case.step, rule.objections.get(Step(case.step))
    case.disputed = True
    if back is None:
        show(case)
    else:
        case.round += 1
        enter(case, rule, _target(back, back_to), on=on)
    cites = back.cites if back else stage.cites
    state.note(case, Deed.RAISE_OBJECTION, from_step=before, by=by, on=on, cites=cites)
    record("casework.objection_raised", on=on, subject=objection, place=case.place)
    return objection


def _target(back: Return, chosen: Step | None) -> Step:
    if chosen is not None and chosen not in back.back_to:
        raise NoWayBack(steps="、".join(step.label for step in back.back_to), step=chosen.label)
    return chosen or back.back_to[0]
