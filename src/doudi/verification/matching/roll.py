"""The recipients that are looked for: their tokens, their names as compared, and the blocks of their numbers."""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import digits, names, near, numbers, segments
from doudi.verification.matching.lookup import Lookup
from doudi.verification.matching.numbers import NO_KEY, Numbers
from doudi.verification.matching.tokens import tokens


@dataclass(frozen=True)
class Roll:
    """Recipients in rows; `ids` are whatever the caller knows them by."""

    ids: pa.Array
    names: pa.Array
    numbers: Numbers
    secret: bytes

    @classmethod
    def of(cls, *, ids: pa.Array, number: Any, name: Any, secret: bytes) -> Roll:
        """Read a roll once. Raises ExcelDamaged."""
        return cls(ids, names.normalised(name), numbers.read(number), secret)

    def warm(self, *, fuzzily: bool) -> None:
        """Make now, in one thread, what the passes look up."""
        _ = self.by_token
        _ = (self.by_near_token, self.by_block) if fuzzily else None

    @cached_property
    def persons(self) -> Any:
        """Who the rows are: one person's rows share a token; who has no right number is alone, below zero or so."""
        keyed = tokens(np.where(self.numbers.is_right, self.numbers.keys, NO_KEY), self.secret)
        return np.where(self.numbers.is_right, keyed, np.arange(len(keyed)))

    @cached_property
    def by_token(self) -> Lookup:
        """Find right numbers of the roll by their token."""
        right = np.flatnonzero(self.numbers.is_right)
        return Lookup.of(self.persons[right], right)

    @cached_property
    def near(self) -> near.Near:
        """The right numbers that the wrong ones of the roll may have been."""
        wrong = np.flatnonzero(~self.numbers.is_right)
        found = near.near(pc.fill_null(self.texts.take(pa.array(wrong)), ""))
        return near.Near(wrong[found.rows], found.keys, found.distances, found.agreed)

    @cached_property
    def by_near_token(self) -> Lookup:
        """Find places in `near` by token."""
        return Lookup.of(tokens(self.near.keys, self.secret), np.arange(len(self.near.keys)))

    @cached_property
    def texts(self) -> pa.Array:
        """The number of each row as text, cleaned; "" where there is none."""
        given = self.numbers.remainder.combine_chunks()
        right = digits.text(np.where(self.numbers.is_right, self.numbers.keys, 0))
        return pc.fill_null(pc.if_else(pa.array(self.numbers.is_right), right, given), "")

    @cached_property
    def by_block(self) -> dict[segments.Agreed, Lookup]:
        """Find rows of the roll by two segments of their number."""
        found: dict[segments.Agreed, list[tuple[Any, Any]]] = {kind: [] for kind in segments.BLOCKS}
        for rows, characters in segments.by_length(self.texts):
            for kind, blocks in segments.blocks_of(characters).items():
                found[kind].append((blocks, rows))
        return {kind: Lookup.joined(parts) for kind, parts in found.items()}
