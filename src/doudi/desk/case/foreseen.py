"""暂估: what would come out by what was declared and by what was found, and which differences matter by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doudi.desk.case.opened import Opened
from doudi.faces.tables import Cell, table, text
from doudi.flows.provisional import Provisional, provisional
from doudi.kernel.money import show_yuan
from doudi.standards import lawbook

OUTCOME_COLUMNS = ("项目", "按申报", "按查到", "变化")
FLAG_COLUMNS = ("对谁", "差异", "规定", "依据", "事项")
TITLE = "暂估，不是决定。"
NOTE = "没有认定的差异，暂按查到的计算；只有认定了的才用于测算和决定。"
NO_FLAG = "没有影响测算结果的差异。"
NO_OUTCOME = "没有涉及的项目。"
WHY_NOT = "现在不能暂估：{why}"
FLAGS_TITLE = "有影响的差异"
CHANGES, SAME, HOUSEHOLD = "有变化", "不变", "全家"


def foreseen(found: Opened) -> dict[str, Any] | None:
    """Return what the tab shows of it; None as long as nobody but the family has told anything."""
    rows = found.differences
    if not found.died and all(row.found is None and row.seen is None for row in rows):
        return None
    told: Provisional = provisional(
        application=found.case.application, family=found.members, living=found.living, rows=rows, on=found.on
    )
    return drawn(told.told or {"why_not": told.why_not}, names_of(found))


def names_of(found: Opened) -> dict[str, str]:
    """Return the names of the members by the keys of the application."""
    return {member.key: member.name for member in found.members}


def drawn(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Draw a provisional evaluation, of now or as a report keeps it."""
    said = worded(told, names)
    return {
        "note": said["note"].removeprefix(TITLE), "title": TITLE,
        "outcomes": table("各项目的暂估结果", OUTCOME_COLUMNS, _cells(said["outcomes"]), empty=NO_OUTCOME),
        "flags": table(FLAGS_TITLE, FLAG_COLUMNS, _cells(said["flags"]), empty=NO_FLAG),
        "can_be_said": said["can_be_said"],
    }  # fmt: skip


def worded(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Say a provisional evaluation in rows of words, for the page and for the printed report."""
    if "why_not" in told:
        return {"note": WHY_NOT.format(why=told["why_not"]), "outcomes": [], "flags": [], "can_be_said": False}
    return {
        "note": f"{TITLE}{NOTE}", "can_be_said": True,
        "outcomes": [_outcome(each, names) for each in told["outcomes"]],
        "flags": [_flag(each, names) for each in told["differences"]],
    }  # fmt: skip


def _outcome(each: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    whom = f"（{names.get(each['person'], each['person'])}）" if each["person"] else ""
    both = (_standing(each[side], each["period"]) for side in ("declared", "found"))
    return [f"{each['label']}{whom}", *both, CHANGES if each["changes"] else SAME]


def _standing(told: Mapping[str, Any], period: str) -> str:
    amount = told["amount_fen"]
    return told["status_label"] if amount is None else f"{told['status_label']}，{period} {show_yuan(amount)}"


def _flag(flag: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    how = "；".join(flag["formulas"])
    of = f"（{'、'.join(flag['programmes'])}）" if flag["programmes"] else ""
    return [
        names.get(flag["person"], "") if flag["person"] else HOUSEHOLD, flag["plainly"],
        f"{flag['label']}{of}：{how}" if how else f"{flag['label']}{of}", "、".join(flag["articles"]),
        _facts(flag["facts"], names),
    ]  # fmt: skip


def _facts(facts: Sequence[Sequence[str | None]], names: Mapping[str, str]) -> str:
    known = lawbook.packs().facts.by_name
    said = [(known[name].label if name in known else name, who) for name, who in facts if name is not None]
    return "、".join(f"{names.get(who, '')}{label}" if who else label for label, who in said)


def _cells(rows: Sequence[Sequence[str]]) -> list[list[Cell]]:
    return [[text(cell or "—") for cell in row] for row in rows]
