"""Takes out of the results of a simulation what would tell of few people, before they are kept.

Whoever may publish a standard need not be allowed to read a case. Counts below `LEAST` are only said to be small, the
others are rounded to it; sums of money are rounded to `ROUND`, money of one person to `ROUND_EACH`, and neither is
shown where so few stand behind it. Totals are rounded like everything else, and numbers in notes and assumptions too,
so that no difference of two figures tells of one family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEAST = 5
ROUND, ROUND_EACH = 10_000, 500
"""Fen: sums to a hundred yuan, what one person gets to five."""
SMALL, HIDDEN = f"少于 {LEAST}", "人数太少，不显示"
NOTE = (
    f"为了不从小数看出是哪一家：{LEAST} 以下的只写“{SMALL}”，其余的户数、人数取整到 {LEAST}，"
    "合计的金额取整到百元，每人的到 5 元。取整以后各列相加不一定等于合计。"
)


def hidden(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report in which nobody can be told; reasons of single rows are left out."""
    told = {**report, "tables": [_table(each) for each in report["tables"]], "rejected": []}
    told["assumed"] = [*([label, _count(said)] for label, said in report["assumed"]), ["小数", NOTE]]
    told["households"] = {name: _count(number) for name, number in report["households"].items()}
    return told


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    rows = [_row(row, table["columns"]) for row in table["rows"]]
    return {**table, "rows": rows, "numbers": [_count(number) for number in table["numbers"]]}


def _row(row: Sequence[Any], columns: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [_cell(cell, column, row) for cell, column in zip(row, columns, strict=True)]


def _cell(cell: Any, column: Mapping[str, Any], row: Sequence[Any]) -> Any:
    if column["kind"] == "count":
        return _count(cell)
    if column["kind"] == "fen" and isinstance(cell, int):
        is_of_few = cell and any(0 < row[at] < LEAST for at in column["of"])
        return HIDDEN if is_of_few else _rounded(cell, ROUND_EACH if column["is_each"] else ROUND)
    return cell


def _count(cell: Any) -> Any:
    """Say a count so that few cannot be told; what is no number stays."""
    if not isinstance(cell, int):
        return cell
    return SMALL if 0 < cell < LEAST else _rounded(cell, LEAST)


def _rounded(number: int, to: int) -> int:
    """Round half away from zero."""
    whole = (abs(number) * 2 + to) // (2 * to) * to
    return -whole if number < 0 else whole
