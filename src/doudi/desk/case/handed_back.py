"""What whoever confirms was not convinced of, for those who do it again: until a new opinion answers it."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.casework.steps import ENDED, Deed
from doudi.desk.case.opened import Opened
from doudi.faces.fields import in_chinese

ANSWERED_BY = (Deed.GIVE_OPINION, Deed.REVIEW)


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Who handed the case back on which day, and why."""

    title: str
    reason: str


def handed_back(found: Opened) -> HandedBack | None:
    """Return the last reason, where no opinion was given since; reads what the case page fetched."""
    taken = [each for each in found.case.steps_taken.all() if each.deed in (*ANSWERED_BY, Deed.HAND_BACK)]
    if not taken or taken[-1].deed != Deed.HAND_BACK or found.step in ENDED:
        return None
    last = taken[-1]
    return HandedBack(f"{in_chinese(last.taken_on)}，{last.by}退回重办：", last.note)
