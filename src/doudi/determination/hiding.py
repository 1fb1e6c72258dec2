"""Takes out of the results of a simulation what would tell of few people, before they are kept.

Whoever may publish a standard need not be allowed to read a case. Counts below `LEAST` are only said to be small, the
others are rounded to it; money is rounded to `ROUND`, and not shown where so few stand behind it. Totals are rounded
like everything else, so that no difference of two figures tells of one family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEAST = 5
ROUND = 10_000
"""Fen: to a hundred yuan."""
SMALL, HIDDEN = f"少于 {LEAST}", "人数太少，不显示"
NOTE = f"为了不从小数看出是哪一家：{LEAST} 以下的只写“{SMALL}”，其余的户数、人数取整到 {LEAST}，金额取整到百元。"


def hidden(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report in which nobody can be told; reasons of single rows are left out."""
    told = {**report, "tables": [_table(each) for each in report["tables"]], "rejected": []}
    told["assumed"] = [*report["assumed"], ["小数", NOTE]]
    return told


def _table(table: Mapping[str, Any]) -> dict[str, Any]:
    return {**table, "rows": [_row(row, table["columns"]) for row in table["rows"]]}


def _row(row: Sequence[Any], columns: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [_cell(cell, column, row) for cell, column in zip(row, columns, strict=True)]


def _cell(cell: Any, column: Mapping[str, Any], row: Sequence[Any]) -> Any:
    if column["kind"] == "count" and isinstance(cell, int):
        return SMALL if 0 < cell < LEAST else _rounded(cell, LEAST)
    if column["kind"] == "fen" and isinstance(cell, int):
        return HIDDEN if cell and any(0 < row[at] < LEAST for at in column["of"]) else _rounded(cell, ROUND)
    return cell


def _rounded(number: int, to: int) -> int:
    """Round half away from zero."""
    whole = (abs(number) * 2 + to) // (2 * to) * to
    return -whole if number < 0 else whole
