"""Resident numbers as a matrix of characters: eighteen rows, a column a number; arithmetic over all of them at once.

`kernel.residentid` says what a right number is (weights, check characters); this is the same for a million numbers.
"""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.kernel.residentid import CHECKS, WEIGHTS

LONG: Final = 18
BODY: Final = 17
ZERO: Final = ord("0")
CHARACTERS: Final = np.frombuffer(b"0123456789X", np.uint8)
TEN: Final = 10
"""The value that a last character X stands for."""
BASE: Final = len(CHECKS)
"""A key is the seventeen digits and the last character in one integer: body * 11 + character."""
VALUES: Final = np.array([CHARACTERS.tolist().index(ord(check)) for check in CHECKS], np.int64)
"""By remainder: the value of the character that a right number ends with."""
_SMALL: Final = np.uint8(0x20)
_LEAP, _COMMON = 2000, 2001
_MOST_DAYS: Final = 10_000


def _calendar(year: int) -> Any:
    """Tell of each month * 100 + day whether there is such a day."""
    days = np.zeros(_MOST_DAYS, bool)
    for month in range(1, 13):
        days[month * 100 + 1 : month * 100 + 1 + monthrange(year, month)[1]] = True
    return days


_PARTS: Final = ((0, 6), (6, 10), (10, 14), (14, BODY))
"""Where region, year, month and day, and sequence are."""
_BY_SUM: Final = VALUES[np.arange(9 * sum(WEIGHTS) + 1) % BASE].astype(np.uint8)
_DAYS: Final = np.concatenate([np.zeros(_MOST_DAYS, bool), _calendar(_COMMON), _calendar(_LEAP)])
_KIND_OF_YEAR: Final = np.array([0, *(_MOST_DAYS * (1 + isleap(year)) for year in range(1, 10_000))], np.int32)
"""Where the calendar of a year begins in `_DAYS`: none, common, leap."""


@dataclass(frozen=True)
class Read:
    """What was made of numbers of eighteen characters, an item each."""

    keys: Any
    """int64; only meant where `is_number`."""
    is_number: Any
    """Seventeen digits, and a digit or an X."""
    is_right: Any
    """A region that exists in form, a birthday, and the check character that belongs to them."""
    has_small_x: Any

    def only(self, chosen: Any) -> Read:
        """Keep some of the items."""
        return Read(*(values[chosen] for values in (self.keys, self.is_number, self.is_right, self.has_small_x)))


def read(characters: Any) -> Read:
    """Read a matrix of ASCII codes, shape (18, n)."""
    values = characters - np.uint8(ZERO)
    is_x = (characters[BODY] | _SMALL) == ord("x")
    is_number = (np.maximum.reduce(values[:BODY], axis=0) < TEN) & (is_x | (values[BODY] < TEN))
    values *= is_number
    ending = np.where(is_x, np.uint8(TEN), values[BODY])
    region, year, day, sequence = (_whole(values[first:end]) for first, end in _PARTS)
    total = (np.array(WEIGHTS, np.float32) @ values[:BODY].astype(np.float32)).astype(np.int32)
    is_right = is_number & (_BY_SUM[total] == ending) & (values[0] > 0) & is_day(year, day)
    keys = (region.astype(np.int64) * 10**8 + (year * 10_000 + day)) * (1000 * BASE) + (sequence * BASE + ending)
    return Read(keys, is_number, is_right, characters[BODY] == ord("x"))


def is_day(year: Any, month_and_day: Any) -> Any:
    """Tell whether there was such a day, its month * 100 + day in one; no calendar has a year 0."""
    return _DAYS[_KIND_OF_YEAR[year] + month_and_day]


def _whole(rows: Any) -> Any:
    """Put at most nine rows of digits together, the first row the highest."""
    total = rows[0].astype(np.int32)
    for row in rows[1:]:
        total *= 10
        total += row
    return total


def endings(bodies: Any) -> Any:
    """Return the value of the check character that seventeen digits (int64) ask for."""
    sums = np.zeros(bodies.shape, np.int64)
    rest = bodies
    for weight in reversed(WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        sums += digit * weight
    return VALUES[sums % BASE]


def characters(keys: Any, first: int = 0, end: int = LONG) -> Any:
    """Return the matrix of ASCII codes that keys were read from, a row a number; or some of its columns."""
    bodies, ending = np.divmod(keys, BASE)
    powers = 10 ** np.arange(BODY - 1, -1, -1, dtype=np.int64)[first:end]
    found = (bodies[:, None] // powers % 10).astype(np.uint8) + np.uint8(ZERO)
    return np.concatenate([found, CHARACTERS[ending][:, None]], axis=1) if end == LONG else found


def text(keys: Any, first: int = 0, end: int = LONG) -> pa.Array:
    """Write keys as the numbers they were read from, or some characters of each."""
    offsets = np.arange(len(keys) + 1, dtype=np.int32) * np.int32(end - first)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(characters(keys, first, end)))]
    return pa.Array.from_buffers(pa.string(), len(keys), buffers)
