"""Turns Arrow columns into whole numbers, with what is wrong in them: by row, by the path to it, with the reason."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.chunk import MISSING, offsets
from doudi.policy.batch.columns import Column
from doudi.policy.facts import Fact, Facts
from doudi.policy.values import Words, day_number

WHOLE, DAY = r"^-?[0-9]{1,18}$", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TRUTHS = r"^(?:true|false)$"
PER_YEAR, PER_MONTH = 10_000, 100


@dataclass
class Wrong:
    """What is wrong so far: by row of households, path and reason. A household is refused whole."""

    found: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])

    def add(self, rows: Any, path: Callable[[int], str], reason: str) -> None:
        """Note one reason for the rows it is true of; `path` says where, by the place among them."""
        self.found += [(int(row), path(number), reason) for number, row in enumerate(rows)]


@dataclass(frozen=True)
class Level:
    """The households (depth 0), members or supporters of a table: their columns, whose they are, and where they stand.

    `owner` are rows of the level above; `first` the first row of the owner, so that `path` can count.
    """

    depth: int
    count: int
    columns: dict[str, Any]
    owner: Any = None
    starts: Any = None
    above: Level | None = None

    def household(self, rows: Any) -> Any:
        """Return the household rows of some rows of this level."""
        return rows if self.above is None else self.above.household(self.owner[rows])

    def path(self, row: int) -> str:
        """Say where a row stands, as refusals of household files do."""
        if self.above is None:
            return "$.household"
        number = row - int(self.starts[self.owner[row]])
        if self.above.above is None:
            return f"$.members[{number}]"
        return f"{self.above.path(int(self.owner[row]))}.obligors[{number}]"


def below(level: Level, name: str) -> tuple[Level, Any]:
    """Return the level that a column of lists holds, and whether each list is there at all."""
    lists = level.columns.get(name)
    if lists is None:
        starts = np.zeros(level.count + 1, np.int64)
        return Level(level.depth + 1, 0, {}, np.zeros(0, np.int64), starts, level), np.zeros(level.count, bool)
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    inside = lists.flatten()
    columns = dict(zip([each.name for each in inside.type], inside.flatten(), strict=True))
    owner = np.repeat(np.arange(level.count), lengths)
    there = pc.is_valid(lists).to_numpy(zero_copy_only=False)
    return Level(level.depth + 1, len(inside), columns, owner, offsets(lengths), level), there


@dataclass(frozen=True)
class Reader:
    """Reads facts of a level; what is wrong is noted."""

    facts: Facts
    on: date
    wrong: Wrong

    def fact(self, level: Level, column: Column) -> Any:
        """Return a fact for every row: the number, what silence means in a group declared whole, or MISSING."""
        fact = column.fact
        if fact is None:
            raise TypeError(column.name)
        given = level.columns.get(column.name)
        values = np.full(level.count, MISSING) if given is None else self.numbers(level, column, given)
        if fact.computed_from and fact.computed_from in level.columns:
            values = self.years(level, fact, values)
        if column.group and column.group in level.columns and fact.absent is not None:
            declared = self.truth(level, column.group) == 1
            values = np.where(declared & (values == MISSING), fact.absent, values)
        outside = np.flatnonzero((values != MISSING) & ((values < fact.least) | (values > fact.most)))
        if len(outside):
            span = Words(self.facts.vocabulary).span(fact.unit, fact.least, fact.most)
            self.note(level, outside, column.name, f"{fact.label}应在 {span}")
        return values

    def truth(self, level: Level, name: str) -> Any:
        """Return a column of truths as 0, 1 and MISSING."""
        return self.typed(level, name, level.columns[name], "bool")

    def numbers(self, level: Level, column: Column, given: Any) -> Any:
        """Return a column as whole numbers."""
        if not column.codes:
            return self.typed(level, column.name, given, column.type)
        fact = column.fact
        codes = given if pa.types.is_dictionary(given.type) else pc.dictionary_encode(given.cast(pa.string()))
        choice = self.facts.vocabulary.of(fact.unit) if fact else None
        known = {code: choice.read(code) for code in choice.codes()} if choice else {}
        told = [known.get(code) for code in codes.dictionary.cast(pa.string()).to_pylist()]
        numbers = np.array([MISSING if number is None else number for number in told] or [MISSING], np.int64)
        places = pc.fill_null(codes.indices, 0).to_numpy(zero_copy_only=False)
        there = pc.is_valid(codes.indices).to_numpy(zero_copy_only=False)
        values = np.where(there, numbers[places], MISSING) if len(places) else np.zeros(0, np.int64)
        empty = (
            there
            & (values == MISSING)
            & (pc.fill_null(pc.equal(codes.cast(pa.string()), ""), fill_value=True)).to_numpy(zero_copy_only=False)
        )
        self.note(
            level, np.flatnonzero(there & (values == MISSING) & ~empty), column.name, f"应是 {'、'.join(known)} 之一"
        )
        return values

    def typed(self, level: Level, name: str, given: Any, kind: str) -> Any:
        """Return a column of a type as numbers; text (of CSV) is read strictly."""
        if pa.types.is_string(given.type) or pa.types.is_large_string(given.type):
            given = self.parsed(level, name, given, kind)
        if kind == "date":
            return _days(given)
        if pa.types.is_boolean(given.type) != (kind == "bool") or pa.types.is_floating(given.type):
            everywhere = np.flatnonzero(pc.is_valid(given).to_numpy(zero_copy_only=False))
            self.note(level, everywhere, name, f"这一列的类型是 {given.type}，应是 {kind}")
            return np.full(level.count, MISSING)
        return _filled(given.cast(pa.int8()) if kind == "bool" else given)

    def parsed(self, level: Level, name: str, given: Any, kind: str) -> Any:
        """Read text as CSV has it; an empty cell is not known."""
        given = pc.if_else(pc.equal(given, ""), None, given)
        shape = {"bool": TRUTHS, "date": DAY}.get(kind, WHOLE)
        fits = pc.fill_null(pc.match_substring_regex(given, shape), fill_value=True).to_numpy(zero_copy_only=False)
        said = {"bool": "true 或 false", "date": "日期，例如 2024-03-01"}.get(kind, "整数")
        self.note(level, np.flatnonzero(~fits), name, f"应是 {said}")
        fitting = pc.if_else(pa.array(fits), given, None)
        return fitting.cast({"bool": pa.bool_(), "date": pa.date32()}.get(kind, pa.int64()))

    def years(self, level: Level, fact: Fact, values: Any) -> Any:
        """Compute completed years from a birth date, as of the day of the batch."""
        name = fact.computed_from or ""
        born = self.typed(level, name, level.columns[name], "date")
        today = day_number(self.on)
        years = np.where(born == MISSING, MISSING, (today - born) // PER_YEAR)
        astray = np.flatnonzero((born != MISSING) & (values != MISSING) & (values != years))
        self.note(level, astray, name, f"与所填的{fact.label}不一致")
        return np.where(values == MISSING, years, values)

    def note(self, level: Level, rows: Any, name: str, reason: str) -> None:
        """Note a reason for rows of a level."""
        if len(rows):
            self.wrong.add(level.household(rows), lambda number: f"{level.path(int(rows[number]))}.{name}", reason)


def _filled(given: Any) -> Any:
    return pc.fill_null(given.cast(pa.int64()), int(MISSING)).to_numpy(zero_copy_only=False)


def _days(given: Any) -> Any:
    """Return days as rules read them: 20240301."""
    given = given.cast(pa.date32())
    numbers = pc.add(
        pc.add(pc.multiply(pc.year(given), PER_YEAR), pc.multiply(pc.month(given), PER_MONTH)), pc.day(given)
    )
    return _filled(numbers)
