"""Which deed a stage waits for, and which permission it asks."""

from __future__ import annotations

from typing import Final

from doudi.accounts.roles import Act
from doudi.casework.steps import AtLevel, Deed, Step

ENDS: Final[dict[Step, tuple[Deed, ...]]] = {
    Step.START_SURVEY: (Deed.START_SURVEY,),
    Step.SURVEY: (Deed.FINISH_SURVEY,),
    Step.DELIBERATION: (Deed.DELIBERATE,),
    Step.OPINION: (Deed.GIVE_OPINION,),
    Step.POSTING: (Deed.POST_NOTICE,),
    Step.NOTICE: (),
    Step.SUBMISSION: (Deed.SUBMIT,),
    Step.REVIEW: (Deed.REVIEW, Deed.HAND_BACK),
    Step.COUNTY_POSTING: (Deed.POST_NOTICE,),
    Step.COUNTY_NOTICE: (),
    Step.CONFIRMATION: (Deed.CONFIRM, Deed.REFUSE, Deed.HAND_BACK),
    Step.LETTER: (Deed.ISSUE_LETTER,),
    Step.CLOSED: (),
    Step.WITHDRAWN: (),
    Step.TERMINATED: (),
}
"""What brings a case out of each step. A notice ends by itself, on its day."""

_T, _C = AtLevel.TOWNSHIP, AtLevel.COUNTY
ACT_OF_STAGE: Final[dict[tuple[Step, AtLevel], Act]] = {
    (Step.START_SURVEY, _T): Act.INVESTIGATE,
    (Step.SURVEY, _T): Act.INVESTIGATE,
    (Step.DELIBERATION, _T): Act.INVESTIGATE,
    (Step.OPINION, _T): Act.GIVE_OPINION,
    (Step.POSTING, _T): Act.POST_NOTICE,
    (Step.NOTICE, _T): Act.POST_NOTICE,
    (Step.SUBMISSION, _T): Act.GIVE_OPINION,
    (Step.REVIEW, _C): Act.REVIEW,
    (Step.COUNTY_POSTING, _C): Act.REVIEW,
    (Step.COUNTY_NOTICE, _C): Act.REVIEW,
    (Step.CONFIRMATION, _T): Act.CONFIRM,
    (Step.CONFIRMATION, _C): Act.CONFIRM,
}
"""The permission a stage asks of whoever acts in it; a pair that is absent is not possible."""
