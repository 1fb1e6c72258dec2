"""Whether an act may be done to a case now: its step, its person, its papers, its notice. Each refusal has a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from doudi.accounts import permissions
from doudi.accounts.models import Officer, Post
from doudi.casework.advance import pass_notice
from doudi.casework.attachments import missing_papers
from doudi.casework.models import Case, StepTaken
from doudi.casework.procedure.acts import ACT_OF_STAGE, ENDS
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Procedure, Skip, Stage
from doudi.casework.steps import ENDED, NOTICES, Deed, Step
from doudi.kernel.divisions import lies_in
from doudi.kernel.errors import NotAllowed, NotNow, Refused

STEPS_OF = {deed: tuple(step for step, deeds in ENDS.items() if deed in deeds) for deed in Deed}


class CaseEnded(NotNow):
    """The case is closed; nothing more is done to it on the main line."""

    code = "casework.case_ended"
    sentence = "办件 {number} {step}，不能再“{deed}”。"


class WrongStep(NotNow):
    """The case waits for something else."""

    code = "casework.wrong_step"
    sentence = "办件 {number} 现在是“{step}”，还不能“{deed}”。"


class WrongRole(NotAllowed):
    """The stage is handled by somebody else."""

    code = "casework.wrong_role"
    sentence = "“{step}”由{roles}办理，您目前的岗位不能“{deed}”。"


class PaperMissing(NotNow):
    """A paper that the procedure asks for is not there yet."""

    code = "casework.paper_missing"
    sentence = "还缺少{papers}，不能“{deed}”。"


class CasePaused(NotNow):
    """The clock stands still; it has to be resumed first."""

    code = "casework.paused"
    sentence = "办件 {number} 已中止计时，请先恢复，再“{deed}”。"


class TakenBack(NotNow):
    """The family has taken its application back; the case is only closed."""

    code = "casework.taken_back"
    sentence = "申请人已经撤回申请，办件 {number} 不能“{deed}”，由受理人员“按撤回办结”。"


class AlreadyHandled(NotNow):
    """Another officer changed the case after this one had looked at it."""

    code = "casework.already_handled"
    sentence = "另一位工作人员已经办理了 {number}，请刷新后再看。"


class BeforeLastStep(Refused):
    """The day lies before the last thing that was done to the case."""

    code = "casework.before_last_step"
    sentence = "日期 {day} 早于上一步的办理日期 {last}。"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands for an act: its rule, the stage, and the post of whoever acts."""

    rule: Procedure
    stage: Stage
    post: Post


def rule_of(case: Case) -> Procedure:
    """Return the procedure a case follows. Raises ProcedureUnknown."""
    return procedures().by_id(case.procedure)


def require(case: Case, deed: Deed, *, by: Officer, on: date) -> Standing:
    """Return the standing of a case for an act that ends a stage; a notice that has ended is passed on the way.

    Raises MayNot, WrongRole, CaseEnded, TakenBack, WrongStep, CasePaused, BeforeLastStep, NoticeStillOpen,
    ObjectionOpen, PaperMissing, AlreadyHandled, StageMissing.
    """
    rule = rule_of(case)
    stage = _stage_for(case, rule, deed)
    post = require_post(case, stage, deed, by=by, on=on)
    require_open(case, deed.label, on=on)
    if case.step in NOTICES and deed in ENDS[_following(case, rule).step]:
        claim(case)
        pass_notice(case, rule, on=on)
    if deed not in ENDS[Step(case.step)] and not _is_asked_for(case, rule, deed):
        raise WrongStep(number=case.number, step=Step(case.step).label, deed=deed.label)
    papers = [] if deed is Deed.HAND_BACK else missing_papers(case, stage, on=on)
    if papers:
        raise PaperMissing(papers="、".join(papers), deed=deed.label)
    claim(case)
    return Standing(rule, stage, post)


def require_open(case: Case, what: str, *, on: date) -> None:
    """Refuse what comes after the end, after it was taken back, during a pause, or before the last step."""
    _require_going_on(case, what)
    if case.paused:
        raise CasePaused(number=case.number, deed=what)
    _require_in_order(case, on)


def require_under_way(case: Case, what: str, *, on: date) -> None:
    """Refuse the same for what a pause does not hinder."""
    _require_going_on(case, what)
    _require_in_order(case, on)


def _require_going_on(case: Case, what: str) -> None:
    if case.step in ENDED:
        raise CaseEnded(number=case.number, step=Step(case.step).label, deed=what)
    if case.taken_back:
        raise TakenBack(number=case.number, deed=what)


def _require_in_order(case: Case, on: date) -> None:
    last = case.steps_taken.order_by("-pk").values_list("taken_on", flat=True).first()
    if last is not None and on < last:
        raise BeforeLastStep(day=on, last=last)


def require_post(case: Case, stage: Stage, deed: Deed, *, by: Officer, on: date) -> Post:
    """Return the post by which an officer acts in a stage. Raises MayNot, WrongRole."""
    permissions.require(by, ACT_OF_STAGE[stage.step, stage.level], at=case.place, on=on)
    for post in permissions.posts_of(by, on):
        if post.role in stage.by and lies_in(case.place, post.office.place):
            return post
    roles = "、".join(role.label for role in stage.by)
    raise WrongRole(step=stage.step.label, roles=roles, deed=deed.label)


def claim(case: Case) -> None:
    """Take the case for this transaction: of two officers who saw the same version one wins. Raises AlreadyHandled."""
    won = Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1)
    if not won:
        raise AlreadyHandled(number=case.number)
    case.version += 1


def note(
    case: Case, deed: str, *, from_step: str, by: Officer | None, on: date, cites: tuple[str, ...] = (), why: str = ""
) -> StepTaken:
    """Add a line to the history: where the case came from, and where it stands now."""
    return StepTaken.objects.create(
        case=case, deed=deed, from_step=from_step, to_step=case.step, by=by, taken_on=on, note=why, cites=list(cites)
    )


def _stage_for(case: Case, rule: Procedure, deed: Deed) -> Stage:
    """Return the stage an act belongs to: where the case stands, what follows its notice, else the first that fits."""
    steps = [step for step in STEPS_OF[deed] if rule.has(step)]
    here = Step(case.step)
    waiting = (here, _following(case, rule).step) if here in NOTICES else (here,)
    for step in steps:
        if step in waiting:
            return rule.stage(step)
    return rule.stage(steps[0] if steps else STEPS_OF[deed][0])


def _following(case: Case, rule: Procedure) -> Stage:
    return rule.after(Step(case.step))[0]


def _is_asked_for(case: Case, rule: Procedure, deed: Deed) -> bool:
    """A deliberation that is held only when asked for may be held while the opinion is waited for."""
    optional = rule.has(Step.DELIBERATION) and Skip.ASKED_FOR in rule.stage(Step.DELIBERATION).skip
    return deed is Deed.DELIBERATE and optional and case.step == Step.OPINION
