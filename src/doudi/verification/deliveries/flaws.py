"""What is wrong with a delivery: where and why, so that its holder can put it right. Never whose row, never a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

AT_MOST: Final = 200
"""Flaws that are told one by one; beyond them only their number."""


class What(StrEnum):
    """In which respect a delivery is bad."""

    MANIFEST = "manifest"
    HASH = "hash"
    ENCODING = "encoding"
    FORMAT = "format"
    SCHEMA = "schema"
    COUNT = "count"
    TOTAL = "total"
    NUMBER = "number"
    VALUE = "value"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    What.MANIFEST: "交付清单", What.HASH: "校验值", What.ENCODING: "编码", What.FORMAT: "文件", What.SCHEMA: "列",
    What.COUNT: "行数", What.TOTAL: "控制合计", What.NUMBER: "证件号码", What.VALUE: "内容", What.DUPLICATE: "重复",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong; `row` counts the rows of data from 1."""

    what: What
    reason: str
    field: str = ""
    row: int | None = None

    @property
    def sentence(self) -> str:
        """Say it."""
        where = (f"第 {self.row} 行" if self.row is not None else "") + (f"“{self.field}”" if self.field else "")
        return f"{self.what.label}：{where}{'：' if where else ''}{self.reason}。"

    def as_json(self) -> dict[str, Any]:
        """As the report to the holder has it."""
        return {"what": self.what.value, "field": self.field, "row": self.row, "reason": self.reason}

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> Flaw:
        """Read what `as_json` wrote."""
        return cls(What(given["what"]), given["reason"], given["field"], given["row"])


class Bad(Exception):
    """Stops the reading of a delivery that cannot be read further; it carries why."""

    def __init__(self, flaw: Flaw) -> None:
        """Carry the flaw."""
        super().__init__(flaw.sentence)
        self.flaw = flaw


@dataclass(slots=True)
class Flaws:
    """Collects flaws: the first by themselves, all by their number."""

    told: list[Flaw] = field(default_factory=list[Flaw])
    number: int = 0

    def add(self, flaw: Flaw) -> None:
        """Note one."""
        self.number += 1
        if len(self.told) < AT_MOST:
            self.told.append(flaw)

    def add_rows(self, what: What, name: str, reason: str, rows: Any) -> None:
        """Note the same flaw in several rows."""
        for row in rows[: AT_MOST - len(self.told)]:
            self.told.append(Flaw(what, reason, name, int(row)))
        self.number += len(rows)
