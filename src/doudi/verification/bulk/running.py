"""Runs all recipients against all sources; a run that was killed goes on where it stood.

The folder holds `findings/` and `status/` (a Parquet file a source), `items.parquet`, with last month's folder
`changes.parquet`, `review.csv`, and in `work/` a list for each township. `_run.json` says what it was made of; what
begins with `_` is no result. Pieces of deliveries lie in `_pieces` until all is done.
"""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from doudi.kernel.divisions import county_of
from doudi.policy.batch.columns import column_name
from doudi.policy.batch.folder import begun, ends, made
from doudi.policy.batch.running import DONE
from doudi.policy.packs import Packs
from doudi.verification.bulk import months, reviewing, worklists
from doudi.verification.bulk.arrivals import Arrival, Arrivals, Came
from doudi.verification.bulk.items import SCHEMA
from doudi.verification.bulk.judging import Judging, read_verdicts
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.bulk.rolls import Rolls
from doudi.verification.bulk.settling import Settled, Settling
from doudi.verification.bulk.taking import PIECE, Taking
from doudi.verification.bulk.writing import whole, write_table
from doudi.verification.deliveries.values import TYPES
from doudi.verification.deployment import Arrangements
from doudi.verification.sourceentries import Source
from doudi.verification.sources import Sourcebook

PIECES, SUMMARY, VERDICTS = "_pieces", "_summary.json", "_verdicts.parquet"
PRIVATE: Final = 0o700


@dataclass(frozen=True)
class Verification:
    """What is asked: who against which deliveries, on which day."""

    recipients: Path
    sources: Path
    on: date
    out: Path
    packs: Packs
    book: Sourcebook
    arranged: Arrangements
    secret: bytes
    previous: Path | None = None
    verdicts: Path | None = None
    piece: int = PIECE


@dataclass
class Tally:
    """How far a run is, in rows of all deliveries."""

    whole: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Summary:
    """What came of a run: by source, and the deliveries that were sent back with their flaws."""

    recipients: int = 0
    households: int = 0
    sources: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    refused: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    items: int = 0
    changes: dict[str, int] = field(default_factory=dict[str, int])
    townships: int = 0


Taker = Callable[["Opened", Callable[[int], None]], None]
"""Takes in every delivery: the local engine's `taken`, or Spark's."""


def run(asked: Verification, told: Callable[[Tally], None] = lambda _: None, take: Taker | None = None) -> Summary:
    """Run, or do what is left of it; `told` hears of each piece.

    Raises SourceUnreadable, LeaveNotGiven, NoDeliveries, TwoOfADay, OtherBatchThere, NotLastMonth, DiskFull."""
    if asked.previous is not None:
        months.require_finished(asked.previous)
    opened = Opened.of(asked)
    with made(asked.out):
        asked.out.chmod(PRIVATE)
        begun(asked.out, opened.identity(take), asked.piece)
        if not (asked.out / DONE).exists():
            tally = Tally(whole=sum(each.manifest.rows for each in opened.arrivals.all))
            told(tally)

            def more(rows: int) -> None:
                tally.rows += rows
                told(tally)

            (take or taken)(opened, more)
            _finish(asked, opened)
    return Summary(**json.loads((asked.out / SUMMARY).read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Opened:
    """The files of a run, looked through as far as can be before anything is written."""

    asked: Verification
    recipients: Recipients
    arrivals: Arrivals
    rolls: Rolls

    @classmethod
    def of(cls, asked: Verification) -> Opened:
        """Open them."""
        recipients = Recipients.read(asked.recipients, declarable(asked.book, asked.packs))
        arrivals = Arrivals.of(asked.sources, asked.book, asked.on, asked.arranged)
        return cls(asked, recipients, arrivals, Rolls(recipients, asked.on, asked.secret))

    @property
    def pieces(self) -> Path:
        """Where the pieces of deliveries lie."""
        return self.asked.out / PIECES

    def taking(self, told: Callable[[int], None]) -> Taking:
        """Return what takes in deliveries here."""
        return Taking(self.recipients, self.rolls, self.asked.packs.facts, self.pieces, told, self.asked.piece)

    def sources(self) -> list[Source]:
        """List the sources that the recipients' places may ask on the day, and those that came."""
        counties = {county_of(place) for place in self.recipients.places}
        names = {each.source.name for county in counties for each in self.asked.book.askable(county, self.asked.on)}
        names |= {each.source for each in self.arrivals.all if each.source}
        return [source for name, source in self.asked.book.sources.items() if name in names]

    def identity(self, take: Taker | None) -> dict[str, object]:
        """Say what makes two runs the same."""
        asked = self.asked
        files = [asked.recipients, *(each.path for each in self.arrivals.all)]
        files += [each.manifest.file for each in self.arrivals.all if each.manifest.file is not None]
        files += [file for file in (asked.verdicts, asked.previous and asked.previous / months.ITEMS) if file]
        return {
            "law": asked.packs.digest, "on": asked.on.isoformat(), "engine": "spark" if take else "local",
            "key": hashlib.sha256(b"doudi verify\0" + asked.secret).hexdigest()[:16],
            "files": [[file.name, file.stat().st_size, hashlib.sha256(ends(file)).hexdigest()] for file in files],
        }  # fmt: skip


def declarable(book: Sourcebook, packs: Packs) -> dict[str, pa.DataType]:
    """Name the columns of facts that some source speaks of, with their types."""
    return {
        column_name(packs.facts.by_name[each.fact]): TYPES[each.type]
        for source in book.sources.values()
        for each in source.fields
        if each.fact is not None
    }


def taken(opened: Opened, told: Callable[[int], None]) -> None:
    """Take in every delivery on this machine; one source after the other, as these have the same roll."""
    taking = opened.taking(told)
    for arrival in sorted(opened.arrivals.all, key=lambda each: (each.source, each.number)):
        opened.arrivals.came[arrival.number] = taking.take(arrival)


def _finish(asked: Verification, opened: Opened) -> None:
    """Settle every source, and write the lists; all of it is written anew where a run was killed here."""
    said = asked.previous / VERDICTS if asked.previous else None
    kept = read_verdicts(said, asked.verdicts)
    write_table(kept, asked.out / VERDICTS)
    settling = Settling(
        opened.recipients, opened.arrivals, opened.rolls, Judging(asked.secret, kept), asked.packs.facts,
        opened.pieces, asked.out,
    )  # fmt: skip
    settled = {source.name: settling.settle(source) for source in opened.sources()}
    now = pa.concat_tables([SCHEMA.empty_table(), *(each.items for each in settled.values())])
    write_table(now, asked.out / months.ITEMS)
    listed = months.all_of(now)
    if asked.previous is not None:
        listed = months.changes(now, asked.previous, asked.out)
        write_table(listed, asked.out / months.CHANGES)
    worklists.write_reviews(reviewing.joined([each.reviews for each in settled.values()]), asked.out, asked.book)
    townships = worklists.write(listed, asked.out, asked.book, asked.packs.facts)
    _sum_up(asked, opened, settled, listed, townships)
    (asked.out / DONE).touch()
    shutil.rmtree(opened.pieces, ignore_errors=True)


def _sum_up(asked: Verification, opened: Opened, settled: dict[str, Settled], listed: pa.Table, townships: int) -> None:
    counted = listed[months.CHANGE].value_counts().to_pylist() if asked.previous else []
    summary = Summary(
        recipients=len(opened.recipients), households=len(opened.recipients.households),
        sources={name: each.told for name, each in settled.items()},
        refused=[_refused(each, opened.arrivals.came[each.number]) for each in opened.arrivals.all
                 if opened.arrivals.came[each.number].flaw_count],
        items=sum(len(each.items) for each in settled.values()),
        changes={each["values"]: each["counts"] for each in counted}, townships=townships,
    )  # fmt: skip
    with whole(asked.out / SUMMARY) as draft:
        draft.write_text(json.dumps(vars(summary), ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _refused(arrival: Arrival, came: Came) -> dict[str, Any]:
    return {
        "manifest": arrival.path.name, "source": arrival.source, "flaw_count": came.flaw_count,
        "flaws": [flaw.sentence for flaw in came.flaws],
    }  # fmt: skip
