"""Record the meeting of the village on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.audit.services.record import record
from doudi.casework import state
from doudi.casework.advance import enter, to_next
from doudi.casework.models import Case, Deliberation
from doudi.casework.procedure.terms import Quorum
from doudi.casework.steps import Deed, Step
from doudi.intake.models import Document
from doudi.kernel.errors import Refused


class TooFewRepresentatives(Refused):
    """Fewer of those present stood for the villagers than the text asks."""

    code = "casework.too_few_representatives"
    sentence = "村（居）民代表 {representatives} 人，不足参加评议 {present} 人的{least}分之{share}，评议不能作数。"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who came, how many stood for the villagers, what was found, and the signed record."""

    present: int
    representatives: int
    conclusion: str
    disputed: bool = False
    paper: Document | None = None


@transaction.atomic
def deliberate(*, case: Case, meeting: Meeting, by: Officer, on: date) -> Deliberation:
    """Record a deliberation 民主评议. Where it was much disputed and the text says so, the survey is made again.

    Raises what `state.require` raises, TooFewRepresentatives.
    """
    standing = state.require(case, Deed.DELIBERATE, by=by, on=on)
    _require_quorum(standing.rule.stage(Step.DELIBERATION).quorum, meeting)
    held = Deliberation.objects.create(
        case=case, held_on=on, present=meeting.present, representatives=meeting.representatives,
        conclusion=meeting.conclusion, disputed=meeting.disputed, record=meeting.paper, recorded_by=by,
    )  # fmt: skip
    before = case.step
    back = standing.rule.objections.get(Step.DELIBERATION)
    if meeting.disputed and back is not None:
        case.round += 1
        enter(case, standing.rule, back.back_to[0], on=on)
    elif before == Step.DELIBERATION:
        to_next(case, standing.rule, on=on)
    state.note(case, Deed.DELIBERATE, from_step=before, by=by, on=on, cites=standing.stage.cites)
    record("casework.deliberated", on=on, subject=held, place=case.place)
    return held


def _require_quorum(quorum: Quorum | None, meeting: Meeting) -> None:
    if quorum is not None and meeting.representatives * quorum.of < meeting.present * quorum.share:
        raise TooFewRepresentatives(
            representatives=meeting.representatives, present=meeting.present, least=quorum.of, share=quorum.share
        )
