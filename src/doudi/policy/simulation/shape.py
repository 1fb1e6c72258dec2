"""What a table of results is; whoever writes or draws one loads nothing else.

A cell is text or a whole number; of what kind a column is, its `kind` says: `text`, `count`, `fen`. A column of money
names in `of` the columns of counts that it belongs to, so that whoever shows it may hide what so few stand behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Cell = str | int | None
TEXT, COUNT, FEN = "text", "count", "fen"


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    label: str
    kind: str = TEXT
    of: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of results; `name` is stable, the rest is for people."""

    name: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: list[list[Cell]]

    def as_data(self) -> dict[str, Any]:
        """Return the table as JSON has it."""
        columns = [{"label": each.label, "kind": each.kind, "of": list(each.of)} for each in self.columns]
        return {"name": self.name, "title": self.title, "note": self.note, "columns": columns, "rows": self.rows}
