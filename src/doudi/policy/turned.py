"""What would turn a refusal, in words and as JSON: what would have to be how, and what that would lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from doudi.policy.assessment import Assessment, Outcome, Status
from doudi.policy.changes import Change, Turn, Way
from doudi.policy.faces import Face, Faces
from doudi.policy.turning import turns
from doudi.policy.types import Kind

A_YUAN: Final = 100
QUOTED: Final = frozenset({Kind.BOOL, Kind.CHOICE})
LEADS_TO: Final = {
    Status.ELIGIBLE: "，其他情况不变，就符合{label}的条件",
    Status.UNDETERMINED: "，其他情况不变，就不再因此不符合{label}的条件，但还要看尚未知道的情况",
}


def turns_as_json(assessment: Assessment, outcome: Outcome, faces: Faces) -> list[dict[str, Any]]:
    """Return what would turn a refusal as JSON has it; choices of one thing are one way."""
    groups: dict[Any, list[Turn]] = {}
    for turn in turns(assessment, outcome):
        groups.setdefault(_gathered_by(turn), []).append(turn)
    return [_turn(assessment, outcome, faces, group) for group in groups.values()]


def _gathered_by(turn: Turn) -> Any:
    only = turn.changes[0]
    is_choice = len(turn.changes) == 1 and only.least == only.most
    return (only.where, turn.status) if is_choice else turn.changes


def _turn(assessment: Assessment, outcome: Outcome, faces: Faces, group: list[Turn]) -> dict[str, Any]:
    status = group[0].status
    ways = [turn.changes for turn in group]
    changes = [_change(assessment, faces, place, ways) for place in range(len(ways[0]))]
    said = "，并且".join(_said(change) for change in changes)
    return {
        "text": f"{said}{LEADS_TO[status].format(label=outcome.programme.label)}", "status": status.value,
        "changes": changes,
    }  # fmt: skip


def _change(assessment: Assessment, faces: Faces, place: int, ways: Sequence[Way]) -> dict[str, Any]:
    change = ways[0][place]
    face = faces.by_name[change.name]
    person = assessment.household.person(change.path)
    kind = assessment.law.computation.plan.names[change.name].unit.kind
    say = partial(_quoted, face.shown.say) if kind in QUOTED else face.shown.say
    others = [way[place] for way in ways]
    return {
        "name": change.name, "label": face.label,
        "person": None if person is None else {"id": person[0], "name": person[1]},
        "now": say(change.now), "to": _bounded(change, face, say) if len(others) == 1 else _one_of(others, say),
        "least": change.least if len(others) == 1 else None, "most": change.most if len(others) == 1 else None,
    }  # fmt: skip


def _quoted(say: Callable[[int], str], value: int) -> str:
    return f"“{say(value)}”"


def _one_of(changes: Sequence[Change], say: Callable[[int], str]) -> str:
    return f"为{'或'.join(say(change.nearest) for change in changes)}"


def _bounded(change: Change, face: Face, say: Callable[[int], str]) -> str:
    """Say between what a value would have to lie; a fen below or above a whole yuan, by the yuan itself."""
    least, most = change.least, change.most
    if least == most:
        return f"为{say(change.nearest)}"
    if least is not None and most is not None:
        return f"在 {say(least)} 到 {say(most)} 之间"
    is_money = face.shown.say(0).startswith("¥")
    if most is not None:
        return f"低于 {say(most + 1)}" if is_money and (most + 1) % A_YUAN == 0 else f"不超过 {say(most)}"
    low = least or 0
    return f"高于 {say(low - 1)}" if is_money and (low - 1) % A_YUAN == 0 else f"达到 {say(low)}"


def _said(change: dict[str, Any]) -> str:
    whose = f"{change['person']['name']}的" if change["person"] else ""
    return f"{whose}{change['label']}{change['to']}（现在{change['now']}）"
