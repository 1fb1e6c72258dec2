"""Runs a batch part by part into a folder of Parquet files; a run that was killed goes on where it stood.

The folder is what Spark and others write and read as one table. `_run.json` says what the parts were made of: another
batch does not go into it. Files that begin with `_` are no part of the table.
"""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from doudi.kernel.divisions import NATION
from doudi.policy.batch import kernel, sources
from doudi.policy.batch.chunk import Chunk
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import HOUSEHOLD_ID, MEMBERS, PLACE, Columns
from doudi.policy.batch.computing import Computer
from doudi.policy.batch.folder import RUN, begun, ends, made
from doudi.policy.batch.persons import nested
from doudi.policy.batch.results import table
from doudi.policy.batch.sources import Part, Source, SourceUnreadable
from doudi.policy.batch.twins import twins
from doudi.policy.batch.work import Work
from doudi.policy.report import as_text
from doudi.policy.snapshot import LawSnapshot

REJECTS, DONE = "_rejects.csv", "_SUCCESS"
TITLES = ("row", "household_id", "path", "reason")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets compute instead of showing it."""
MOMENT = 1
"""Seconds after which it is said how far a run is, though no part has ended."""


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
    moving: dict[int, int] = field(default_factory=dict[int, int])
    """How far the parts under way are, by their number."""

    @property
    def reached(self) -> int:
        """How many households are done, those of parts under way among them."""
        return self.households + sum(list(self.moving.values()))


def run(batch: BulkRun, told: Callable[[Tally], None] = lambda _: None) -> Tally:
    """Run a batch, or what is left of it; `told` hears of each part.

    Raises SourceUnreadable, OtherBatchThere, NoLawYet.
    """
    law = batch.snapshot.law(NATION, batch.on, batch.only)
    work, columns = Work.of(law), Columns.of(batch.snapshot.packs.facts)
    opened = Opened.of(batch, work, columns)
    with made(batch.out), taken_back(batch.out):
        size = begin(batch, part_size())
        compiling = kernel.compiled if kernel.is_wanted() else None
        computer = Computer.of(batch.snapshot, work, on=batch.on, only=batch.only, compiling=compiling)
        chunking = Chunking(batch.snapshot, work, columns, batch.on, batch.only)
        tally = Tally(whole=opened.households.count())
        told(tally)
        for _ in Doing(batch, chunking, computer, opened.twins, tally).all(opened.parts(size)):
            told(tally)
        finish(batch.out)
    return tally


def part_size() -> int:
    """Return how many households make a part: some seconds of work, compiled or not."""
    return sources.PART if kernel.is_wanted() else min(sources.PART, sources.PLAIN_PART)


@dataclass(frozen=True)
class Opened:
    """The files of a batch, looked through as far as can be before anything is written."""

    households: Source
    persons: Source | None
    twins: Mapping[int, int]

    @classmethod
    def of(cls, batch: BulkRun, work: Work, columns: Columns) -> Opened:
        """Open the files. Raises SourceUnreadable."""
        households = Source.of(batch.households, columns, work)
        persons = None if batch.persons is None else Source.flat(batch.persons, columns, work)
        households.having(PLACE, *([MEMBERS] if persons is None else [HOUSEHOLD_ID]))
        for source in (households, persons):
            if source is not None:
                source.read_through()
        opened = cls(households, persons, twins(households))
        opened.parts(1)
        return opened

    def parts(self, size: int) -> Iterator[Part]:
        """Return the parts. Raises SourceUnreadable where the two files do not go together."""
        return self.households.parts(size) if self.persons is None else nested(self.households, self.persons, size)


@dataclass(frozen=True)
class Doing:
    """Does the parts of one batch, and keeps its tally."""

    batch: BulkRun
    chunking: Chunking
    computer: Computer
    twins: Mapping[int, int]
    tally: Tally

    def all(self, parts: Iterator[Part]) -> Iterator[None]:
        """Do all parts, a few at a time; yield whenever one is done, and every moment while none is."""
        threads = self.batch.threads or os.cpu_count() or 1
        with ThreadPoolExecutor(threads) as pool:
            under_way: set[Future[tuple[Part, int, bool]]] = set()
            for part in parts:
                under_way.add(pool.submit(self.part, part))
                while len(under_way) > threads:
                    under_way = self.taken(under_way)
                    yield
            while under_way:
                under_way = self.taken(under_way)
                yield

    def taken(self, under_way: set[Future[tuple[Part, int, bool]]]) -> set[Future[tuple[Part, int, bool]]]:
        """Count the parts that are done by now, or after a moment, and return the others."""
        done, others = wait(under_way, timeout=MOMENT, return_when=FIRST_COMPLETED)
        for part, rejected, is_kept in (each.result() for each in done):
            self.tally.moving.pop(part.number, None)
            self.tally.households += part.rows
            self.tally.rejected += rejected
            self.tally.parts += 1
            self.tally.kept += is_kept
        return others

    def part(self, part: Part) -> tuple[Part, int, bool]:
        """Do one part, and return with it how many are rejected, and whether it was there already.

        Its file comes last and whole, so that a part that is there is done.
        """
        out = self.batch.out
        file, rejects = out / f"part-{part.number:06}.parquet", out / f"_rejects-{part.number:06}.csv"
        if file.exists():
            return part, _lines(rejects), True
        chunk, wrong = self.chunking.chunk(part.load(), part.first_row, self.twins, part.wrong)
        reasons = out / f"_explained-{part.number:06}.jsonl"
        reasons.unlink(missing_ok=True)
        explain(reasons, self.computer, chunk, below=self.batch.explain)
        draft = file.with_suffix(".draft")
        found = self.computer.compute(chunk, lambda done: self.tally.moving.update({part.number: done}))
        pq.write_table(table(self.computer.work, chunk, found), draft)
        with rejects.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows(told_apart(wrong))
        draft.replace(file)
        return part, len({row for row, *_ in wrong}), False


def told_apart(wrong: Iterable[tuple[int, str, str, str]]) -> Iterator[tuple[int, str, str, str]]:
    """Give the lines of a rejects file: rows count from 1, and no id is taken for a formula by whoever opens it."""
    for row, whose, path, reason in wrong:
        yield row + 1, f"'{whose}" if whose.startswith(FORMULAS) else whose, path, reason


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


def begin(batch: BulkRun, size: int) -> int:
    """Mark the folder, or find in it an earlier run of the same batch; return how many households make a part there.

    Spark cuts parts by itself, and says 0; neither engine goes on with what the other began.
    Raises OtherBatchThere, FolderNotEmpty.
    """
    return begun(batch.out, _identity(batch), size)


@contextmanager
def taken_back(out: Path) -> Generator[None]:
    """Remove what a run has written where its input turns out to be wrong: nothing of it is of any use."""
    try:
        yield
    except SourceUnreadable:
        clear(out)
        (out / RUN).unlink(missing_ok=True)
        raise


def clear(out: Path) -> None:
    """Remove the parts that runs have left."""
    for file in (*out.glob("part-*"), *out.glob("_rejects-*"), *out.glob("_explained-*")):
        file.unlink()


def _identity(batch: BulkRun) -> dict[str, object]:
    """Say what makes two runs the same: law, day, programmes, and the files as they are."""
    files = [file for file in (batch.households, batch.persons) if file is not None]
    return {
        "law": batch.snapshot.digest, "on": batch.on.isoformat(),
        "programmes": sorted(batch.only) if batch.only is not None else None, "explain": batch.explain,
        "files": [[file.name, file.stat().st_size, hashlib.sha256(ends(file)).hexdigest()] for file in files],
    }  # fmt: skip


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
