"""What one source says of everybody: findings beside what was declared, how it stands for each household, and items."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.divisions import county_of
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID, PERSON_ID, PLACE, column_name
from doudi.policy.facts import Facts
from doudi.verification.bulk import items, reviewing
from doudi.verification.bulk.arrivals import Arrival, Arrivals, Stand
from doudi.verification.bulk.comparing import Sum, single
from doudi.verification.bulk.items import Kind, Said
from doudi.verification.bulk.judging import Judging, of_verdict
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.bulk.rolls import Rolls
from doudi.verification.bulk.wording import worded
from doudi.verification.bulk.writing import whole, write_table
from doudi.verification.deliveries.values import TYPES
from doudi.verification.matching.verdicts import Verdict
from doudi.verification.sourceentries import FieldType, Source, SourceField

FINDINGS, STATUS = "findings", "status"
NO_DAY: Final = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Settled:
    """What came of a source: its items, its pairs for review, and counts for the summary."""

    items: pa.Table
    reviews: pa.Table
    told: dict[str, Any]


@dataclass(frozen=True)
class Settling:
    """Settles one source after the other; `pieces` lists those of a delivery."""

    recipients: Recipients
    arrivals: Arrivals
    rolls: Rolls
    judging: Judging
    facts: Facts
    folder: Path
    out: Path

    def settle(self, source: Source) -> Settled:
        """Write findings and status of a source. Raises DiskFull."""
        stands = self.arrivals.by_county(source, sorted({county_of(place) for place in self.recipients.places}))
        going = Going.of(self, source, stands)
        with whole(self.out / FINDINGS / f"{source.name}.parquet") as draft:
            self._write(draft, going)
        status = going.status()
        write_table(status, self.out / STATUS / f"{source.name}.parquet")
        found = pa.concat_tables([items.SCHEMA.empty_table(), *going.items, *going.compared()])
        return Settled(found, reviewing.joined(going.reviews), going.told(status, len(found)))

    def _write(self, draft: Path, going: Going) -> None:
        with pq.ParquetWriter(draft, going.schema, compression="zstd") as writer:
            for arrival, counts in going.counting:
                pieces = sorted(self.folder.glob(f"{arrival.number:04}-*.parquet"))
                for judged in self.judging.all(pieces, counts):
                    table = going.take(arrival, judged)
                    if len(table):
                        writer.write_table(table)


@dataclass
class Going:
    """What is collected on the way through the pairs of one source."""

    settling: Settling
    source: Source
    stands: list[Stand]
    stand_of: Any
    """By member: which of `stands` is that of its county."""
    asked: Any
    as_of: Any
    counting: list[tuple[Arrival, Any]]
    sums: list[Sum]
    on_record: Any
    in_review: Any
    items: list[pa.Table]
    reviews: list[pa.Table]

    @classmethod
    def of(cls, settling: Settling, source: Source, stands: Any) -> Going:
        """Begin."""
        people, counties = settling.recipients, list(stands)
        at = np.array([counties.index(county_of(place)) for place in people.places], np.int64)[people.place_of]
        asked, as_of = np.zeros(len(people), bool), np.full(len(people), NO_DAY)
        counting: list[tuple[Arrival, Any]] = []
        listed = [stands[county] for county in counties]
        for number in sorted({each.arrival.number for each in listed if each.arrival}):
            arrival = settling.arrivals.all[number]
            here = np.array([each.arrival is arrival for each in listed])[at]
            mask = settling.rolls.asked(arrival) & here
            asked |= mask
            as_of[here] = np.datetime64(arrival.manifest.as_of, "D")
            counting.append((arrival, mask))
        sums = [
            Sum(people, field, settling.facts.by_name[field.fact])
            for field in source.fields
            if field.fact is not None and field.type.adds_up and _column(settling.facts, field) in people.declared
        ]
        nobody = np.zeros(len(people), bool)
        return cls(settling, source, listed, at, asked, as_of, counting, sums, nobody, nobody.copy(), [], [])

    @property
    def schema(self) -> pa.Schema:
        """The columns of the findings: whose, of which delivery and day, on what ground; then found beside declared."""
        head = [
            (HOUSEHOLD_ID, pa.string()), (PLACE, pa.string()), (PERSON_ID, pa.string()), ("as_of", pa.date32()),
            ("delivery", pa.string()), ("row", pa.int64()), ("ground", pa.string()),
        ]  # fmt: skip
        return pa.schema([*head, *((name, type_) for name, type_, _ in self._columns())])

    def take(self, arrival: Arrival, judged: pa.Table) -> pa.Table:
        """Take in judged pairs, and return the findings among them."""
        review = of_verdict(judged, Verdict.REVIEW)
        self.in_review[review["recipient"].to_numpy()] = True
        if len(review):
            listed = reviewing.table(self.settling.recipients, review, self.source.name, self.as_of)
            self.reviews.append(listed)
            self.items.append(
                reviewing.as_items(self.settling.recipients, review, listed, self.source.name, self.as_of)
            )
        accepted = of_verdict(judged, Verdict.ACCEPTED)
        self.on_record[accepted["recipient"].to_numpy()] = True
        for each in self.sums:
            each.add(accepted)
        self.items += self._singly(accepted)
        return self._findings(arrival, accepted)

    def compared(self) -> Iterator[pa.Table]:
        """List what differs of the facts that add up."""
        silent = self.asked & ~self.on_record & ~self.in_review
        nobody = np.zeros(len(silent), bool)
        for each in self.sums:
            speaks = each.fact.name in self.source.certifies
            yield each.differences(self.source.name, self.as_of, self.settling.facts, silent if speaks else nobody)

    def status(self) -> pa.Table:
        """Say of each household how the source stands, and how many members were asked about, on record, for review."""
        people = self.settling.recipients
        first, of = people.first_of, people.household_of
        states = pa.array([str(each.state) for each in self.stands], pa.string())
        counts = {
            name: np.bincount(of, weights=mask, minlength=len(first)).astype(np.int32)
            for name, mask in (("asked", self.asked), ("on_record", self.on_record), ("review", self.in_review))
        }
        members = np.bincount(of, minlength=len(first)).astype(np.int32)
        return pa.table({
            HOUSEHOLD_ID: people.households, PLACE: people.column(PLACE, first),
            "as_of": pa.array(self.as_of[first]), "state": states.take(pa.array(self.stand_of[first])),
            "members": members, **counts,
        })  # fmt: skip

    def told(self, status: pa.Table, differences: int) -> dict[str, Any]:
        """Count for the summary."""
        days = {each.arrival.manifest.as_of for each in self.stands if each.arrival and each.arrival.manifest.as_of}
        reasons = dict.fromkeys(f"{each.state.label}{'，' if each.reason else ''}{each.reason}" for each in self.stands)
        return {
            "label": self.source.label, "said": "；".join(reasons), "as_of": "、".join(map(str, sorted(days))),
            "households": len(status), "answered": pc.sum(pc.equal(status["state"], "held")).as_py() or 0,
            "members_asked": int(self.asked.sum()), "members_on_record": int(self.on_record.sum()),
            "for_review": sum(len(each) for each in self.reviews), "items": differences,
        }  # fmt: skip

    def _columns(self) -> Iterator[tuple[str, pa.DataType, tuple[SourceField, bool]]]:
        """Name the columns of the fields: as found, then as declared."""
        people, facts = self.settling.recipients, self.settling.facts
        for field in self.source.fields:
            name = _column(facts, field)
            yield name, TYPES[field.type], (field, False)
            if field.fact is not None and name in people.declared:
                yield f"declared_{name}", TYPES[field.type], (field, True)

    def _findings(self, arrival: Arrival, accepted: pa.Table) -> pa.Table:
        people, rows = self.settling.recipients, accepted["recipient"].to_numpy()
        delivery = pa.repeat(pa.scalar(arrival.manifest.delivery), len(rows))
        columns: list[Any] = [
            *(people.column(name, rows) for name in (HOUSEHOLD_ID, PLACE, PERSON_ID)),
            pa.array(self.as_of[rows]), delivery, accepted["row"].combine_chunks(), accepted["ground"].combine_chunks(),
        ]  # fmt: skip
        for _, type_, (field, is_declared) in self._columns():
            values = people.column(_column(self.settling.facts, field), rows) if is_declared else accepted[field.name]
            columns.append(values.cast(type_))
        return pa.Table.from_arrays(columns, schema=self.schema)

    def _singly(self, accepted: pa.Table) -> Iterable[pa.Table]:
        """List what is told row by row: facts that do not add up, and records of a source that speaks of no fact."""
        if not len(accepted):
            return
        people, facts = self.settling.recipients, self.settling.facts
        for field in self.source.fields:
            if field.fact is not None and not field.type.adds_up and _column(facts, field) in people.declared:
                yield single(people, accepted, field, facts, self.source, self.as_of)
        if not self.source.covers:
            yield self._records(accepted)

    def _records(self, accepted: pa.Table) -> pa.Table:
        rows = accepted["recipient"].to_numpy()
        words = [
            pc.binary_join_element_wise(
                f"{field.label}：", worded(accepted[field.name], field, self.settling.facts), ""
            )
            for field in self.source.fields
        ]
        told = pc.binary_join_element_wise(*words, "；", null_handling="skip") if words else ""
        record = "" if self.source.record is None else pc.fill_null(accepted[self.source.record], "")
        said = Said(Kind.RECORD, "", told, record=record)
        return items.table(self.settling.recipients, rows, self.source.name, self.as_of[rows], said)


def _column(facts: Facts, field: SourceField) -> str:
    """Name the column of a field as `doudi batch` does: money in fen."""
    if field.fact is not None:
        return column_name(facts.by_name[field.fact])
    return f"{field.name}_fen" if field.type is FieldType.MONEY else field.name
