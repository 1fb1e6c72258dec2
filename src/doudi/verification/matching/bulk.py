"""A whole roll against a whole source: Parquet in, a report of pairs in Parquet out, in memory that does not grow.

The source goes through in groups of rows, as many at once as there are threads; of each only the pairs remain. What is
done with a group (`pairs_of`) is a function of the roll and the group alone, so Spark may do it as well.
"""

# pyright: basic
# pyarrow tells little of what is in its files.

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.verification.matching import exact, fuzzy, pairs, source, verdicts
from doudi.verification.matching.pairs import Part
from doudi.verification.matching.roll import Roll

THREADS = 2
_STORED: Final = {
    "compression": {"token": "none", "status": "zstd", "name": "zstd", "remainder": "zstd"},
    "use_dictionary": ["status"],
    "write_statistics": ["status"],
}
"""Tokens look like noise: nothing makes them smaller."""


@dataclass(frozen=True)
class Group:
    """One group of rows of a source, and which row of the source is its first."""

    file: Path
    number: int
    first: int

    def read(self) -> pa.RecordBatch:
        """Read the columns that are matched by."""
        found = pq.ParquetFile(self.file).read_row_group(self.number, columns=source.SCHEMA.names, use_threads=False)
        return found.combine_chunks().to_batches()[0]


def prepare(raw: Path, out: Path, *, number: str, name: str, secret: bytes) -> None:
    """Bring a delivery's Parquet into the form that is matched (`source.SCHEMA`). Raises ExcelDamaged."""
    given = pq.ParquetFile(raw)

    def one(group: int) -> pa.Table:
        columns = pq.ParquetFile(raw).read_row_group(group, columns=[number, name], use_threads=False)
        return source.prepared(number=columns[number], name=columns[name], secret=secret)

    with ThreadPoolExecutor(THREADS) as threads, pq.ParquetWriter(out, source.SCHEMA, **_STORED) as writer:
        for table in in_order(threads, one, range(given.num_row_groups)):
            writer.write_table(table, row_group_size=max(len(table), 1))


def match(roll: Roll, prepared: Path, out: Path, *, fuzzily: bool = True, kept: pa.Table | None = None) -> pa.Table:
    """Match a roll with a prepared source, write the judged pairs, and return them: the roll's `id`, then JUDGED."""
    roll.warm(fuzzily=fuzzily)
    with ThreadPoolExecutor(THREADS) as threads:
        found = list(in_order(threads, lambda group: pairs_of(roll, group, fuzzily=fuzzily), groups(prepared)))
    judged = verdicts.judge(pa.concat_tables([pairs.SCHEMA.empty_table(), *found]), secret=roll.secret, kept=kept)
    judged = judged.add_column(0, "id", roll.ids.take(judged["recipient"]))
    pq.write_table(judged, out, compression="zstd")
    return judged


def groups(file: Path) -> list[Group]:
    """List the groups of a prepared source."""
    told = pq.ParquetFile(file).metadata
    sizes = [told.row_group(number).num_rows for number in range(told.num_row_groups)]
    return [Group(file, number, sum(sizes[:number])) for number, size in enumerate(sizes) if size]


def pairs_of(roll: Roll, group: Group, *, fuzzily: bool) -> pa.Table:
    """Return the pairs of one group, by all passes or the exact one."""
    part = Part(roll, group.read(), group.first)
    return pa.concat_tables([exact.same_number(part), *(fuzzy.near_number(part) if fuzzily else [])])


def in_order(threads: ThreadPoolExecutor, work: Callable[[Any], Any], given: Iterable[Any]) -> Iterator[Any]:
    """Yield results in order, no more under way than threads and one."""
    todo = iter(given)
    ahead = [threads.submit(work, each) for each in islice(todo, THREADS + 1)]
    while ahead:
        yield ahead.pop(0).result()
        ahead += [threads.submit(work, each) for each in islice(todo, 1)]
