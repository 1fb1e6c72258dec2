"""Finds households whose number another household of the file has: the first keeps it, the others are refused.

The numbers are read alone, before anything is computed. Each leaves 16 bytes (a hash and its row) in one of `BUCKETS`
files, and one file at a time is looked through: memory is bounded by the largest, some 16 MB for 16 million households.
What a hash takes for the same is compared letter by letter, so that nobody is refused by chance.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

BUCKETS, WORD = 16, 8
FACTOR, SPREAD, FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(32)


def twins(source: Any) -> dict[int, int]:
    """Return the rows that repeat a number, each with the row that had it first. `source` has `ids()`."""
    with tempfile.TemporaryDirectory(prefix="doudi-batch-") as folder:
        suspects = _suspects(source.ids(), Path(folder))
    if not len(suspects):
        return {}
    seen: dict[str, int] = {}
    found: dict[int, int] = {}
    for row, number in _texts(source.ids(), suspects):
        first = seen.setdefault(number, row)
        if first != row:
            found[row] = first
    return found


def _suspects(ids: Iterable[tuple[int, pa.Array]], folder: Path) -> Any:
    """Return the rows whose hash another row has, in ascending order."""
    files = [folder / str(number) for number in range(BUCKETS)]
    opened = [file.open("wb") for file in files]
    try:
        for first, numbers in ids:
            known = np.flatnonzero(numbers.is_valid().to_numpy(zero_copy_only=False))
            hashes = hashed(numbers.drop_null())
            entries = np.stack([hashes, (known + first).astype(np.uint64)], axis=1)
            bucket = hashes % np.uint64(BUCKETS)
            for number, file in enumerate(opened):
                entries[bucket == number].tofile(file)
    finally:
        for file in opened:
            file.close()
    return np.sort(np.concatenate([_repeated(np.fromfile(file, np.uint64).reshape(-1, 2)) for file in files]))


def _repeated(entries: Any) -> Any:
    """Return the rows of a bucket whose hash occurs more than once."""
    order = np.argsort(entries[:, 0])
    hashes, rows = entries[order, 0], entries[order, 1].astype(np.int64)
    same = np.flatnonzero(hashes[1:] == hashes[:-1])
    return rows[np.union1d(same, same + 1)]


def _texts(ids: Iterable[tuple[int, pa.Array]], rows: Any) -> Iterator[tuple[int, str]]:
    """Yield the numbers of some rows."""
    for first, numbers in ids:
        mine = rows[np.searchsorted(rows, first) : np.searchsorted(rows, first + len(numbers))]
        yield from zip(mine.tolist(), numbers.take(pa.array(mine - first)).to_pylist(), strict=True)


def hashed(texts: pa.Array) -> Any:
    """Return a hash of each text: its bytes, eight at a time, weighed by powers of a number, their sum stirred."""
    texts = texts.cast(pa.large_string())
    found = np.zeros(len(texts), np.uint64)
    if not len(texts):
        return found
    starts = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)[starts[0] : starts[-1]]
    lengths, begins = np.diff(starts), starts[:-1] - starts[0]
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        padded = np.zeros((len(rows), (length // WORD + 1) * WORD), np.uint8)
        of_all = len(rows) == len(texts)
        padded[:, :length] = letters.reshape(-1, length) if of_all else letters[begins[rows, None] + np.arange(length)]
        words = padded.view(np.uint64)
        found[rows] = (words * np.cumprod(np.full(words.shape[1], FACTOR))).sum(axis=1) + np.uint64(length)
    found *= SPREAD
    return (found ^ (found >> FOLD)) * SPREAD
