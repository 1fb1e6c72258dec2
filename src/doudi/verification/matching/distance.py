"""How far texts are apart: how many characters to replace, put in or leave out (Levenshtein), by pair."""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching.names import codes

AT_ONCE: Final = 1 << 16
WHOLE: Final = 100


def distances(left: pa.Array, right: pa.Array) -> Any:
    """Return int16: how far each text is from the one beside it. Neither side has null."""
    parts = [_between(left.slice(at, AT_ONCE), right.slice(at, AT_ONCE)) for at in range(0, len(left), AT_ONCE)]
    return np.concatenate([np.empty(0, np.int16), *parts])


def likeness(left: pa.Array, right: pa.Array) -> Any:
    """Return whole percents, int16: 100 for equal texts, 0 for such that share nothing or are empty."""
    lengths = [np.asarray(pc.utf8_length(side)) for side in (left, right)]
    longest = np.maximum(*lengths)
    apart = np.minimum(distances(left, right), longest)
    return np.where(longest > 0, (WHOLE * (longest - apart)) // np.maximum(longest, 1), 0).astype(np.int16)


def _between(left: pa.Array, right: pa.Array) -> Any:
    """Go through the table of all beginnings row by row, for all pairs at once."""
    (first, of_first), (second, of_second) = _matrix(left), _matrix(right)
    found = of_second.astype(np.int16)
    above = np.repeat(np.arange(len(second) + 1, dtype=np.int16)[:, None], len(left), axis=1)
    everyone = np.arange(len(left))
    for row, character in enumerate(first, start=1):
        here = np.empty_like(above)
        here[0] = row
        for column, other in enumerate(second, start=1):
            replaced = above[column - 1] + (character != other)
            np.minimum(np.minimum(above[column], here[column - 1]) + 1, replaced, out=here[column])
        found = np.where(of_first == row, here[of_second, everyone], found)
        above = here
    return found


def _matrix(texts: pa.Array) -> tuple[Any, Any]:
    """Return the characters, a column a text and 0 after its end, and how many each has."""
    given, starts = codes(texts)
    lengths = np.diff(starts)
    width = int(lengths.max(initial=0))
    places = starts[:-1] + np.arange(width)[:, None]
    inside = np.arange(width)[:, None] < lengths
    padded = np.concatenate([given, np.zeros(1, given.dtype)])
    return np.where(inside, padded[np.minimum(places, len(given))], 0), lengths
