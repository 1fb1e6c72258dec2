"""Runs a batch on a Spark cluster: the same kernel through `mapInArrow`, households spread over the executors.

The driver looks at the columns, compiles the kernel and sends it; executors read, compute and write by themselves, some
thousand households at a time. Results and rejects lie in the folder under the names that a local run gives them; the
folder and the input must be where every executor reaches them. doudi must be installed there in the same version.
"""

# pyright: basic, reportMissingImports=false
# pyspark and pyarrow tell few types, and pyspark is not everywhere.

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.divisions import NATION
from doudi.kernel.errors import Refused
from doudi.policy.batch import kernel
from doudi.policy.batch.chunk import Found, causes_of
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import HOUSEHOLD_ID, MEMBERS, PLACE, Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.folder import made
from doudi.policy.batch.results import table
from doudi.policy.batch.running import DONE, BulkRun, Tally, begin, clear, counted, explain, finish, told_apart
from doudi.policy.batch.sources import Source
from doudi.policy.batch.work import Work
from doudi.policy.packs import Packs
from doudi.policy.parameters import DatedValue
from doudi.policy.snapshot import LawSnapshot

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

AT_ONCE, TASK = 8_192, 65_536
"""Households that an executor holds at once, and those of one task."""
ROW, FIRST = "_row", "_first"
"""Columns that go beside the households: their row in the file, and the row that had their number first."""


class OtherPacksThere(Refused):
    """An executor has packs of its own that differ from the driver's."""

    code = "batch.other_packs_there"
    sentence = "执行节点上的政策包与提交任务的机器不同（{theirs}，应为 {ours}）；请在每个节点装同一版本。"


class OnlyNestedParquet(Refused):
    """Spark reads one Parquet file with nested members."""

    code = "batch.only_nested_parquet"
    sentence = "{file}：--engine spark 只读成员嵌在家庭里的 Parquet 文件；请先用 --engine local，或者先并成一个文件。"


@dataclass(frozen=True)
class Job:
    """What executors need to know; small enough to go with every task."""

    packs: Callable[[], Packs]
    digest: str
    overlay: tuple[DatedValue, ...]
    assumed: tuple[tuple[str, int], ...]
    on: date
    only: frozenset[str] | None
    explain: int
    out: str
    compiled: bool


def run(batch: BulkRun, packs: Callable[[], Packs], spark: SparkSession | None = None) -> Tally:
    """Run a batch on the cluster that `spark`, or else the surroundings, name; `packs` loads them on an executor.

    Raises SourceUnreadable, OnlyNestedParquet, OtherBatchThere, NoLawYet.
    """
    if batch.persons is not None or batch.households.suffix.lower() == ".csv":
        raise OnlyNestedParquet(file=batch.persons or batch.households)
    work = Work.of(batch.snapshot.law(NATION, batch.on, batch.only))
    columns = Columns.of(batch.snapshot.packs.facts)
    source = Source.of(batch.households, columns, work).having(PLACE, MEMBERS)
    with made(batch.out):
        begin(batch, 0)
    if not (batch.out / DONE).exists():
        clear(batch.out)
        session = spark or started()
        kept = session.sparkContext.broadcast(kernel.packed(work) if kernel.is_wanted() else {})
        job = Job(
            packs, batch.snapshot.digest, batch.snapshot.overlay, tuple(sorted(batch.snapshot.assumed.items())),
            batch.on, batch.only, batch.explain, str(batch.out.resolve()), kernel.is_wanted(),
        )  # fmt: skip
        _spread(session, source).mapInArrow(
            lambda batches: computed(job, kept.value, batches), _spark_schema(_result_of(batch, work, columns))
        ).write.mode("append").parquet(str(batch.out.resolve()))
    finish(batch.out)
    return counted(batch.out)


def started(master: str | None = None) -> SparkSession:
    """Start Spark, or take what `spark-submit` has started; executors run the Python of the driver."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 of the extra `spark`

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("doudi batch").config("spark.sql.session.timeZone", "Asia/Shanghai")
    return (builder.master(master) if master else builder).getOrCreate()


def _spread(spark: SparkSession, source: Source) -> DataFrame:
    """Return the households with their rows and, where a number repeats, the row that had it first."""
    from pyspark.sql import functions as of  # noqa: PLC0415 the same

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", AT_ONCE)
    read = spark.read.schema(_spark_schema(_pruned(source))).parquet(str(source.file.resolve()))
    households = read.withColumn(ROW, of.col("_metadata.row_index"))
    tasks = max(spark.sparkContext.defaultParallelism, source.count() // TASK + 1)
    spark.conf.set("spark.sql.shuffle.partitions", tasks)
    if HOUSEHOLD_ID not in read.columns:
        return households.withColumn(FIRST, of.col(ROW)).repartition(tasks, ROW)
    named = households.where(of.col(HOUSEHOLD_ID) != "")
    twins = named.groupBy(HOUSEHOLD_ID).agg(of.min(ROW).alias(FIRST), of.count(ROW).alias("times"))
    repeated = twins.where(of.col("times") > 1).drop("times")
    return households.join(repeated, HOUSEHOLD_ID, "left").repartition(tasks, HOUSEHOLD_ID, ROW)


def computed(
    job: Job, kept: dict[str, tuple[bytes, int]], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """Compute the households of a partition on an executor; what is wrong goes into the partition's own file."""
    from pyspark import TaskContext  # noqa: PLC0415 the same

    chunking, computer = _ready(job, kept)
    context = TaskContext.get()
    number, out = context.partitionId() if context else 0, Path(job.out)
    rejects, reasons = out / f"_rejects-{number:06}.csv", out / f"_explained-{number:06}.jsonl"
    reasons.unlink(missing_ok=True)
    draft = rejects.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as written:
        for each in batches:
            given = pa.Table.from_batches([each])
            rows, firsts = (given[name].fill_null(-1).to_numpy() for name in (ROW, FIRST))
            again = np.flatnonzero((firsts >= 0) & (firsts != rows))
            twins = dict(zip(rows[again].tolist(), firsts[again].tolist(), strict=True))
            chunk, wrong = chunking.chunk(given.drop_columns([ROW, FIRST]), rows, twins)
            csv.writer(written).writerows(told_apart(wrong))
            explain(reasons, computer, chunk, below=job.explain)
            yield from plain(table(computer.work, chunk, computer.compute(chunk))).to_batches()
    draft.replace(rejects)


_READY: dict[tuple[Any, ...], tuple[Chunking, Computer]] = {}


def _ready(job: Job, kept: Mapping[str, tuple[bytes, int]]) -> tuple[Chunking, Computer]:
    """Make ready what computes, once a process of an executor. Raises OtherPacksThere."""
    key = (job.digest, job.on, job.only, job.compiled)
    if key not in _READY:
        snapshot = LawSnapshot(job.packs(), job.overlay, dict(job.assumed))
        if snapshot.digest != job.digest:
            raise OtherPacksThere(theirs=snapshot.digest[:12], ours=job.digest[:12])
        work = Work.of(snapshot.law(NATION, job.on, job.only))
        kernel.unpack(kept)
        compiling = kernel.compiled if job.compiled and kernel.is_wanted() else None
        computer = Computer.of(snapshot, work, on=job.on, only=job.only, compiling=compiling)
        _READY[key] = Chunking(snapshot, work, Columns.of(snapshot.packs.facts), job.on, job.only), computer
    return _READY[key]


def plain(found: pa.Table) -> pa.Table:
    """Return results with texts in place of numbered texts, which Spark does not know."""
    return found.cast(pa.schema([pa.field(each.name, _plain(each.type)) for each in found.schema]))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(each.name, _plain(each.type)) for each in kind])
    return kind


def _result_of(batch: BulkRun, work: Work, columns: Columns) -> pa.Schema:
    """Return the columns of the results."""
    chunk, _ = Chunking(batch.snapshot, work, columns, batch.on, batch.only).chunk(pa.table({}), 0)
    return plain(table(work, chunk, Found.empty(work, chunk, causes_of(work, chunk)))).schema


def _pruned(source: Source) -> pa.Schema:
    """Return the columns that are needed, as the file has them."""
    opened = pq.ParquetFile(source.file)
    first = next(opened.iter_batches(1, columns=source.leaves(opened.schema)), None)
    return opened.schema_arrow if first is None else first.schema


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 the same

    return from_arrow_schema(pa.schema([pa.field(each.name, _plain(each.type)) for each in schema]))
