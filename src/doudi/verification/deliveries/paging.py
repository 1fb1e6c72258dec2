"""Lays the columns of a delivery out on pages (`pages`): rows by token, those of wrong numbers by their blocks."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries import near
from doudi.verification.deliveries.checking import NUMBER, TOKEN
from doudi.verification.deliveries.pages import HALF_BITS, MASK_BITS, MASK_SHIFTS, MIDDLE, ROWS_A_PAGE, Writer, placing
from doudi.verification.matching.tokens import NO_TOKEN

AT_ONCE: Final = 1 << 15
"""Rows that are Python objects together."""


def write_pages(table: Any, file: BinaryIO, *, key: bytes, name: str) -> None:
    """Write rows; of one without token there is one for each block of its number."""
    has_token = pc.not_equal(table.column(TOKEN), NO_TOKEN)
    keyed = pa.concat_tables([table.filter(has_token), _by_block(table.filter(pc.invert(has_token)))])
    places = _places(keyed.column(TOKEN).to_numpy(), key)
    order = np.argsort(places)
    places, keyed = places[order], keyed.take(pa.array(order))
    pages = max(1, -(-len(keyed) // ROWS_A_PAGE))
    with Writer(file, pages, table.column_names, key, name) as writer:
        for page, mask, rows in _pages(keyed, places, pages):
            writer.add(page, mask, rows)


def _by_block(wrong: Any) -> Any:
    """Repeat each row for the keys under which its number is looked for."""
    found = [(row, block) for row, text in enumerate(wrong.column(NUMBER).to_pylist()) for block in _keys(text)]
    rows, keys = zip(*found, strict=True) if found else ((), ())
    return wrong.take(pa.array(rows, pa.int64())).set_column(0, TOKEN, pa.array(keys, pa.int64()))


def _keys(text: str | None) -> list[int]:
    return near.keys(text) if text else []


def _places(keys: Any, key: bytes) -> Any:
    """Return int64 places of int64 keys (`pages.placing`)."""
    encryptor, found = placing(key).encryptor(), np.empty(len(keys), np.int64)
    for at in range(0, len(keys), AT_ONCE):
        part = keys[at : at + AT_ONCE]
        blocks = np.zeros((len(part), 2), "<i8")
        blocks[:, 0] = part
        found[at : at + AT_ONCE] = np.frombuffer(encryptor.update(blocks.tobytes()), "<i8")[::2]
    return found


def _masks(places: Any, begins: Any) -> Any:
    """Return the mask of each page, given where its rows begin."""
    bits = np.zeros(len(places), np.uint64)
    for shift in MASK_SHIFTS:
        bits |= np.uint64(1) << ((places >> shift) % MASK_BITS).astype(np.uint64)
    return np.bitwise_or.reduceat(bits, begins) if len(begins) else bits


def _pages(keyed: Any, places: Any, pages: int) -> Iterator[tuple[int, int, list[Any]]]:
    """Cut rows into pages, not all of them Python objects at a time."""
    numbers = ((places >> HALF_BITS) + MIDDLE) * pages >> HALF_BITS
    begins = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends, masks = np.append(begins[1:], len(places)), _masks(places, begins)
    at = 0
    while at < len(begins):
        last = max(int(np.searchsorted(ends, begins[at] + AT_ONCE, side="right")), at + 1)
        first, rows = int(begins[at]), _rows(keyed.slice(begins[at], ends[last - 1] - begins[at]))
        for which in range(at, last):
            own = rows[begins[which] - first : ends[which] - first]
            yield int(numbers[begins[which]]), int(masks[which]), own
        at = last


def _rows(part: Any) -> list[Any]:
    return list(zip(*(column.to_pylist() for column in part.columns), strict=True))
