"""The three segments of a resident number: region, day of birth, sequence with check character; what two agree on.

A number of which one segment is spoiled still agrees on the two others, so pairs are looked for by two of three. Where
characters were lost or doubled, the segments before the damage are counted from the left and those after it from the
right. A block is an int64 of two segments; equal segments have equal blocks.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from enum import IntFlag
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching.digits import LONG

REGION, BIRTH, TAIL = 6, 8, 4
MOST_EDITS: Final = 2
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)


class Agreed(IntFlag):
    """Which segments two numbers share 一致的号段."""

    REGION = 1
    BIRTH = 2
    TAIL = 4
    ALL = 7


BLOCKS: Final = (Agreed.REGION | Agreed.BIRTH, Agreed.BIRTH | Agreed.TAIL, Agreed.REGION | Agreed.TAIL)


def blocks_of(characters: Any) -> dict[Agreed, Any]:
    """Return the three blocks of a matrix of ASCII codes, shape (n, length), 16 to 20 characters each."""
    width = characters.shape[1]
    from_left = {Agreed.REGION: slice(0, REGION), Agreed.BIRTH: slice(REGION, REGION + BIRTH)}
    from_right = {Agreed.BIRTH: slice(width - TAIL - BIRTH, width - TAIL), Agreed.TAIL: slice(width - TAIL, width)}
    region_and_birth, birth_and_tail, region_and_tail = BLOCKS
    return {
        region_and_birth: _mixed(characters, from_left[Agreed.REGION], from_left[Agreed.BIRTH]),
        birth_and_tail: _mixed(characters, from_right[Agreed.BIRTH], from_right[Agreed.TAIL]),
        region_and_tail: _mixed(characters, from_left[Agreed.REGION], from_right[Agreed.TAIL]),
    }


def by_length(texts: pa.Array) -> list[tuple[Any, Any]]:
    """Group texts that may be a number within MOST_EDITS: rows, and their matrix of ASCII codes."""
    sizes, lengths = np.asarray(pc.binary_length(texts)), np.asarray(pc.utf8_length(texts))
    found = []
    for length in range(LONG - MOST_EDITS, LONG + MOST_EDITS + 1):
        rows = np.flatnonzero((sizes == length) & (lengths == length))
        if len(rows):
            data = b"".join(texts.take(pa.array(rows)).cast(pa.binary()).to_pylist())
            found.append((rows, np.frombuffer(data, np.uint8).reshape(-1, length)))
    return found


def _mixed(characters: Any, *parts: slice) -> Any:
    """Put the characters of the parts into one integer."""
    total = np.zeros(len(characters), np.uint64)
    for part in parts:
        for at in range(part.start, part.stop):
            total = (total + characters[:, at]) * _FACTOR
            total ^= total >> np.uint64(29)
    return total.view(np.int64)
