"""The results of a simulation as a page draws them: the headline, tables without their empty rows, and the charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.faces.tables import number, table, text
from doudi.kernel.money import show_yuan
from doudi.policy.simulation.shape import noted

MOST_DRAWN = 10
"""So many bars of programmes."""
MOST_ROWS = 25
"""So many rows of a table; the workbook has all."""
HOMES_NOW, HOMES_NEW = 2, 3
"""The columns of a table of costs that count households."""
SAME = "不变"
CHANGED_FROM, CHANGED_TO = 1, 5
"""The columns of a table of categories that tell of a change."""
LEFT = "读到 {read} 户，其中 {left} 户算不出来，不在下面的数里：资料有误，或者到了测算的那一天超出能算的范围。"
UNCHANGED = "没有一户的结果改变（算不出的除外）。"


def tables(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the tables, each with its note; rows in which nothing changes are counted instead."""
    return [_drawn(each) for each in result["tables"] if each["rows"]]


def _drawn(told: Mapping[str, Any]) -> dict[str, Any]:
    rows = [row for row in told["rows"] if _tells(told, row)][:MOST_ROWS]
    left = len(told["rows"]) - len(rows)
    columns = [f"{each['label']}{'>' if each['kind'] != 'text' else ''}" for each in told["columns"]]
    cells = [[_cell(cell, column["kind"]) for cell, column in zip(row, told["columns"], strict=True)] for row in rows]
    more = f"另有 {left} 行没有变化或者很少，没有列出；下载的 Excel 里都有。" if left else ""
    empty = "没有变化。" if left else "没有。"
    return {
        "name": told["name"],
        "note": f"{noted(told)}{more}",
        "table": table(told["title"], columns, cells, empty=empty),
    }


def _tells(told: Mapping[str, Any], row: list[Any]) -> bool:
    """Whether a row says more than that nothing changes."""
    if told["name"] in ("recipients", "persons"):
        return any(row[CHANGED_FROM:CHANGED_TO])
    if told["name"] == "winners":
        moving = {each[0] for each in told["rows"] if each[1] != SAME and each[2]}
        return row[0] in moving
    if told["name"] == "cost" and row[-1] is None:  # it gives no money
        return row[HOMES_NOW] != row[HOMES_NEW]
    if told["name"] in ("cost", "places", "budgets", "kinds"):
        return bool(row[-1])
    return True


def _cell(cell: Any, kind: str) -> dict[str, Any]:
    if kind == "fen" and isinstance(cell, int):
        return number(show_yuan(cell))
    if kind == "text":
        return text(cell)
    return number(f"{cell:,}" if isinstance(cell, int) else cell or "—")


def headline(result: Mapping[str, Any]) -> list[str]:
    """Say in a few sentences what would change, and first how many households nobody can tell it of."""
    named = {each["name"]: each for each in result["tables"]}
    costs = {row[0]: row for row in named["cost"]["rows"]}
    left = _not_computed(result)
    said = list(left)
    for row in named["recipients"]["rows"]:
        labels = [column["label"] for column in named["recipients"]["columns"]]
        parts = [f"{labels[at]} {row[at]} 户" for at in range(CHANGED_FROM, CHANGED_TO) if row[at]]
        if parts:
            cost = costs[row[0]]
            money = f"；{cost[1]}{_difference(cost[-1])}" if cost[-1] else ""
            said.append(f"{row[0]}：{'、'.join(parts)}{money}。")
    return said if len(said) > len(left) else [*left, UNCHANGED]


def _not_computed(result: Mapping[str, Any]) -> list[str]:
    """Say how many households were left out; why is not told of a register, where it would tell of a family."""
    left, read = result["households"]["rejected"], result["households"]["read"]
    return [LEFT.format(left=left, read=read)] if left else []


def _difference(fen: int | str) -> str:
    if isinstance(fen, str):
        return "的费用变化不显示，人数太少"
    return f"{'多' if fen > 0 else '少'}花 {show_yuan(abs(fen))}"


def charts(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the charts show: titles, names and numbers; what is hidden is not drawn."""
    named = {each["name"]: each for each in result["tables"]}
    drawn = [_bands(named["winners"]), _costs(named["cost"]), _gap(named["gap"])]
    return [each for each in drawn if any(number for line in each["series"] for number in line["data"])]


def _bands(told: Mapping[str, Any]) -> dict[str, Any]:
    """Draw households by change for each person, of what is paid by the month; else of what is paid first."""
    period = next((row[0] for row in told["rows"] if row[0] == "每月"), told["rows"][0][0] if told["rows"] else "")
    rows = [row for row in told["rows"] if row[0] == period]
    return {
        "name": "bands", "title": f"每人{period}变动多少：户数", "unit": "户", "names": [row[1] for row in rows],
        "series": [{"name": "户", "data": [_plain(row[2]) for row in rows]}],
    }  # fmt: skip


def _costs(told: Mapping[str, Any]) -> dict[str, Any]:
    """Draw the cost before and after of the programmes that cost otherwise."""
    rows = [row for row in told["rows"] if row[-1]][:MOST_DRAWN]
    return {
        "name": "costs", "title": "费用：现在和变动后", "unit": "元",
        "names": [f"{row[0]}（{row[1]}）" for row in rows],
        "series": [
            {"name": "现在", "data": [_yuan(row[-3]) for row in rows]},
            {"name": "变动后", "data": [_yuan(row[-2]) for row in rows]},
        ],
    }  # fmt: skip


def _gap(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "gap", "title": "离低保标准差多少（一年合计）", "unit": "元",
        "names": [f"{row[0]}，{row[1]}" for row in told["rows"]],
        "series": [{"name": "一年缺口合计", "data": [_yuan(row[4]) for row in told["rows"]]}],
    }  # fmt: skip


def _plain(cell: int | str) -> int | None:
    return cell if isinstance(cell, int) else None


def _yuan(cell: int | str) -> float | None:
    return cell / 100 if isinstance(cell, int) else None
