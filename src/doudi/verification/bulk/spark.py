"""The same run with the join on a Spark cluster, by hash partition; everything else as on one machine.

Executors read Parquet deliveries by groups of rows, and match slice by slice (`slices`); each writes pieces under the
names that a local run reads, into a folder that every executor and the driver reach. CSV and Excel, which cannot be
read in groups, are taken in by the driver. doudi must be installed everywhere in the same version. The secret of the
tokens goes to the executors with their tasks.
"""

# pyright: basic, reportMissingImports=false
# pyspark and pyarrow tell few types, and pyspark is not everywhere.

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.batch.spark import started
from doudi.verification.bulk import piece, running, slices
from doudi.verification.bulk.arrivals import Arrival, Came
from doudi.verification.bulk.piece import Count, Reading
from doudi.verification.bulk.running import Opened, Summary, Tally, Verification
from doudi.verification.bulk.slices import SLICE
from doudi.verification.bulk.taking import Taking
from doudi.verification.bulk.writing import whole, write_table
from doudi.verification.deliveries.codes import codes_of
from doudi.verification.deliveries.flaws import Bad, Flaw, Flaws, What
from doudi.verification.deliveries.manifest import Manifest
from doudi.verification.deliveries.reading import batches
from doudi.verification.matching import source as form
from doudi.verification.matching.cleaning import ExcelDamaged
from doudi.verification.sourceentries import OWNER

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TOGETHER = 1 << 20
"""Rows of a slice, or about so many."""
ROW, KEY = "_row", "_key"
__all__ = ["run", "started"]


def run(asked: Verification, spark: SparkSession, told: Callable[[Tally], None] = lambda _: None) -> Summary:
    """Run with the join on a cluster; raises as the local engine does."""

    def take(opened: Opened, done: Callable[[int], None]) -> None:
        taking = opened.taking(done)
        for arrival in sorted(opened.arrivals.all, key=lambda each: (each.source, each.number)):
            is_spread = arrival.manifest.form == ".parquet" and not arrival.manifest.flaws.number
            opened.arrivals.came[arrival.number] = (
                Spread(spark, opened, taking, arrival).take() if is_spread else taking.take(arrival)
            )

    return running.run(asked, told, take)


@dataclass(frozen=True)
class Spread:
    """Takes in one delivery on the cluster."""

    spark: SparkSession
    opened: Opened
    taking: Taking
    arrival: Arrival

    def take(self) -> Came:
        """Take it in, or find that it was."""
        if self.taking.is_done(self.arrival):
            return self.taking.take(self.arrival)
        for old in self.opened.pieces.glob(f"{self.arrival.number:04}-*"):
            old.unlink()
        return self.taking.settle(self.arrival, self._taken())

    def _taken(self) -> Iterator[Count]:
        """Read and match on the executors; return what the groups counted, and which rows repeat."""
        manifest, source = self.arrival.manifest, self.arrival.manifest.source
        assert manifest.file is not None  # noqa: S101 - a manifest without flaws has a file and a source
        assert source is not None  # noqa: S101 - the same
        self.opened.pieces.mkdir(parents=True, exist_ok=True)
        firsts = _firsts(manifest.file)
        count = max(self.spark.sparkContext.defaultParallelism, manifest.rows // TOGETHER + 1)
        reading = Reading(source, codes_of(source, self.opened.asked.packs.facts), self.opened.rolls.secret)
        job = Job(manifest, reading, count, str(self.opened.pieces.resolve()), f"{self.arrival.number:04}")
        roll = slices.entries(self.opened.rolls.of(self.arrival), count)
        mine = self.spark.createDataFrame(roll.cast(slices.ENTRIES))
        groups = self.spark.createDataFrame(list(enumerate(firsts)), "number int, first long")
        rows = groups.repartition(max(1, len(firsts)), "number").mapInArrow(job.read, _spark_schema(job.rows))
        both = mine.groupBy(SLICE).cogroup(rows.groupBy(SLICE))
        both.applyInArrow(lambda key, mine, rows: job.match(key[0].as_py(), mine, rows), "slice int").collect()
        for file in sorted(Path(job.out).glob(f"{job.name}-*.count")):
            yield Count.of_json(json.loads(file.read_text(encoding="utf-8")))
            file.unlink()
        again = [json.loads(file.read_text(encoding="utf-8")) for file in Path(job.out).glob(f"{job.name}-*.again")]
        repeated = Count()
        rows_again = np.sort(np.array([row for each in again for row in each], np.int64))
        repeated.flaws.add_rows(What.DUPLICATE, source.record or OWNER, piece.REPEATED, rows_again)
        yield repeated


@dataclass(frozen=True)
class Job:
    """What executors need to know of a delivery."""

    manifest: Manifest
    reading: Reading
    slices: int
    out: str
    name: str

    @property
    def rows(self) -> pa.Schema:
        """The columns of rows on their way to their slice."""
        fields = list(self.reading.schema)[-len(self.reading.source.fields) :]
        head = [(SLICE, pa.int32()), (ROW, pa.int64()), (KEY, pa.int64())]
        return pa.schema([*head, *((each.name, _signed(each.type)) for each in form.SCHEMA), *fields])

    def read(self, given: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Read groups of rows, and say of each row to which slices it goes."""
        for batch in given:
            for number, first in zip(*(batch.column(at).to_pylist() for at in range(2)), strict=True):
                total = Count()
                try:
                    yield from self._group(number, first, total)
                except Bad as bad:
                    total.flaws.add(bad.flaw)
                except ExcelDamaged as damaged:
                    total.flaws.add(Flaw(What.NUMBER, str(damaged).rstrip("。"), OWNER))
                with whole(Path(self.out) / f"{self.name}-{number:06}.count") as draft:
                    draft.write_text(json.dumps(total.as_json(), ensure_ascii=False), encoding="utf-8")

    def _group(self, number: int, first: int, total: Count) -> Iterator[pa.RecordBatch]:
        flaws = Flaws()
        for batch in batches(self.manifest, self.reading.source, flaws, groups=[number]):
            matched, fields, count = self.reading.keyed(batch, first)
            keys, places = self.reading.hashes(matched, fields, first)
            mine = np.zeros(len(batch), np.int64)
            mine[places.astype(np.int64) - first - 1] = keys.view(np.int64)
            rows, into = slices.slices_of_rows(matched, self.slices)
            chosen = pa.array(rows, pa.int64())
            head = [pa.array(into), pa.array(rows + first), pa.array(mine[rows])]
            given = (each.cast(_signed(each.type)) for each in matched.take(chosen).columns)
            rest = [*given, *(each.take(chosen) for each in fields.values())]
            yield pa.RecordBatch.from_arrays([*head, *rest], schema=self.rows)
            total.add(count)
            first += len(batch)
        total.add(Count(flaws=flaws))

    def match(self, number: int, mine: pa.Table, rows: pa.Table) -> pa.Table:
        """Match a slice, and write its piece; return which slice it was."""
        rows = rows.combine_chunks().sort_by(ROW)
        matched = rows.select(form.SCHEMA.names).cast(form.SCHEMA).combine_chunks().to_batches()
        file = Path(self.out) / f"{self.name}-{number:06}.parquet"
        if matched and len(mine):
            found = slices.pairs_of(mine.cast(slices.ENTRIES), matched[0], rows[ROW].to_numpy())
            within = found["_within"]
            for field in list(self.reading.schema)[-len(self.reading.source.fields) :]:
                found = found.append_column(field.name, rows[field.name].take(within))
            write_table(found.drop_columns(["_within"]).cast(self.reading.schema), file)
        with whole(file.with_suffix(".again")) as draft:
            draft.write_text(json.dumps(_again(rows)), encoding="utf-8")
        return pa.table({"slice": pa.array([number], pa.int32())})


def _again(rows: pa.Table) -> list[int]:
    """Return the places from 1 of rows with a right number that repeat another of their slice; `rows` are in order."""
    right = np.flatnonzero(rows["token"].to_numpy() != 0) if len(rows) else np.empty(0, np.int64)
    keys, places = (rows[name].to_numpy()[right] for name in (KEY, ROW))
    order = np.lexsort((places, keys))
    return (places[order][1:][np.diff(keys[order]) == 0] + 1).tolist() if len(order) else []


def _firsts(file: Path) -> list[int]:
    """Return the first row of each group of rows."""
    told = pq.read_metadata(file)
    sizes = [told.row_group(number).num_rows for number in range(told.num_row_groups)]
    return [sum(sizes[:number]) for number in range(len(sizes))]


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 of the extra `spark`

    return from_arrow_schema(pa.schema([pa.field(each.name, _signed(each.type)) for each in schema]))


def _signed(kind: pa.DataType) -> pa.DataType:
    """Spark has no unsigned numbers."""
    return pa.int16() if pa.types.is_uint8(kind) else kind
