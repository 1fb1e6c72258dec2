"""What this officer may do with this case now: the buttons at the foot of the page, the main one last."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from doudi.casework.steps import ENDED, Recommends
from doudi.desk.case.opened import Opened
from doudi.desk.doing import changes, clocks, decisions, ending, letters, notices, opinions, paying, survey
from doudi.desk.doing.deeds import Deed
from doudi.desk.doing.opinions import BINDING
from doudi.desk.doing.standing import stage_now
from doudi.determination.models import Result

CLOSING = "withdraw"
DEEDS = {
    deed.name: deed
    for part in (clocks, ending, notices, survey, opinions, decisions, paying, changes, letters)
    for deed in part.DEEDS
}


def offered(found: Opened) -> dict[str, Any]:
    """Return what the action bar shows: buttons, or the sentence that says whose turn it is."""
    now = [deed for deed in DEEDS.values() if is_offered(deed, found)]
    buttons = [_button(deed, found) for deed in sorted(now, key=lambda deed: deed.is_main)]
    return {"buttons": buttons, "hint": _hint(found, now), "version": found.case.version}


def is_offered(deed: Deed, found: Opened) -> bool:
    """Whether an act is up now for who looks; of what its family took back nothing is left to do but to close it."""
    return deed.offers(found) and (not found.case.taken_back or deed.name == CLOSING)


def _own_turn(found: Opened) -> str:
    """Say what has to come first, where it is this officer's turn and nothing can be done yet."""
    determination = found.determination
    if found.case.paused:
        return "已中止计时，恢复以后才能继续。"
    if found.open_differences:
        return f"还有 {found.open_differences} 项差异没有认定，认定以后重新测算。"
    if determination is None or determination.purpose not in BINDING:
        return "请先在“测算依据”里测算。"
    if determination.status == Result.UNDETERMINED:
        return "测算结果是“还不能判断”，要先补齐“测算依据”里所问的情况。"
    return ""


def _button(deed: Deed, found: Opened) -> dict[str, Any]:
    return {
        "label": deed.label, "kind": "primary" if deed.is_main else deed.kind, "has_page": deed.has_page,
        "href": reverse("desk:do", args=[found.case.number, deed.name]),
    }  # fmt: skip


def _hint_after(found: Opened) -> str:
    """Say what a case that has ended, or was taken back, still waits for."""
    if found.case.taken_back:
        return "申请人已经撤回申请，不再往下办，由受理人员“按撤回办结”。"
    if found.proposal is not None:
        proposed = Recommends(found.proposal.recommends).label
        return f"{found.proposal.by}{proposed}，等待有权确认的人员决定。"
    if found.lacks_payee:
        return "本件已办结，还没有登记收款人和账户。"
    return "本件已办结，有被银行退回的发放，见“发放”。" if found.came_back else f"本件{found.step.label}。"


def _hint(found: Opened, now: list[Deed]) -> str:
    if found.step in ENDED or found.case.taken_back:
        return _hint_after(found)
    if any(deed.is_main for deed in now):
        open_ones = found.open_differences
        return f"还有 {open_ones} 项差异没有认定，认定以前不能提出意见。" if open_ones else ""
    stage = stage_now(found)
    if found.case.disputed:
        return "有异议未处理，处理以前不能继续。"
    if stage is None:
        return f"现在是“{found.step.label}”。"
    if not {post.role for post in found.posts}.isdisjoint(stage.by):
        return _own_turn(found)
    roles = "、".join(role.label for role in stage.by)
    return f"现在是“{stage.step.label}”，由{stage.level.label}{roles}办理。"
