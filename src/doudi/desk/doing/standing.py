"""Whether a stage waits for who looks; the acts ask the same again, and refuse."""

from __future__ import annotations

from doudi.accounts.roles import Act
from doudi.casework.procedure.acts import ACT_OF_STAGE, ENDS
from doudi.casework.procedure.terms import Skip, Stage
from doudi.casework.steps import ENDED, NOTICES, Deed, Step
from doudi.desk.case.opened import Opened


def stage_now(found: Opened) -> Stage | None:
    """Return the stage that waits: where the case stands, or what follows a notice that is over; None where none is."""
    step = found.step
    if step in NOTICES and _is_over(found):
        following = found.rule.after(step)
        return following[0] if following else None
    return found.rule.stage(step) if found.rule.has(step) else None


def _is_over(found: Opened) -> bool:
    case = found.case
    return not case.disputed and case.step_due_on is not None and case.step_due_on < found.on


def may_end(found: Opened, deed: Deed) -> bool:
    """Whether a deed would end the stage that waits, and a post of who looks allows it."""
    stage = stage_now(found)
    if stage is None or found.case.paused or deed not in ENDS[stage.step]:
        return False
    act = ACT_OF_STAGE.get((stage.step, stage.level))
    roles = {post.role for post in found.posts}
    return act is not None and found.allows(act) and not roles.isdisjoint(stage.by)


def may_deliberate(found: Opened) -> bool:
    """Whether a deliberation may be recorded: its stage waits, or it is held when asked for while the opinion waits."""
    if may_end(found, Deed.DELIBERATE):
        return True
    has = found.rule.has(Step.DELIBERATION)
    asked_for = has and Skip.ASKED_FOR in found.rule.stage(Step.DELIBERATION).skip
    return asked_for and found.step == Step.OPINION and found.allows(Act.INVESTIGATE) and not found.case.paused


def is_open(found: Opened) -> bool:
    """Whether the case has not ended."""
    return found.step not in ENDED
