"""Send a case back to where its opinion is given, when the opinion it has holds no longer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks, state, words
from doudi.casework.advance import SENT_BACK, enter, show
from doudi.casework.deciding import DeterminationChanged, require_valid
from doudi.casework.models import Case, Pause
from doudi.casework.opinions import FamilyChanged
from doudi.casework.steps import AFTER_OPINION, Step, TermKind
from doudi.kernel.errors import NotNow

MAY_SEND_BACK = (Act.GIVE_OPINION, Act.REVIEW, Act.CONFIRM)


class NoOpinionYet(NotNow):
    """The case waits for its opinion, or was decided: there is nothing to be given again."""

    code = "casework.no_opinion_yet"
    sentence = "办件 {number} 现在是“{step}”，不能退回重新提出意见。"


class OpinionStands(NotNow):
    """What the opinion rests on is as it was."""

    code = "casework.opinion_stands"
    sentence = "初审意见所依据的家庭和测算没有变化，不能退回重新提出意见。"


@transaction.atomic
def send_back(*, case: Case, by: Officer, on: date) -> Case:
    """Send a case back to a new opinion 退回重新提出意见: the family, or what was determined of it, has changed.

    Confirmed is who meets the conditions (minfa-2021-57#21); our reading: the family as it is on that day. The new
    opinion is posted like the first (minfa-2021-57#19). A paused case goes back too, and stays paused. Raises MayNot,
    what `state.require_under_way` raises, NoOpinionYet, OpinionStands, StageMissing, AlreadyHandled.
    """
    permissions.require_any(by, MAY_SEND_BACK, at=case.place, on=on)
    rule = state.rule_of(case)
    state.require_under_way(case, words.said(SENT_BACK), on=on)
    if case.step not in AFTER_OPINION:
        raise NoOpinionYet(number=case.number, step=Step(case.step).label)
    why = _why(case, on)
    state.claim(case)
    before, held = case.step, Pause.objects.filter(term__case=case, until_on=None).order_by("pk").first()
    case.round += 1
    enter(case, rule, Step.OPINION, on=on)
    if held is not None:
        _hold(case, held, on)
    state.note(case, SENT_BACK, from_step=before, by=by, on=on, why=why, cites=rule.stage(Step.OPINION).cites)
    record("casework.sent_back", on=on, subject=case, place=case.place)
    return case


def _hold(case: Case, held: Pause, on: date) -> None:
    """Let the clock that begins stand still as the others do: nobody has resumed the case."""
    for term in clocks.running(case):
        if term.kind == TermKind.STAGE:
            Pause.objects.create(
                term=term, from_on=on, ground=held.ground, reason=held.reason, cites=held.cites,
                paused_by=held.paused_by,
            )  # fmt: skip
    show(case)


def _why(case: Case, on: date) -> str:
    """Say why the last opinion holds no longer. Raises OpinionStands."""
    opinion = case.opinions.select_related("determination").latest("pk")
    try:
        require_valid(opinion.determination, on=on)
    except (FamilyChanged, DeterminationChanged) as changed:
        return str(changed)
    raise OpinionStands
