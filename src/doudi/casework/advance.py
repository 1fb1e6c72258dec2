"""Moves a case: to the next stage that is not passed over, past a notice that has ended, or back after an objection."""

from __future__ import annotations

from datetime import date

from doudi.casework import clocks
from doudi.casework.models import Case, Notice, Objection, StepTaken
from doudi.casework.procedure.terms import Limit, Procedure, Return, Since, Skip, Stage
from doudi.casework.steps import NOTICES, AtLevel, Deed, Recommends, Step, TermKind
from doudi.kernel.errors import NotNow

NOTICE_PASSED, SENT_BACK = "notice_passed", "sent_back"
WAYS_BACK = (Deed.RAISE_OBJECTION, SENT_BACK, Deed.HAND_BACK)
"""What makes a case go a part of its way again."""
LEVEL_OF_NOTICE = {Step.NOTICE: AtLevel.TOWNSHIP, Step.COUNTY_NOTICE: AtLevel.COUNTY}
POSTING_OF = {Step.NOTICE: Step.POSTING, Step.COUNTY_NOTICE: Step.COUNTY_POSTING}


class NoticeStillOpen(NotNow):
    """The notice 公示 hangs until the end of a later day."""

    code = "casework.notice_still_open"
    sentence = "公示至 {ends} 才结束，现在还不能办理。"


class ObjectionOpen(NotNow):
    """Somebody objected, and nobody has settled it yet."""

    code = "casework.objection_open"
    sentence = "办件 {number} 有人提出异议，还没有处理。"


def to_next(case: Case, rule: Procedure, *, on: date) -> None:
    """Move to the next stage that is not passed over."""
    for stage in rule.after(Step(case.step)):
        if not is_skipped(case, rule, stage):
            enter(case, rule, stage.step, on=on)
            return


def enter(case: Case, rule: Procedure, step: Step, *, on: date) -> None:
    """Come to stand at a step: its clock starts, the one before ends."""
    clocks.end(case, TermKind.STAGE, on=on)
    case.step = step
    limit = _limit(case, rule, rule.stage(step)) if rule.has(step) and step not in NOTICES else None
    if limit is not None:
        clocks.start(case, TermKind.STAGE, limit, since=_first_day(case, limit, on), step=step)
    show(case)


def show(case: Case, **changed: object) -> None:
    """Write what the case shows: its step, and its limits as its clocks have them."""
    fields = {"step": case.step, "round": case.round, "disputed": case.disputed, **clocks.tell(case), **changed}
    Case.objects.filter(pk=case.pk).update(**fields)
    case.refresh_from_db()


def pass_notice(case: Case, rule: Procedure, *, on: date) -> None:
    """Leave a notice that has ended without an open objection; the next clock starts with its last day.

    Raises NoticeStillOpen, ObjectionOpen.
    """
    step = Step(case.step)
    if case.disputed:
        raise ObjectionOpen(number=case.number)
    notice = last_notice(case, LEVEL_OF_NOTICE[step])
    require_ended(notice, on=on)
    to_next(case, rule, on=notice.ends_on)
    StepTaken.objects.create(
        case=case, deed=NOTICE_PASSED, from_step=step, to_step=case.step, taken_on=notice.ends_on,
        cites=list(rule.stage(step).cites),
    )  # fmt: skip


def require_ended(notice: Notice, *, on: date) -> None:
    """Refuse what may only come after the last day of a notice. Raises NoticeStillOpen."""
    if on <= notice.ends_on:
        raise NoticeStillOpen(ends=notice.ends_on)


def last_notice(case: Case, level: AtLevel) -> Notice:
    """Return the newest notice of a level."""
    return case.notices.filter(at_level=level).latest("pk")


def is_skipped(case: Case, rule: Procedure, stage: Stage) -> bool:
    """Tell whether a stage is passed over for this case."""
    return _already_noticed(case, rule, stage) or any(_holds(case, skip) for skip in stage.skip)


def _already_noticed(case: Case, rule: Procedure, stage: Stage) -> bool:
    """After an objection the text may say that the new opinion goes straight on, without another notice.

    An opinion on a family that has changed, or given again because whoever confirms was not convinced, is another one:
    nobody has read it yet, and it is posted.
    """
    back = case.steps_taken.filter(deed__in=WAYS_BACK).order_by("pk").last()
    if back is not None and back.deed != Deed.RAISE_OBJECTION:
        return False
    for notice, way in rule.objections.items():
        if stage.step in (notice, POSTING_OF.get(notice)) and not way.notice_again:
            return case.notices.filter(at_level=LEVEL_OF_NOTICE[notice]).exists()
    return False


def _holds(case: Case, skip: Skip) -> bool:
    if skip is Skip.UNDISPUTED:
        return not Objection.objects.filter(notice__case=case).exists()
    if skip is Skip.REFUSAL_PROPOSED:
        return case.opinions.latest("pk").recommends == Recommends.REFUSE
    return True


def _limit(case: Case, rule: Procedure, stage: Stage) -> Limit | None:
    """Return the limit of a stage; after an objection, that of the way back, as far as the opinion."""
    back = _way_back(case, rule, stage)
    return back.limit if back is not None and back.limit is not None else stage.limit


def _way_back(case: Case, rule: Procedure, stage: Stage) -> Return | None:
    for notice, back in rule.objections.items():
        again = rule.stages[rule.stages.index(rule.stage(back.back_to[0])) :]
        between = [each.step for each in again if each not in (*rule.after(notice), rule.stage(notice))]
        objected = Objection.objects.filter(notice__case=case, notice__at_level=LEVEL_OF_NOTICE.get(notice, ""))
        if stage.step in between and stage.step not in POSTING_OF.values() and objected.exists():
            return back
    return None


def _first_day(case: Case, limit: Limit, entered: date) -> date:
    match limit.since:
        case Since.APPLICATION:
            return case.application.submitted_on
        case Since.ACCEPTANCE:
            return case.opened_on
        case Since.NOTICE_END:
            return case.notices.latest("pk").ends_on
        case Since.OBJECTION:
            return Objection.objects.filter(notice__case=case).latest("raised_on").raised_on
        case _:
            return entered
