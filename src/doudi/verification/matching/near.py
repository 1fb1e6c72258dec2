"""Which right numbers a wrong one may have been: so that a wrong number in a roll finds tokens in a source.

A source holds tokens, which say nothing of what is near. The other way round it goes: of a wrong number all right ones
are listed that share two of its segments (`segments`) and differ in the third by at most two replaced digits, or by one
digit lost or doubled; a few hundred, as the check character rules out ten of eleven. Their tokens are then looked up.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.kernel.residentid import WEIGHTS
from doudi.policy.batch.arrow import pc
from doudi.verification.matching import digits, distance, segments
from doudi.verification.matching.numbers import NO_KEY
from doudi.verification.matching.segments import BIRTH, REGION, TAIL, Agreed

_LENGTHS: Final = (digits.LONG - 1, digits.LONG, digits.LONG + 1)
_AT_ONCE: Final = 512
_SEQUENCES: Final = 1000


@dataclass(frozen=True)
class Near:
    """Right numbers near wrong ones: whose (the row of the wrong one), the key, how far, what they share."""

    rows: Any
    keys: Any
    distances: Any
    agreed: Any

    @classmethod
    def joined(cls, parts: list[Near]) -> Near:
        """Put parts one after the other."""
        empty = np.empty(0, np.int64)
        names = ("rows", "keys", "distances", "agreed")
        return cls(*(np.concatenate([empty, *(getattr(part, name) for part in parts)]) for name in names))


def near(texts: pa.Array) -> Near:
    """List the right numbers near each wrong one; none near what is no number at all."""
    parts = []
    for rows, characters in segments.by_length(texts):
        if characters.shape[1] in _LENGTHS:
            for at in range(0, len(rows), _AT_ONCE):
                parts += _spoiled(rows[at : at + _AT_ONCE], characters[at : at + _AT_ONCE], texts)
    return Near.joined(parts)


def _spoiled(rows: Any, characters: Any, texts: pa.Array) -> list[Near]:
    """Suppose each segment in turn to be the spoiled one."""
    width, given = characters.shape[1], texts.take(pa.array(rows))
    region, birth = _value(characters[:, :REGION]), _value(characters[:, width - TAIL - BIRTH : width - TAIL])
    sequence, ending = _value(characters[:, width - TAIL : width - 1]), _ending(characters[:, width - 1])
    found = []
    ways, whose = _ways(characters[:, : width - BIRTH - TAIL], REGION)
    right = _right(ways, birth[whose], sequence[whose], ending[whose])
    found.append(_close(right, (rows, whose), given, Agreed.BIRTH | Agreed.TAIL, (0, REGION)))
    ways, whose = _ways(characters[:, REGION : width - TAIL], BIRTH)
    right = _right(region[whose], ways, sequence[whose], ending[whose])
    found.append(_close(right, (rows, whose), given, Agreed.REGION | Agreed.TAIL, (REGION, digits.LONG - TAIL)))
    whose = np.repeat(np.arange(len(rows)), _SEQUENCES)
    left = _value(characters[:, REGION : REGION + BIRTH])[whose]
    right = _right(region[whose], left, np.tile(np.arange(_SEQUENCES), len(rows)), None)
    found.append(_close(right, (rows, whose), given, Agreed.REGION | Agreed.BIRTH, (digits.LONG - TAIL, digits.LONG)))
    return found


def _right(region: Any, birth: Any, sequence: Any, ending: Any) -> Any:
    """Return keys of numbers in parts; NO_KEY of those that are not right, or end otherwise than given."""
    good = (region >= 10 ** (REGION - 1)) & (birth >= 0) & (sequence >= 0)
    region, birth, sequence = np.maximum(region, 0), np.maximum(birth, 0), np.maximum(sequence, 0)
    check = _check(region, birth, sequence)
    chosen = np.flatnonzero(good if ending is None else good & (check == ending))
    keys = np.full(len(region), NO_KEY, np.int64)
    keys[chosen] = ((region * 10**BIRTH + birth) * 1000 + sequence)[chosen] * digits.BASE + check[chosen]
    born = birth[chosen]
    keys[chosen[~digits.is_day(born // 10_000, born % 10_000)]] = NO_KEY
    return keys


def _close(keys: Any, rows: tuple[Any, Any], given: pa.Array, agreed: Agreed, spoiled: tuple[int, int]) -> Near:
    """Keep the keys whose spoiled segment (from, to) is near what was given."""
    of, whose = rows
    whose, keys = _once(whose[keys >= 0], keys[keys >= 0])
    first, end = spoiled
    here = pc.utf8_slice_codeunits(given, first, end - digits.LONG or None)
    apart = distance.distances(digits.text(keys, first, end), here.take(pa.array(whose)))
    close = apart <= segments.MOST_EDITS
    return Near(of[whose[close]], keys[close], apart[close].astype(np.int64), np.full(close.sum(), int(agreed)))


def _once(rows: Any, keys: Any) -> tuple[Any, Any]:
    """Leave out what two ways of spoiling led to."""
    order = np.lexsort((keys, rows))
    rows, keys = rows[order], keys[order]
    first = np.ones(len(rows), bool)
    first[1:] = (np.diff(rows) != 0) | (np.diff(keys) != 0)
    return rows[first], keys[first]


def _ways(part: Any, length: int) -> tuple[Any, Any]:
    """Return what a segment of so many digits may have been, as integers, and of which row."""
    given = part.shape[1]
    powers = 10 ** np.arange(length - 1, -1, -1, dtype=np.int64)
    values = np.where((part >= digits.ZERO) & (part <= ord("9")), part - digits.ZERO, 0).astype(np.int64)
    if given == length:
        ways = [_replaced(values, powers)]
    elif given < length:
        kept = [np.delete(powers, at) for at in range(length)]
        ways = [(values @ each)[:, None] + powers[at] * np.arange(10) for at, each in enumerate(kept)]
    else:
        ways = [(np.delete(values, at, axis=1) @ powers)[:, None] for at in range(given)]
    found = np.concatenate(ways, axis=1)
    return found.ravel(), np.repeat(np.arange(len(part)), found.shape[1])


def _replaced(values: Any, powers: Any) -> Any:
    """Return each value with every two of its digits replaced by any."""
    twice = [(values * powers).sum(axis=1)[:, None]]
    for first, second in combinations(range(len(powers)), 2):
        rest = twice[0][:, 0] - values[:, first] * powers[first] - values[:, second] * powers[second]
        any_two = (np.arange(10)[:, None] * powers[first] + np.arange(10) * powers[second]).ravel()
        twice.append(rest[:, None] + any_two)
    return np.concatenate(twice, axis=1)


def _value(part: Any) -> Any:
    """Read digits as an integer, -1 where there is something else among them."""
    values = part.astype(np.int64) - digits.ZERO
    good = ((values >= 0) & (values < digits.TEN)).all(axis=1)
    return np.where(good, values @ 10 ** np.arange(part.shape[1] - 1, -1, -1, dtype=np.int64), -1)


def _ending(last: Any) -> Any:
    """Return the value of a last character, -1 where it is none."""
    values = np.full(256, -1, np.int64)
    values[digits.CHARACTERS] = np.arange(len(digits.CHARACTERS))
    return values[last]


def _check(region: Any, birth: Any, sequence: Any) -> Any:
    """Return the check value of a number in parts, from tables of their sums."""
    born = _sums(4, REGION)[birth // 10_000] + _sums(4, REGION + 4)[birth % 10_000]
    return digits.VALUES[(_sums(REGION, 0)[region] + born + _sums(3, REGION + BIRTH)[sequence]) % digits.BASE]


@cache
def _sums(length: int, first: int) -> Any:
    """Return of each number of so many digits the weighted sum, its first digit at a place of the whole number."""
    values = np.arange(10**length)
    weights = WEIGHTS[first : first + length]
    sums = sum(weight * (values // 10 ** (length - 1 - at) % 10) for at, weight in enumerate(weights))
    return np.asarray(sums % digits.BASE, np.uint8)
