"""Runs a batch part by part into a folder of Parquet files; a run that was killed goes on where it stood.

The folder is what Spark and others write and read as one table. `_run.json` says what the parts were made of: another
batch does not go into it. Files that begin with `_` are no part of the table.
"""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from doudi.kernel.divisions import NATION
from doudi.kernel.errors import Refused
from doudi.policy.batch import kernel
from doudi.policy.batch.chunk import Chunk
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.persons import nested
from doudi.policy.batch.results import table
from doudi.policy.batch.sources import Part, Source
from doudi.policy.batch.twins import twins
from doudi.policy.batch.work import Work
from doudi.policy.report import as_text
from doudi.policy.snapshot import LawSnapshot

RUN, REJECTS, DONE = "_run.json", "_rejects.csv", "_SUCCESS"
TITLES = ("row", "household_id", "path", "reason")


class OtherBatchThere(Refused):
    """The folder holds the results of something else."""

    code = "batch.other_batch_there"
    sentence = (
        "{folder} 里已有另一次计算的结果（输入文件、日期、项目或者政策不同），没有覆盖；请换一个名字，或者先删掉它。"
    )


@dataclass(frozen=True)
class BulkRun:
    """What is asked of many households."""

    snapshot: LawSnapshot
    households: Path
    persons: Path | None
    on: date
    out: Path
    only: frozenset[str] | None = None
    explain: int = 0
    threads: int = 0


@dataclass
class Tally:
    """What came of a batch so far; `whole` are the rows of its file, 0 where only reading tells."""

    whole: int = 0
    households: int = 0
    rejected: int = 0
    parts: int = 0
    kept: int = 0


def run(batch: BulkRun, told: Callable[[Tally], None] = lambda _: None) -> Tally:
    """Run a batch, or what is left of it; `told` hears of each part.

    Raises SourceUnreadable, OtherBatchThere, NoLawYet.
    """
    law = batch.snapshot.law(NATION, batch.on, batch.only)
    work, columns = Work.of(law), Columns.of(batch.snapshot.packs.facts)
    households = Source.of(batch.households, columns, work)
    persons = None if batch.persons is None else Source.flat(batch.persons, columns, work)
    begin(batch)
    compiling = kernel.compiled if kernel.is_wanted() else None
    computer = Computer.of(batch.snapshot, work, on=batch.on, only=batch.only, compiling=compiling)
    doing = Doing(batch, Chunking(batch.snapshot, work, columns, batch.on, batch.only), computer, twins(households))
    tally = Tally(whole=households.count())
    for households_done, rejected, is_kept in doing.all(
        households.parts() if persons is None else nested(households, persons)
    ):
        tally.households += households_done
        tally.rejected += rejected
        tally.parts += 1
        tally.kept += is_kept
        told(tally)
    finish(batch.out)
    return tally


@dataclass(frozen=True)
class Doing:
    """Does the parts of one batch."""

    batch: BulkRun
    chunking: Chunking
    computer: Computer
    twins: Mapping[int, int]

    def all(self, parts: Iterator[Part]) -> Iterator[tuple[int, int, bool]]:
        """Do all parts, a few at a time; yield households, rejected ones, and whether a part was there already."""
        threads = self.batch.threads or os.cpu_count() or 1
        with ThreadPoolExecutor(threads) as pool:
            under_way: set[Future[tuple[int, int, bool]]] = set()
            for part in parts:
                under_way.add(pool.submit(self.part, part))
                if len(under_way) > threads:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    yield from (each.result() for each in done)
            yield from (each.result() for each in under_way)

    def part(self, part: Part) -> tuple[int, int, bool]:
        """Do one part; its file comes last and whole, so that a part that is there is done."""
        out = self.batch.out
        file, rejects = out / f"part-{part.number:06}.parquet", out / f"_rejects-{part.number:06}.csv"
        if file.exists():
            return part.rows, _lines(rejects), True
        chunk, wrong = self.chunking.chunk(part.load(), part.first_row, self.twins)
        reasons = out / f"_explained-{part.number:06}.jsonl"
        reasons.unlink(missing_ok=True)
        explain(reasons, self.computer, chunk, below=self.batch.explain)
        draft = file.with_suffix(".draft")
        pq.write_table(table(self.computer.work, chunk, self.computer.compute(chunk)), draft)
        with rejects.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows((row + 1, whose, path, reason) for row, whose, path, reason in wrong)
        draft.replace(file)
        return part.rows, len({row for row, *_ in wrong}), False


def explain(file: Path, computer: Computer, chunk: Chunk, *, below: int) -> None:
    """Add the full explanation of the households whose row is below a number to a file: a line of JSON each."""
    which = [index for index, row in enumerate(chunk.rows.tolist()) if row < below] if below else []
    if which:
        with file.open("a", encoding="utf-8") as written:
            for index in which:
                whose = chunk.ids[index].as_py()
                written.write(as_text(computer.assessment(chunk, index), household_id=whose) + "\n")


def counted(out: Path) -> Tally:
    """Count what lies in a folder of results."""
    parts = sorted(out.glob("part-*.parquet"))
    rejected = sum(_lines(file) for file in out.glob("_rejects-*.csv"))
    sound = sum(pq.read_metadata(part).num_rows for part in parts)
    return Tally(households=sound + rejected, rejected=rejected, parts=len(parts))


def begin(batch: BulkRun) -> None:
    """Make the folder, or find in it an earlier run of the same batch."""
    mark = json.dumps(_identity(batch), ensure_ascii=False, indent=1)
    batch.out.mkdir(parents=True, exist_ok=True)
    there = batch.out / RUN
    if there.exists():
        if there.read_text(encoding="utf-8") != mark:
            raise OtherBatchThere(folder=batch.out)
    elif any(batch.out.iterdir()):
        raise OtherBatchThere(folder=batch.out)
    else:
        there.write_text(mark, encoding="utf-8")


def _identity(batch: BulkRun) -> dict[str, object]:
    """Say what makes two runs the same: law, day, programmes, and the files as they are."""
    files = [file for file in (batch.households, batch.persons) if file is not None]
    return {
        "law": batch.snapshot.digest, "on": batch.on.isoformat(),
        "programmes": sorted(batch.only) if batch.only is not None else None, "explain": batch.explain,
        "files": [[file.name, file.stat().st_size, hashlib.sha256(_ends(file)).hexdigest()] for file in files],
    }  # fmt: skip


def _ends(file: Path) -> bytes:
    """Return the beginning and the end of a file; those of a Parquet file tell of all between."""
    with file.open("rb") as opened:
        begin = opened.read(1 << 16)
        opened.seek(max(0, file.stat().st_size - (1 << 16)))
        return begin + opened.read()


def finish(out: Path) -> None:
    """Put the rejected rows into one file, and say that all is there."""
    with (out / REJECTS).open("w", encoding="utf-8-sig", newline="") as written:
        csv.writer(written).writerow(TITLES)
        for file in sorted(out.glob("_rejects-*.csv")):
            written.write(file.read_text(encoding="utf-8"))
    (out / DONE).touch()


def _lines(file: Path) -> int:
    with file.open(encoding="utf-8", newline="") as opened:
        return len({row[0] for row in csv.reader(opened)})
