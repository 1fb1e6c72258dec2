"""The way of a case in the family's words: seven steps at most, whatever the procedure calls its stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from doudi.casework import state
from doudi.casework.advance import SENT_BACK
from doudi.casework.models import Case
from doudi.casework.procedure.terms import Procedure
from doudi.casework.steps import AtLevel, Deed, Step
from doudi.faces.fields import in_chinese

AGAIN: Final = {
    Deed.RAISE_OBJECTION: "有人提出异议，正在重新核实",
    SENT_BACK: "家里的情况有了变化，正在重新审核",
    Deed.HAND_BACK: "确认前还有情况要弄清，正在重新核实",
}
"""Why a part of the way is gone again."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way: its steps, what it is called, and what is said of it while it lies ahead."""

    steps: tuple[Step, ...]
    title: str
    now: str
    note: str = ""


LEGS: Final = (
    Leg((Step.START_SURVEY, Step.SURVEY), "核对收入和财产，入户了解情况", "正在核对收入和财产"),
    Leg((Step.DELIBERATION,), "村里评议", "村里正在评议"),
    Leg((Step.OPINION,), "镇里审核", "镇里正在审核"),
    Leg((Step.POSTING, Step.NOTICE), "在村里公示", "正在村里公示", "只公布姓名、人数、金额"),
    Leg((Step.SUBMISSION, Step.REVIEW), "县里审核", "县里正在审核"),
    Leg((Step.COUNTY_POSTING, Step.COUNTY_NOTICE), "县里公示", "县里正在公示", "只公布姓名、人数、金额"),
    Leg((Step.CONFIRMATION,), "作出决定", "正在等最后决定"),
)
LETTER: Final = Leg((Step.LETTER,), "给您通知书", "已经作出决定，正在制作通知书", "批准的，发到您的一卡通")


def current_leg(case: Case) -> Leg | None:
    """Return the part of the way a case is on; None once it has ended."""
    return next((leg for leg in (*LEGS, LETTER) if case.step in leg.steps), None)


def steps_of(case: Case) -> list[dict[str, Any]]:
    """Return the steps of a case as `ui/steps.html` draws them; reads what `case_page` fetched."""
    rule = state.rule_of(case)
    legs = [leg for leg in LEGS if any(rule.has(step) for step in leg.steps)] + [LETTER]
    first = {
        "title": "收到您的申请", "state": "done", "icon": "check", "word": "已完成",
        "day": in_chinese(case.application.submitted_on), "notes": [f"{in_chinese(case.opened_on)}受理"],
    }  # fmt: skip
    here = current_leg(case)
    place = legs.index(here) if here in legs else len(legs)
    return [first, *(_step(case, rule, leg, order - place) for order, leg in enumerate(legs))]


def _step(case: Case, rule: Procedure, leg: Leg, ahead: int) -> dict[str, Any]:
    title = f"{_decider(rule)}决定" if leg.steps == (Step.CONFIRMATION,) else leg.title
    if ahead > 0:
        ended = case.closed_on is not None
        return {"title": title, "state": "skipped" if ended else "todo", "notes": [leg.note] if leg.note else []}
    if ahead == 0:
        return {"title": title, "state": "now", "notes": [*_why_again(case), "正在办理"]}
    left = _left_on(case, leg)
    if left is None:
        return {"title": title, "state": "skipped", "icon": "minus", "word": "已跳过", "notes": ["这次不需要"]}
    return {"title": title, "state": "done", "icon": "check", "word": "已完成", "day": in_chinese(left), "notes": []}


def _why_again(case: Case) -> list[str]:
    """Say why a part of the way is gone again; what went back last counts."""
    back = [taken.deed for taken in case.steps_taken.all() if taken.deed in AGAIN]
    return [AGAIN[back[-1] if back else Deed.RAISE_OBJECTION]] if case.round else []


def _decider(rule: Procedure) -> str:
    level = rule.stage(Step.CONFIRMATION).level if rule.has(Step.CONFIRMATION) else AtLevel.COUNTY
    return "镇里" if level == AtLevel.TOWNSHIP else "县民政局"


def _left_on(case: Case, leg: Leg) -> date | None:
    """Return the day a case left a part of the way for good; None where it was passed over or never reached."""
    days = [taken.taken_on for taken in case.steps_taken.all() if taken.from_step in leg.steps]
    return days[-1] if days else None
