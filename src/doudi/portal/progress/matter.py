"""What one page of progress says: the headline, the latest day, what the family has to do, and what came out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.casework.models import Case, Decision, Letter
from doudi.casework.queries import case_page
from doudi.casework.steps import Kind, Step
from doudi.determination.queries import outcome_for_people
from doudi.faces import explanation
from doudi.faces.badges import Badge, due_badge
from doudi.faces.fields import in_chinese
from doudi.faces.reasons import plain_reasons
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.money import show_yuan
from doudi.portal.progress.money import Money, money_of
from doudi.portal.progress.words import current_leg, steps_of
from doudi.standards import lawbook

ENDING = (Kind.SUSPEND, Kind.STOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One case as the family sees it. Result, reasons and remedy are there once its letter was issued."""

    case: Case
    programme: str
    person: str
    headline: str
    lead: str
    tone: str
    badge: Badge | None
    steps: list[dict[str, Any]]
    letter: Letter | None
    told: Mapping[str, Any]
    reasons: list[str]
    tree: Mapping[str, Any] | None
    total: str
    money: Money | None


def cases_shown(application: Application, family: list[FamilyMember], on: date) -> list[Shown]:
    """Return the cases of an application, in the order they were opened."""
    numbers = Case.objects.filter(application=application).order_by("pk").values_list("number", flat=True)
    pages = [page for number in numbers if (page := case_page(number)) is not None]
    return [_shown(case, family, on) for case in pages]


def _shown(case: Case, family: list[FamilyMember], on: date) -> Shown:
    decision, letter = _told(case)
    outcome = outcome_for_people(decision.determination, family) if decision and letter else None
    headline, lead, tone = _standing(case, decision if letter else None)
    told = json.loads(letter.content) if letter else {}
    open_ = case.closed_on is None and not case.taken_back
    return Shown(
        case=case, programme=programme_label(case.programme, case.opened_on),
        person=case.member.name if case.member else "", headline=headline, lead=lead, tone=tone,
        badge=due_badge(case.due_on, on=on) if open_ and case.due_on else None, steps=steps_of(case), letter=letter,
        told=told, reasons=_reasons(decision, told, outcome) if decision else [],
        tree=explanation.concise(outcome["explanation"]) if outcome and not _ends(decision) else None,
        total=_total(decision) if decision and letter else "", money=money_of(case, on) if letter else None,
    )  # fmt: skip


def _ends(decision: Decision | None) -> bool:
    """Whether a decision takes away what was granted: then its own reasons count, and not how an amount came about."""
    return decision is not None and decision.kind in ENDING


def _reasons(decision: Decision, told: Mapping[str, Any], outcome: Mapping[str, Any] | None) -> list[str]:
    """Say why: what the letter of a change says, and how the amount came about."""
    own = [each["text"] for each in told["reasons"]] if decision.kind in (*ENDING, Kind.ADJUST) else []
    return own if _ends(decision) or outcome is None else [*own, *plain_reasons(outcome)]


def _told(case: Case) -> tuple[Decision | None, Letter | None]:
    """Return the newest decision that was told by a letter; nothing is told before."""
    for decision in reversed(case.decisions.all()):
        letter = getattr(decision, "letter", None)
        if letter is not None:
            return decision, letter
    return None, None


def _standing(case: Case, decision: Decision | None) -> tuple[str, str, str]:
    """Return headline, what to know, and tone."""
    if decision is not None:
        return _decided(decision)
    if case.taken_back:
        return "您已经撤回，等工作人员办结", "已经停下来，不再往下办。办结以后这里会写明。您不用做什么。", "mute"
    if case.step == Step.WITHDRAWN:
        return "您已经撤回", "这件已经停止办理。需要时可以重新申请。", "mute"
    if case.step in (Step.TERMINATED, Step.CLOSED):
        return "已经停止办理", "有疑问请打电话问经办的乡镇（街道）。", "mute"
    leg = current_leg(case)
    return leg.now if leg else "正在办理", _by_when(case), ""


def _decided(decision: Decision) -> tuple[str, str, str]:
    month = decision.first_month
    since = f"从{month.year}年{month.month}月起" if month else ""
    match decision.kind:
        case Kind.GRANT:
            return f"批准了，每月 {show_yuan(decision.amount_fen or 0)}", f"{since}发到您的一卡通。", "ok"
        case Kind.REFUSE:
            return "这次没有批准", "原因和不同意时可以怎么做，写在下面。", "mute"
        case Kind.ADJUST:
            return f"改为每月 {show_yuan(decision.amount_fen or 0)}", f"{since}按新的数发。", "ok"
        case Kind.SUSPEND:
            return "停发", f"{since}停发。原因写在下面。", "warn"
        case _:
            return "待遇终止", f"{since}不再发。原因写在下面。", "mute"


def _by_when(case: Case) -> str:
    if case.paused:
        return "计时已经中止。恢复以后，这里会写最晚哪天有结果。"
    if case.due_on is None:
        return "这个地方的规定没有写总的期限。现在您不用做什么。"
    unsure = "（暂定，放假安排公布后可能变）" if case.provisional else ""
    return f"最晚 {in_chinese(case.due_on)}{unsure}有结果。现在您不用做什么。"


def _total(decision: Decision) -> str:
    return show_yuan(decision.amount_fen) if decision.amount_fen is not None else ""


def programme_label(programme: str, on: date) -> str:
    """Say a programme as it was called on a day."""
    labels = [each.label for each in lawbook.packs().programmes if each.id == programme and each.covers(on)]
    return labels[0] if labels else programme
