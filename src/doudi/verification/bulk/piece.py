"""A batch of a delivery, read by its source's columns and matched with the roll; and what a piece of batches keeps.

Of a row only what is found stays: its pair, with the fields beside it. What two rows must not share (whose, of what)
goes into a file of hashes, so that repeated rows are found without the rows.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.twins import hashed
from doudi.verification.bulk.writing import whole, write_table
from doudi.verification.deliveries.flaws import Flaw, Flaws
from doudi.verification.deliveries.values import TYPES, Codes, converted, trimmed
from doudi.verification.matching import exact, fuzzy, numbers, pairs
from doudi.verification.matching import source as form
from doudi.verification.matching.numbers import NO_KEY, Status
from doudi.verification.matching.pairs import Part
from doudi.verification.matching.roll import Roll
from doudi.verification.matching.tokens import NO_TOKEN, tokens
from doudi.verification.sourceentries import OWNER, OWNER_NAME, Source

TOLD: Final = b"doudi"
KEYS: Final = ".keys"
REPEATED: Final = "前面已有同一人的同一项"
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True)
class Count:
    """What the rows of a piece add up to, and what was wrong with them."""

    rows: int = 0
    statuses: list[int] = field(default_factory=lambda: [0] * len(Status))
    totals: dict[str, int] = field(default_factory=dict[str, int])
    flaws: Flaws = field(default_factory=Flaws)

    def add(self, other: Count) -> None:
        """Add what another says."""
        self.rows += other.rows
        self.statuses = [one + more for one, more in zip(self.statuses, other.statuses, strict=True)]
        for name, amount in other.totals.items():
            self.totals[name] = self.totals.get(name, 0) + amount
        for flaw in other.flaws.told:
            self.flaws.add(flaw)
        self.flaws.number += other.flaws.number - len(other.flaws.told)

    def as_json(self) -> dict[str, Any]:
        """As a file keeps it."""
        return {
            "rows": self.rows, "statuses": self.statuses, "totals": self.totals,
            "flaws": [flaw.as_json() for flaw in self.flaws.told], "flaw_count": self.flaws.number,
        }  # fmt: skip

    @classmethod
    def of_json(cls, given: dict[str, Any]) -> Count:
        """Read what `as_json` wrote."""
        flaws = Flaws([Flaw.of_json(each) for each in given["flaws"]], given["flaw_count"])
        return cls(given["rows"], given["statuses"], given["totals"], flaws)


@dataclass(frozen=True)
class Found:
    """A batch that was read: its pairs with the fields of their rows, the hashes of its rows, and its count."""

    pairs: pa.Table
    keys: Any
    rows: Any
    count: Count


@dataclass(frozen=True)
class Reading:
    """What every batch of a delivery is read by."""

    source: Source
    codes: Codes
    secret: bytes

    def keyed(self, batch: Any, first: int) -> tuple[pa.RecordBatch, dict[str, Any], Count]:
        """Return a batch as it is matched, its fields, and its count. Raises ExcelDamaged."""
        flaws = Flaws()
        read = numbers.read(batch.column(OWNER))
        owners = tokens(np.where(read.is_right, read.keys, NO_KEY), self.secret)
        fields = converted(batch, self.source, self.codes, flaws, first + 1)
        names = trimmed(batch.column(OWNER_NAME))
        remainder = read.remainder.combine_chunks() if len(read) else pa.array([], pa.string())
        matched = pa.RecordBatch.from_arrays(
            [pa.array(owners), pa.array(read.statuses), names, remainder], schema=form.SCHEMA
        )
        totals = {each.name: pc.sum(fields[each.name]).as_py() or 0 for each in self.source.summed}
        return (
            matched,
            fields,
            Count(len(batch), np.bincount(read.statuses, minlength=len(Status)).tolist(), totals, flaws),
        )

    def found(self, roll: Roll, batch: Any, first: int) -> Found:
        """Read a batch and match it with a roll, whose ids are rows of the recipients."""
        matched, fields, count = self.keyed(batch, first)
        part = Part(roll, matched, first)
        table = pa.concat_tables([exact.same_number(part), *fuzzy.near_number(part)])
        keys, rows = self.hashes(matched, fields, first)
        return Found(self.beside(table, fields, first, roll.ids), keys, rows, count)

    def beside(self, table: pa.Table, fields: dict[str, Any], first: int, ids: pa.Array) -> pa.Table:
        """Put the fields of their rows beside pairs, and the recipients' rows in place of the roll's."""
        within = pa.array(table["row"].to_numpy() - first, pa.int64())
        table = table.set_column(0, "recipient", ids.take(table["recipient"]))
        for name, values in fields.items():
            table = table.append_column(name, values.take(within))
        return table

    def hashes(self, matched: pa.RecordBatch, fields: dict[str, Any], first: int) -> tuple[Any, Any]:
        """Return of rows with a right number: what no other may share, and their place in the file from 1."""
        owners = np.asarray(matched["token"]).view(np.uint64)
        keys = owners
        if self.source.record is not None:
            things = hashed(pc.fill_null(fields[self.source.record], ""))
            keys = (owners * _SPREAD) ^ things
        right = np.flatnonzero(owners != np.uint64(NO_TOKEN))
        return keys[right], (right + first + 1).astype(np.uint32)

    @property
    def schema(self) -> pa.Schema:
        """The columns of what is found."""
        fields = [pa.field(each.name, TYPES[each.type]) for each in self.source.fields]
        return pa.schema([*pairs.SCHEMA, *fields])


def keep(file: Path, schema: pa.Schema, found: list[Found]) -> Count:
    """Write a piece; its file comes last, so that a piece that is there is whole. Raises DiskFull."""
    count = Count()
    for each in found:
        count.add(each.count)
    keys, rows = (np.concatenate([getattr(each, name) for each in found]) for name in ("keys", "rows"))
    order = np.argsort(keys)
    with whole(keys_of(file)) as draft, draft.open("wb") as opened:
        opened.write(np.uint64(len(keys)).tobytes())
        opened.write(keys[order].data)
        opened.write(rows[order].data)
    table = pa.concat_tables([schema.empty_table(), *(each.pairs for each in found)])
    write_table(table.replace_schema_metadata({TOLD: json.dumps(count.as_json())}), file)
    return count


def count_of(file: Path) -> Count:
    """Return what a piece that is there counted."""
    return Count.of_json(json.loads(pq.read_schema(file).metadata[TOLD]))


def keys_of(file: Path) -> Path:
    """Return where the hashes of a piece are."""
    return file.with_suffix(KEYS)


def repeated(files: list[Path], most: int) -> Any:
    """Return the places of rows that repeat another, in order; looks at some hashes at a time, about `most`."""
    opened = [_mapped(keys_of(file)) for file in files]
    total = sum(len(keys) for keys, _ in opened)
    ranges = max(1, -(-total // most))
    edges = np.array([2**64 * at // ranges for at in range(1, ranges)], np.uint64)
    cuts = [np.concatenate([[0], np.searchsorted(keys, edges), [len(keys)]]) for keys, _ in opened]
    found = []
    for at in range(len(edges) + 1):
        parts = [slice(cut[at], cut[at + 1]) for cut in cuts]
        keys = np.concatenate(
            [np.empty(0, np.uint64), *(each[part] for (each, _), part in zip(opened, parts, strict=True))]
        )
        if len(keys) > 1 and (np.diff(np.sort(keys)) == 0).any():
            rows = np.concatenate([each[part] for (_, each), part in zip(opened, parts, strict=True)])
            order = np.lexsort((rows, keys))
            found.append(rows[order][1:][np.diff(keys[order]) == 0])
    return np.sort(np.concatenate([np.empty(0, np.uint32), *found]))


def _mapped(file: Path) -> tuple[Any, Any]:
    """Show the hashes of a file without reading them, and the rows beside them."""
    number = int(np.fromfile(file, np.uint64, 1)[0])
    if not number:
        return np.empty(0, np.uint64), np.empty(0, np.uint32)
    keys = np.memmap(file, np.uint64, "r", offset=8, shape=(number,))
    return keys, np.memmap(file, np.uint32, "r", offset=8 * (number + 1), shape=(number,))
