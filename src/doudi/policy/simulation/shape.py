"""What a table of results is; whoever writes or draws one loads nothing else.

A cell is text or a whole number; of what kind a column is, its `kind` says: `text`, `count`, `fen`. A column of money
names in `of` the columns of counts that it belongs to, so that whoever shows it may hide what so few stand behind.
A note has `{}` for each of its `numbers`, for the same reason; `noted` puts them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Cell = str | int | None
TEXT, COUNT, FEN = "text", "count", "fen"


@dataclass(frozen=True)
class Column:
    """One column of a table; `is_each`: money of one person, not a sum."""

    label: str
    kind: str = TEXT
    of: tuple[int, ...] = ()
    is_each: bool = False


@dataclass(frozen=True)
class Table:
    """One table of results; `name` is stable, the rest is for people."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]
    numbers: tuple[int, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return the table as JSON has it."""
        columns = [
            {"label": each.label, "kind": each.kind, "of": list(each.of), "is_each": each.is_each}
            for each in self.columns
        ]
        return {
            "name": self.name, "title": self.title, "note": self.note, "numbers": list(self.numbers),
            "columns": columns, "rows": self.rows,
        }  # fmt: skip


def noted(table: Mapping[str, Any]) -> str:
    """Return the note of a table in JSON with its numbers."""
    return table["note"].format(*table.get("numbers", ()))
