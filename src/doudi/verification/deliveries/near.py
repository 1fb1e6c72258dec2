"""Whether a wrong number may be that of somebody whom one looks up: one number beside a few, without columns.

`matching.fuzzy` does this for rolls, and tests hold this to it: two of three segments agree, the numbers are at most
two edits apart, the names at least half alike.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

REGION, BIRTH, TAIL = 6, 8, 4
MOST_EDITS: Final = 2
LONG: Final = REGION + BIRTH + TAIL
LENGTHS: Final = range(LONG - MOST_EDITS, LONG + MOST_EDITS + 1)
_KEY_BYTES: Final = 8


def blocks(number: str) -> tuple[str, ...]:
    """Return the pairs of segments of a number; before a damage they are counted from the left, else from the right.

    None of what cannot be within two edits of a number."""
    if len(number) not in LENGTHS or not number.isascii():
        return ()
    region, tail = number[:REGION], number[-TAIL:]
    early, late = number[REGION : REGION + BIRTH], number[-TAIL - BIRTH : -TAIL]
    return (f"a{region}{early}", f"b{late}{tail}", f"c{region}{tail}")


def keys(number: str) -> list[int]:
    """Return what a wrong number is looked up by: a digest of each block, spread over 64 bits."""
    found = (blake2b(block.encode(), digest_size=_KEY_BYTES).digest() for block in blocks(number))
    return [int.from_bytes(digest, "little", signed=True) for digest in found]


def is_within(left: str, right: str, edits: int) -> bool:
    """Whether so many characters replaced, put in or left out make one text of the other."""
    same = 0
    for same, (one, other) in enumerate(zip(left, right, strict=False)):  # noqa: B007 - used after the loop
        if one != other:
            break
    else:
        return max(len(left), len(right)) - min(len(left), len(right)) <= edits
    if not edits:
        return False
    left, right = left[same:], right[same:]
    return (
        is_within(left[1:], right[1:], edits - 1)
        or is_within(left[1:], right, edits - 1)
        or is_within(left, right[1:], edits - 1)
    )


def is_half_alike(left: str, right: str) -> bool:
    """Whether at least half of the longer of two names is the same; both as they are compared."""
    return is_within(left, right, max(len(left), len(right)) // 2) if left and right else False
