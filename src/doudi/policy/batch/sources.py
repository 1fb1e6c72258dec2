"""Opens files of households, Parquet or CSV, and hands them out in parts of bounded size."""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from doudi.kernel.errors import Refused
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import (
    BEFORE,
    HOUSEHOLD_ID,
    LISTED,
    MEMBERS,
    OBLIGOR_OF,
    OBLIGORS,
    PERSON_ID,
    PERSON_KEYS,
    PLACE,
    Columns,
)
from doudi.policy.batch.faults import fault
from doudi.policy.batch.work import Work
from doudi.policy.entities import Entity, household, member, obligor

PART, PLAIN_PART = 32_768, 1_024
"""Households a part: what is done at once, and what a killed run may have to do again; fewer where none is compiled."""


LINES: Final = pa_csv.ParseOptions(newlines_in_values=True)
"""A cell of several lines stays one cell wherever the file is cut into blocks."""
NO_PARQUET = "不是 Parquet 文件（.parquet）或者 CSV 文件（.csv）"
CANNOT_OPEN: Final = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "是一个目录，不是文件",
    PermissionError: "没有读权限",
}


class SourceUnreadable(Refused):
    """The file is not there, is of no known kind, or its columns are not the published ones."""

    code = "batch.source_unreadable"
    sentence = "{file}：{reason}。"


@dataclass(frozen=True)
class Part:
    """Some households of a file; `load` reads them, and may be called by any thread."""

    number: int
    first_row: int
    rows: int
    load: Callable[[], pa.Table]
    wrong: tuple[tuple[int, str, str], ...] = ()
    """What was wrong before it was a table: row within the part, path and reason."""


@dataclass(frozen=True)
class Source:
    """A file of households, with the columns that a batch needs of it."""

    file: Path
    columns: Columns
    wanted: frozenset[str]

    @classmethod
    def of(cls, file: Path, columns: Columns, work: Work) -> Source:
        """Open a file, and refuse columns that nobody knows. Raises SourceUnreadable."""
        source = cls(file, columns, wanted(columns, work))
        source.require_known(source.schema(), household)
        return source.named_once()

    @classmethod
    def flat(cls, file: Path, columns: Columns, work: Work) -> Source:
        """Open a file of persons, members and supporters alike. Raises SourceUnreadable."""
        source = cls(file, columns, wanted(columns, work))
        schema = source.schema()
        more = frozenset({*PERSON_KEYS, *columns.by_entity[obligor.name]})
        source.require_known(schema, member, more)
        return source.named_once().having(HOUSEHOLD_ID)

    def is_csv(self) -> bool:
        """Whether the file is text."""
        return self.file.suffix.lower() == ".csv"

    def count(self) -> int:
        """Return how many rows the file has, 0 where only reading tells."""
        return 0 if self.is_csv() else pq.read_metadata(self.file).num_rows

    def schema(self) -> pa.Schema:
        """Return the columns of the file."""
        try:
            self.file.open("rb").close()
            if self.is_csv():
                with pa_csv.open_csv(self.file, parse_options=LINES) as opened:
                    found = opened.schema
                    _ = found.names  # a head line that is no UTF-8 is met only when it is read
                    return found
            return pq.read_schema(self.file)
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            raise SourceUnreadable(file=self.file, reason=CANNOT_OPEN[type(error)]) from error
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = fault(self.file) if self.is_csv() else NO_PARQUET
            raise SourceUnreadable(file=self.file, reason=reason) from error

    def having(self, *names: str) -> Source:
        """Return itself where the file has the columns. Raises SourceUnreadable that names those it lacks."""
        there = self.schema().names
        if lacking := [name for name in names if name not in there]:
            raise SourceUnreadable(file=self.file, reason=f"缺少“{'”、“'.join(lacking)}”这一列")
        return self

    def named_once(self) -> Source:
        """Return itself where no column has the name of another. Raises SourceUnreadable."""
        for name, times in Counter(self.schema().names).items():
            if times > 1:
                raise SourceUnreadable(file=self.file, reason=f"“{name}”这一列有 {times} 个，请只留一个")
        return self

    def read_through(self) -> None:
        """Read text once to its end, so that nothing is begun with what cannot be read. Raises SourceUnreadable."""
        for _ in self.csv() if self.is_csv() else ():
            pass

    def require_known(self, schema: pa.Schema, entity: Entity, more: frozenset[str] = frozenset()) -> None:
        """Refuse what is no published column: a slip of the pen must not become “not known”."""
        inside = {household: MEMBERS, member: OBLIGORS}.get(entity)
        known = {*self.columns.by_entity[entity.name], *more}
        for field in schema:
            if field.name == inside and pa.types.is_list(field.type):
                self.require_known(pa.schema(list(field.type.value_type)), member if entity is household else obligor)
            elif field.name not in known and not field.name.startswith(BEFORE):
                raise SourceUnreadable(
                    file=self.file, reason=f"没有“{field.name}”这一列，可用的列见 doudi batch --columns"
                )

    def parts(self, size: int | None = None) -> Iterator[Part]:
        """Go through the file; of Parquet with small row groups every part is read by whoever does it."""
        size = size or PART
        if self.is_csv():
            yield from _streamed(self.csv(), size)
            return
        opened = pq.ParquetFile(self.file)
        names = self.leaves(opened.schema)
        groups = [opened.metadata.row_group(number).num_rows for number in range(opened.num_row_groups)]
        if max(groups, default=0) > 2 * size:
            yield from _streamed(opened.iter_batches(size, columns=names), size)
            return
        first = 0
        for number, rows in enumerate(groups):
            yield Part(number, first, rows, lambda number=number: self.group(number, names))
            first += rows

    def ids(self) -> Iterator[tuple[int, pa.Array]]:
        """Go through the numbers of the households alone, each time with the first row."""
        if HOUSEHOLD_ID not in self.schema().names:
            return
        first = 0
        batches = self.csv() if self.is_csv() else pq.ParquetFile(self.file).iter_batches(columns=[HOUSEHOLD_ID])
        for batch in batches:
            yield first, told(batch.column(HOUSEHOLD_ID).cast(pa.string()))
            first += len(batch)

    def group(self, number: int, names: list[str]) -> pa.Table:
        """Read one row group; each thread opens the file for itself."""
        return pq.ParquetFile(self.file).read_row_group(number, columns=names, use_threads=False)

    def leaves(self, schema: pq.ParquetSchema) -> list[str]:
        """List the leaves of the file that are needed, by path."""
        paths = [schema.column(number).path for number in range(len(schema.names))]
        return [path for path in paths if _own_name(path) in self.wanted or _own_name(path).startswith(BEFORE)]

    def csv(self) -> Iterator[pa.RecordBatch]:
        """Read text row by row, every cell as text: what is wrong is told by row later."""
        names = self.schema().names
        convert = pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
        try:
            with pa_csv.open_csv(self.file, parse_options=LINES, convert_options=convert) as opened:
                yield from opened
        except pa.ArrowInvalid as error:
            raise SourceUnreadable(file=self.file, reason=fault(self.file)) from error


def told(texts: Any) -> Any:
    """Return texts with null in place of an empty one, as a cell of CSV may be."""
    return pc.if_else(pc.equal(texts, ""), None, texts)


def wanted(columns: Columns, work: Work) -> frozenset[str]:
    """Name the columns that a batch reads: what it computes with, and what tells that a row cannot be."""
    names: set[str] = {HOUSEHOLD_ID, PLACE, PERSON_ID, OBLIGOR_OF, LISTED}
    needed = {name.name for facts in work.facts for name in facts}
    for entity in columns.by_entity.values():
        for column in entity.values():
            fact = column.fact
            if fact and (fact.name in needed or fact.at_most_one or fact.computed_from):
                names |= {column.name} | ({column.group} if column.group else set())
    return frozenset(names)


def _own_name(path: str) -> str:
    parts = [part for part in path.split(".") if part not in ("list", "element", "item")]
    return parts[-1]


def _streamed(batches: Iterator[pa.RecordBatch], size: int) -> Iterator[Part]:
    """Cut a stream into parts of one size."""
    number, first, waiting, count = 0, 0, [], 0
    for batch in batches:
        waiting.append(batch)
        count += len(batch)
        while count >= size:
            table = pa.Table.from_batches(waiting)
            yield _held(number, first, table.slice(0, size))
            number, first, count = number + 1, first + size, count - size
            waiting = table.slice(size).to_batches()
    if count:
        yield _held(number, first, pa.Table.from_batches(waiting))


def _held(number: int, first: int, table: pa.Table) -> Part:
    return Part(number, first, len(table), lambda: table)
