"""A whole column of resident numbers, read once: an integer key and a status for each row.

    found = read(column)          # of text; cells that Excel made numbers of are refused
    found.keys                    # int64: equal for equal numbers; NO_KEY where nothing can be made of the cell
    found.statuses                # uint8, of Status
    found.remainder               # text where the number is not right, else null: what the fuzzy pass reads
    found.counts                  # rows by status; they add up to all rows

A key holds seventeen digits and the last character (`digits`), so a wrong number has one too; only CLEAN, REPAIRED and
LEGACY may be joined by it. `kernel.residentid` is the authority on what is right; a test holds this to it.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import cleaning, digits
from doudi.verification.matching.digits import LONG

NO_KEY: Final = -1
AT_ONCE: Final = 1 << 17
"""Rows that are read together: their matrix stays in the processor's cache."""
SHORT: Final = 15
CENTURY: Final = 19


class Status(IntEnum):
    """What was found in a cell 号码状态."""

    CLEAN = 0
    """Right as it stands."""
    REPAIRED = 1
    """Right after width, spaces, quotes, marks nobody sees and a small x were seen to."""
    LEGACY = 2
    """Fifteen digits of before 1999; the key is that of the number with eighteen."""
    CHECK_FAILS = 3
    """Eighteen characters as they should be, but no such day, or another check character."""
    MALFORMED = 4
    """Anything else, nothing included."""


RIGHT: Final = (Status.CLEAN, Status.REPAIRED, Status.LEGACY)


@dataclass(frozen=True)
class Numbers:
    """A column that was read; an item a row in each."""

    keys: Any
    statuses: Any
    remainder: pa.ChunkedArray

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_right(self) -> Any:
        """Tell of each row whether its key may be joined."""
        return self.statuses <= Status.LEGACY

    @property
    def counts(self) -> dict[Status, int]:
        """Rows by status."""
        found = np.bincount(self.statuses, minlength=len(Status))
        return {status: int(found[status]) for status in Status}


def read(column: pa.Array | pa.ChunkedArray) -> Numbers:
    """Read a column of text. Raises ExcelDamaged where cells became numbers on the way."""
    whole = cleaning.as_text(column)
    parts = [_part(chunk.slice(at, AT_ONCE)) for chunk in whole.chunks for at in range(0, len(chunk), AT_ONCE)]
    cleaning.refuse_rounded(sum(part[3] for part in parts), len(whole))
    return Numbers(
        np.concatenate([np.empty(0, np.int64), *(part[0] for part in parts)]),
        np.concatenate([np.empty(0, np.uint8), *(part[1] for part in parts)]),
        pa.chunked_array([part[2] for part in parts], pa.string()),
    )


def _part(cells: pa.Array) -> tuple[Any, Any, pa.Array, int]:
    """Return keys, statuses, what is wrong as text, and how many numbers look rounded."""
    keys, statuses = np.full(len(cells), NO_KEY, np.int64), np.full(len(cells), Status.MALFORMED, np.uint8)
    seen = _lay_down(cells, None, keys, statuses, Status.CLEAN)
    odd = np.flatnonzero(~seen)
    cleaned = cleaning.cleaned(cells.take(pa.array(odd)) if len(odd) < len(cells) else cells)
    cleaning.refuse_scientific(cleaned)
    _lay_down(cleaned, odd, keys, statuses, Status.REPAIRED)
    short = _where(pc.match_substring_regex(cleaned, "^[1-9][0-9]{14}$"))
    _lay_down(_completed(cleaned.take(pa.array(short))), odd[short], keys, statuses, Status.LEGACY)
    wrong = statuses > Status.LEGACY
    return keys, statuses, _remainder(cells, cleaned, odd, wrong), cleaning.rounded(keys[wrong])


def _lay_down(cells: pa.Array, rows: Any, keys: Any, statuses: Any, status: Status) -> Any:
    """Read those of eighteen bytes into the rows they belong to; return which of the cells had one."""
    long = _where(pc.equal(pc.binary_length(cells), LONG))
    found = digits.read(_matrix(cells, long))
    if not found.is_number.all():
        long, found = long[found.is_number], found.only(np.flatnonzero(found.is_number))
    into = long if rows is None else rows[long]
    keys[into] = found.keys
    given = np.where(found.has_small_x, np.uint8(max(status, Status.REPAIRED)), np.uint8(status))
    statuses[into] = np.where(found.is_right, given, np.uint8(Status.CHECK_FAILS))
    seen = np.zeros(len(cells), bool)
    seen[long] = True
    return seen


def _where(truths: pa.Array) -> Any:
    """Return the rows that are true; null is not."""
    return np.flatnonzero(np.asarray(pc.fill_null(truths, fill_value=False)))


def _matrix(cells: pa.Array, rows: Any) -> Any:
    """Show the bytes of some texts of eighteen bytes each, a column a text."""
    if not len(rows):
        return np.empty((LONG, 0), np.uint8)
    data = np.frombuffer(cells.buffers()[2], np.uint8)
    begins = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset :][rows]
    return np.stack([data[begins + at] for at in range(LONG)])


def _completed(short: pa.Array) -> pa.Array:
    """Give legacy numbers their century and check character."""
    if not len(short):
        return short
    old = np.asarray(pc.cast(short, pa.int64()))
    region, rest = np.divmod(old, 10**9)
    bodies = (region * 100 + CENTURY) * 10**9 + rest
    return digits.text(bodies * digits.BASE + digits.endings(bodies))


def _remainder(cells: pa.Array, cleaned: pa.Array, odd: Any, wrong: Any) -> pa.Array:
    """Return the text of numbers that are not right, null of the others; cleaned where cleaning was tried."""
    is_odd = np.zeros(len(cells), bool)
    is_odd[odd] = True
    plainly = np.flatnonzero(wrong & ~is_odd)
    rows = np.concatenate([odd[wrong[odd]], plainly])
    texts = pa.concat_arrays([cleaned.filter(pa.array(wrong[odd])), cells.take(pa.array(plainly))])
    in_order = texts.take(pa.array(np.argsort(rows)))
    return pc.replace_with_mask(pa.nulls(len(cells), pa.string()), pa.array(wrong), in_order)
