"""A roll and a delivery cut by the hash of what they are joined by, so that no machine needs either whole.

Right numbers lie by their token, and the tokens that a wrong number of the roll may stand for by theirs; a wrong number
of the delivery lies with each block of two segments. What several slices say of one pair is put together by `merged`.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import exact, fuzzy, segments
from doudi.verification.matching.lookup import Lookup
from doudi.verification.matching.near import Near
from doudi.verification.matching.numbers import Status
from doudi.verification.matching.pairs import Part
from doudi.verification.matching.roll import Roll

SLICE: Final = "slice"
EXACT, NEAR, FIRST_BLOCK = 0, 1, 2
ENTRIES: Final = pa.schema([
    (SLICE, pa.int32()), ("kind", pa.int8()), ("key", pa.int64()), ("recipient", pa.int64()), ("person", pa.int64()),
    ("name", pa.string()), ("text", pa.string()), ("distance", pa.int8()), ("agreed", pa.int8()),
])  # fmt: skip
_HIGH: Final = np.uint64(33)


def slice_of(keys: Any, slices: int) -> Any:
    """Return the slice of each int64 key, by bits that lookups do not use."""
    return ((keys.view(np.uint64) >> _HIGH) % np.uint64(slices)).astype(np.int32)


def entries(roll: Roll, slices: int) -> pa.Table:
    """Cut a roll: an entry for each token and block that its recipients are looked up by."""
    near = roll.by_near_token
    parts = [
        _entries(roll, slices, EXACT, roll.by_token.values, roll.by_token.meanings),
        _entries(
            roll, slices, NEAR, near.values, roll.near.rows[near.meanings],
            roll.near.distances[near.meanings], roll.near.agreed[near.meanings],
        ),
    ]  # fmt: skip
    for at, kind in enumerate(segments.BLOCKS):
        found = roll.by_block[kind]
        parts.append(_entries(roll, slices, FIRST_BLOCK + at, found.values, found.meanings))
    return pa.concat_tables(parts)


def _entries(roll: Roll, slices: int, kind: int, keys: Any, rows: Any, distances: Any = 0, agreed: Any = 0) -> pa.Table:
    count, chosen = len(keys), pa.array(rows, pa.int64())
    texts = roll.texts.take(chosen) if kind >= FIRST_BLOCK else pa.nulls(count, pa.string())
    columns = [
        slice_of(keys, slices), np.full(count, kind, np.int8), keys, roll.ids.take(chosen), roll.persons[rows],
        roll.names.take(chosen), texts, *(np.broadcast_to(each, count).astype(np.int8) for each in (distances, agreed)),
    ]  # fmt: skip
    return pa.table(columns, schema=ENTRIES)


def slices_of_rows(matched: pa.RecordBatch, slices: int) -> tuple[Any, Any]:
    """Return rows of a batch (`source.SCHEMA`) with the slices they belong to; a wrong number belongs to several."""
    right = np.flatnonzero(np.asarray(matched["status"]) <= Status.LEGACY)
    wrong = np.flatnonzero(np.asarray(matched["status"]) > Status.LEGACY)
    found = [(right, slice_of(np.asarray(matched["token"])[right], slices))]
    texts = pc.fill_null(matched["remainder"].take(pa.array(wrong, pa.int64())), "")
    for rows, characters in segments.by_length(texts):
        found += [(wrong[rows], slice_of(keys, slices)) for keys in segments.blocks_of(characters).values()]
    pairs = np.unique(np.stack([np.concatenate(each).astype(np.int64) for each in zip(*found, strict=True)]), axis=1)
    return pairs[0], pairs[1].astype(np.int32)


@dataclass(frozen=True)
class Slice:
    """The entries of a slice, looked up in as a `Roll` is; its rows are the entries."""

    table: pa.Table

    @cached_property
    def persons(self) -> Any:
        """Whom each entry stands for."""
        return self.table["person"].to_numpy()

    @cached_property
    def names(self) -> pa.Array:
        """The names as compared."""
        return self.table["name"].combine_chunks()

    @cached_property
    def texts(self) -> pa.Array:
        """The numbers as text, of blocks."""
        return pc.fill_null(self.table["text"].combine_chunks(), "")

    @cached_property
    def by_token(self) -> Lookup:
        """Find entries by token."""
        return self._lookup(EXACT)

    @cached_property
    def by_near_token(self) -> Lookup:
        """Find entries whose wrong number may stand for a token."""
        return self._lookup(NEAR)

    @cached_property
    def by_block(self) -> dict[segments.Agreed, Lookup]:
        """Find entries by two segments."""
        return {kind: self._lookup(FIRST_BLOCK + at) for at, kind in enumerate(segments.BLOCKS)}

    @cached_property
    def near(self) -> Near:
        """What `by_near_token` leads to: the entry itself."""
        keys, distances, agreed = (self.table[name].to_numpy() for name in ("key", "distance", "agreed"))
        return Near(np.arange(len(self.table)), keys, distances, agreed)

    def _lookup(self, kind: int) -> Lookup:
        rows = np.flatnonzero(self.table["kind"].to_numpy() == kind)
        return Lookup.of(self.table["key"].to_numpy()[rows], rows)


def pairs_of(mine: pa.Table, batch: pa.RecordBatch, rows: Any) -> pa.Table:
    """Return the pairs of a slice: entries against rows of the delivery, whose places in it are `rows`."""
    part = Part(cast("Roll", Slice(mine)), batch)
    found = pa.concat_tables([exact.same_number(part), *fuzzy.near_number(part)])
    recipients = mine["recipient"].combine_chunks().take(found["recipient"])
    within = found["row"].to_numpy()
    found = found.set_column(0, "recipient", recipients).append_column("_within", pa.array(within, pa.int64()))
    return merged(found.set_column(1, "row", pa.array(rows[within], pa.int64())))


def merged(table: pa.Table) -> pa.Table:
    """Keep each pair once, with all the segments that it was found by."""
    whose, rows = table["recipient"].to_numpy(), table["row"].to_numpy()
    order = np.lexsort((rows, whose))
    begins = np.ones(len(order), bool)
    begins[1:] = (np.diff(whose[order]) != 0) | (np.diff(rows[order]) != 0)
    if begins.all():
        return table
    first = np.flatnonzero(begins)
    agreed = np.bitwise_or.reduceat(table["agreed"].to_numpy()[order], first)
    kept = table.take(pa.array(order[first]))
    return kept.set_column(kept.schema.get_field_index("agreed"), "agreed", pa.array(agreed, pa.int8()))
