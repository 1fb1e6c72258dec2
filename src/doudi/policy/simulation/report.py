"""The whole of a simulation as plain data: what was assumed, and the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from doudi.policy.altering import Alteration, AlteredSnapshot
from doudi.policy.simulation.running import Simulated
from doudi.policy.simulation.shape import Cell
from doudi.policy.simulation.tables import tables
from doudi.policy.values import Words

SHOWN = 20
"""So many places are told with their figures before and after."""


def report(done: Simulated, *, data: str, draft: str = "") -> dict[str, Any]:
    """Return what a simulation assumed and found: text, whole numbers, money in fen."""
    return {
        "on": done.asked.on.isoformat(),
        "law": {"before": done.asked.before.digest, "after": done.asked.after.digest},
        "data": data,
        "assumed": [list(row) for row in assumed(done, data, draft)],
        "changes": changes(done),
        "households": {
            "read": done.progress.read, "computed": done.progress.computed, "rejected": done.progress.rejected,
            "elsewhere": done.progress.elsewhere,
        },
        "rejected": [[reason, count] for reason, count in done.progress.reasons.most_common()],
        "tables": [table.as_data() for table in tables(done)],
    }  # fmt: skip


def assumed(done: Simulated, data: str, draft: str) -> list[tuple[str, Cell]]:
    """Say line by line what the figures rest on; counts are whole numbers, so that small ones can be hidden."""
    progress, asked = done.progress, done.asked
    words = Words(asked.after.packs.facts.vocabulary)
    lines: list[tuple[str, Cell]] = [("日期", asked.on.isoformat()), ("数据", data)]
    lines += [(f"改动：{each.parameter.label}", each.said(words)) for each in _alterations(done)]
    lines += [("改动：政策包草案", draft)] if draft else []
    lines += [
        ("现行法规快照", asked.before.digest), ("变动后的法规快照", asked.after.digest),
        ("地方", "、".join(sorted(progress.places))), ("读到的户", progress.read),
        ("计算了的户", progress.computed), ("数据有误没有计算的户", progress.rejected),
    ]  # fmt: skip
    lines += [("其他地方、没有算的户", progress.elsewhere)] if progress.elsewhere else []
    reached = [shown.label for shown, *_ in done.sides.programmes() if shown.id in done.reached]
    lines += [
        ("受影响的项目", "、".join(reached)),
        ("没有算进来的", "人们因为标准变了而多申请、少申请；没有写进数据的家庭；还没有公布数额的地方"),
    ]
    return lines


def changes(done: Simulated) -> list[list[str]]:
    """Say for some places what each figure is and would be: place, figure, before, after."""
    asked = done.asked
    words, packs = Words(asked.after.packs.facts.vocabulary), asked.after.packs
    found: list[list[str]] = []
    for place in sorted(done.progress.places)[:SHOWN]:
        for name in sorted(_figures(done)):
            parameter = packs.parameters[name]
            values = [law.resolve(name, place, asked.on).value for law in (asked.before, asked.after)]
            said = iter(words.each(parameter.unit, *(each for each in values if isinstance(each, int))))
            told = [next(said) if isinstance(each, int) else "没有公布" for each in values]
            found.append([packs.places.path(place), parameter.label, *told])
    return found


def _figures(done: Simulated) -> set[str]:
    """Name the figures that somebody changed, not those that only refer to them."""
    asked = done.asked
    told = {each.parameter.name for each in _alterations(done)}
    old = {(value.parameter, value.place, value.since, value.value) for value in asked.before.packs.values}
    new = {(value.parameter, value.place, value.since, value.value) for value in asked.after.packs.values}
    return told | {value[0] for value in old ^ new}


def _alterations(done: Simulated) -> Sequence[Alteration]:
    after = done.asked.after
    return list(after.alterations.values()) if isinstance(after, AlteredSnapshot) else []
