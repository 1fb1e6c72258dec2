"""Opens files of households, Parquet or CSV, and hands them out in parts of bounded size."""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
from doudi.policy.batch.work import Work
from doudi.policy.entities import Entity, household, member, obligor

PART = 32_768
"""Households a part: what is done at once, and what a killed run may have to do again."""


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
        return source

    @classmethod
    def flat(cls, file: Path, columns: Columns, work: Work) -> Source:
        """Open a file of persons, members and supporters alike. Raises SourceUnreadable."""
        source = cls(file, columns, wanted(columns, work))
        schema = source.schema()
        more = frozenset({*PERSON_KEYS, *columns.by_entity[obligor.name]})
        source.require_known(schema, member, more)
        if HOUSEHOLD_ID not in schema.names:
            raise SourceUnreadable(file=file, reason=f"缺少“{HOUSEHOLD_ID}”这一列")
        return source

    def is_csv(self) -> bool:
        """Whether the file is text."""
        return self.file.suffix.lower() == ".csv"

    def count(self) -> int:
        """Return how many rows the file has, 0 where only reading tells."""
        return 0 if self.is_csv() else pq.read_metadata(self.file).num_rows

    def schema(self) -> pa.Schema:
        """Return the columns of the file."""
        try:
            if self.is_csv():
                with pa_csv.open_csv(self.file) as opened:
                    return opened.schema
            return pq.read_schema(self.file)
        except FileNotFoundError as error:
            raise SourceUnreadable(file=self.file, reason="没有这个文件") from error
        except (pa.ArrowException, OSError) as error:
            raise SourceUnreadable(
                file=self.file, reason="不是 Parquet 文件（.parquet）或者 CSV 文件（.csv）"
            ) from error

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

    def parts(self) -> Iterator[Part]:
        """Go through the file; of Parquet with small row groups every part is read by whoever does it."""
        if self.is_csv():
            yield from _streamed(self.csv())
            return
        opened = pq.ParquetFile(self.file)
        names = self.leaves(opened.schema)
        groups = [opened.metadata.row_group(number).num_rows for number in range(opened.num_row_groups)]
        if max(groups, default=0) > 2 * PART:
            yield from _streamed(opened.iter_batches(PART, columns=names))
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
        with pa_csv.open_csv(self.file, convert_options=convert) as opened:
            yield from opened


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


def _streamed(batches: Iterator[pa.RecordBatch]) -> Iterator[Part]:
    """Cut a stream into parts of one size."""
    number, first, waiting, count = 0, 0, [], 0
    for batch in batches:
        waiting.append(batch)
        count += len(batch)
        while count >= PART:
            table = pa.Table.from_batches(waiting)
            yield _held(number, first, table.slice(0, PART))
            number, first, count = number + 1, first + PART, count - PART
            waiting = table.slice(PART).to_batches()
    if count:
        yield _held(number, first, pa.Table.from_batches(waiting))


def _held(number: int, first: int, table: pa.Table) -> Part:
    return Part(number, first, len(table), lambda: table)
