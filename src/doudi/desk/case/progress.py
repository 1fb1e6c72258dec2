"""The way of a case through its procedure, for `ui/timeline.html`: stages from the rule, days from the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from doudi.casework.models import Case, StepTaken
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.drawing import DrawnStage, listed
from doudi.casework.steps import ENDED, Kind, Step
from doudi.desk.case.opened import Opened
from doudi.faces.fields import in_chinese

DONE, NOW, TODO, SKIPPED, RETURNED, STOPPED = "done", "now", "todo", "skipped", "returned", "stopped"
WORDS = {DONE: "已完成", NOW: "当前环节", SKIPPED: "未开展", RETURNED: "退回重办", STOPPED: "已终止", TODO: ""}
ICONS = {DONE: "check", SKIPPED: "minus", RETURNED: "arrow-back-up", STOPPED: "x"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the timeline."""

    title: str
    state: str
    day: str = ""
    notes: tuple[str, ...] = ()

    @property
    def icon(self) -> str:
        """The sign of its state."""
        return ICONS.get(self.state, "")

    @property
    def word(self) -> str:
        """The state in words, for who does not see it."""
        return WORDS[self.state]


def progress(found: Opened) -> list[Mark]:
    """List acceptance, every stage of the rule, the letter and the end."""
    case = found.case
    drawn = listed(found.rule, procedures().packs.sources)
    acceptor = case.application.accepted_by
    first = Mark("受理", DONE, in_chinese(case.opened_on), (str(acceptor),) if acceptor else ())
    return [first, *_stages(case, drawn), *_end(case)]


def _stages(case: Case, drawn: tuple[DrawnStage, ...]) -> Iterator[Mark]:
    taken = list(case.steps_taken.all())
    order = [stage.step for stage in drawn]
    here = order.index(Step(case.step)) if case.step in order else len(order)
    for at, stage in enumerate(drawn):
        left = [each for each in taken if each.from_step == stage.step and each.to_step != stage.step]
        if at == here:
            yield Mark(stage.label, NOW, _due(case.step_due_on), _waiting(case, stage))
        elif at > here:
            yield from _ahead(stage, left)
        elif left:
            last = left[-1]
            yield Mark(stage.label, DONE, in_chinese(last.taken_on), _who(last))
        else:
            yield Mark(stage.label, SKIPPED, "", (f"{WORDS[SKIPPED]}：{stage.skipped}",) if stage.skipped else ())


def _ahead(stage: DrawnStage, left: list[StepTaken]) -> Iterator[Mark]:
    if left:
        last = left[-1]
        yield Mark(stage.label, RETURNED, in_chinese(last.taken_on), _who(last))
        return
    yield Mark(stage.label, TODO, "", tuple(word for word in (stage.by, stage.limit) if word))


def _waiting(case: Case, stage: DrawnStage) -> tuple[str, ...]:
    told = [WORDS[NOW], stage.by, stage.limit]
    if case.taken_back:
        told.append("申请人已撤回")
    if case.paused:
        told.append("已中止计时")
    if case.disputed:
        told.append("有异议未处理")
    return tuple(word for word in told if word)


def _who(step: StepTaken) -> tuple[str, ...]:
    return tuple(word for word in (str(step.by) if step.by else "", step.note) if word)


def _due(day: date | None) -> str:
    return f"限 {day.month}月{day.day}日" if day else ""


def _end(case: Case) -> Iterator[Mark]:
    decisions = list(case.decisions.all())
    if case.step in (Step.WITHDRAWN, Step.TERMINATED):
        yield Mark(Step(case.step).label, STOPPED, in_chinese(case.closed_on) if case.closed_on else "")
        return
    state = NOW if case.step == Step.LETTER else DONE if case.step in ENDED else TODO
    told = tuple(f"{each.get_kind_display()}，{each.by}" for each in decisions[:1])
    letter = next((each.letter for each in decisions[:1] if hasattr(each, "letter")), None)
    yield Mark("制发文书", state, in_chinese(letter.issued_on) if letter else "", told)
    for change in decisions[1:]:
        since = f"从{change.first_month.year}年{change.first_month.month}月起" if change.first_month else ""
        yield Mark(Kind(change.kind).label, DONE, in_chinese(change.made_on), (since, str(change.by)))
