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
from doudi.verification.deliveries.pages import HALF_BITS, MIDDLE, ROWS_A_PAGE, Writer
from doudi.verification.matching.tokens import NO_TOKEN

AT_ONCE: Final = 1 << 15
"""Rows that are Python objects together."""


def write_pages(table: Any, file: BinaryIO, *, key: bytes, name: str) -> None:
    """Write rows that are sorted by token; of a row without one there is one for each block of its number."""
    has_token = pc.not_equal(table.column(TOKEN), NO_TOKEN)
    keyed = table.filter(has_token)
    wrong = _by_block(table.filter(pc.invert(has_token)), key)
    if len(wrong):
        keyed = pa.concat_tables([keyed, wrong]).sort_by(TOKEN)
    pages = max(1, -(-len(keyed) // ROWS_A_PAGE))
    with Writer(file, pages, table.column_names, key, name) as writer:
        for page, rows in _pages(keyed, pages):
            writer.add(page, rows)


def _by_block(wrong: Any, key: bytes) -> Any:
    """Repeat each row for the keys under which its number is looked for."""
    found = [(row, block) for row, text in enumerate(wrong.column(NUMBER).to_pylist()) for block in _keys(text, key)]
    rows, keys = zip(*found, strict=True) if found else ((), ())
    return wrong.take(pa.array(rows, pa.int64())).set_column(0, TOKEN, pa.array(keys, pa.int64()))


def _keys(text: str | None, key: bytes) -> list[int]:
    return near.keys(text, key) if text else []


def _pages(keyed: Any, pages: int) -> Iterator[tuple[int, list[Any]]]:
    """Cut rows into pages, not all of them Python objects at a time."""
    keys = keyed.column(TOKEN).to_numpy()
    numbers = ((keys >> HALF_BITS) + MIDDLE) * pages >> HALF_BITS
    begins = np.flatnonzero(np.diff(numbers, prepend=-1))
    ends = np.append(begins[1:], len(keys))
    at = 0
    while at < len(begins):
        last = max(int(np.searchsorted(ends, begins[at] + AT_ONCE, side="right")), at + 1)
        first, rows = int(begins[at]), _rows(keyed.slice(begins[at], ends[last - 1] - begins[at]))
        for place in range(at, last):
            yield int(numbers[begins[place]]), rows[begins[place] - first : ends[place] - first]
        at = last


def _rows(part: Any) -> list[Any]:
    return list(zip(*(column.to_pylist() for column in part.columns), strict=True))
