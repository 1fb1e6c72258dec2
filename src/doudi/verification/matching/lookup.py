"""Many integers looked up in a column at once: most are not there, which a small table tells in one step."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

_SPARSE: Final = 16
"""Places of the table for each value: of what is not there, one in sixteen is looked for in vain."""
_LEAST, _MOST = 1 << 10, 1 << 26


@dataclass(frozen=True)
class Lookup:
    """Values in ascending order, and what each stands for; a value may stand for several."""

    values: Any
    meanings: Any
    table: Any

    @classmethod
    def of(cls, values: Any, meanings: Any) -> Lookup:
        """Make it of int64 values that are spread evenly in their low bits, as tokens and blocks are."""
        order = np.argsort(values, kind="stable")
        size = min(max(1 << (len(values) * _SPARSE).bit_length(), _LEAST), _MOST)
        table = np.zeros(size, bool)
        table[values & (size - 1)] = True
        return cls(values[order], meanings[order], table)

    @classmethod
    def joined(cls, parts: list[tuple[Any, Any]]) -> Lookup:
        """Make it of several columns."""
        empty = np.empty(0, np.int64)
        values, meanings = zip(*parts, strict=True) if parts else ((), ())
        return cls.of(np.concatenate([empty, *values]), np.concatenate([empty, *meanings]))

    def find(self, wanted: Any) -> tuple[Any, Any]:
        """Return places in `wanted` that are there, and what they stand for: a pair for each meaning."""
        maybe = np.flatnonzero(self.table[wanted & (len(self.table) - 1)])
        first = np.searchsorted(self.values, wanted[maybe], "left")
        count = np.searchsorted(self.values, wanted[maybe], "right") - first
        places = np.repeat(maybe, count)
        within = np.arange(len(places)) - np.repeat(np.cumsum(count) - count, count)
        return places, self.meanings[np.repeat(first, count) + within]
