"""Some thousand households in columns of whole numbers, and what came of them."""

# pyright: basic
# numpy comes with requirements-batch.lock; its arrays tell little of what is in them.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from doudi.policy.batch.work import Work

MISSING = np.int64(-(2**63))
"""Stands for a number that is not known; no legal one comes near."""

BITS = 63
"""Causes a pass can tell apart; the last bit says that there are others."""
OTHERS = np.uint64(1) << np.uint64(BITS)


@dataclass
class Chunk:
    """Households with their members and supporters.

    `members` are n+1 offsets into the columns of members, `supporters` m+1 into those of supporters; `listed` says of
    whom the supporters are known. `columns` are the facts and last month's states by depth, int64, a row a name of
    `Work.columns`. `place` is a number of `places`, and a row of `values`, the parameters.
    """

    rows: Any
    ids: Any
    persons: Any
    place: Any
    places: list[str]
    values: Any
    members: Any
    supporters: Any
    listed: Any
    columns: tuple[Any, Any, Any]

    def __len__(self) -> int:
        """Count the households."""
        return len(self.place)

    def taken(self, which: Any) -> Chunk:
        """Return the households of some row numbers, in ascending order."""
        members, of_member = _taken(self.members, which)
        supporters, of_supporter = _taken(self.supporters, of_member)
        return Chunk(
            self.rows[which], self.ids.take(which), self.persons.take(of_member), self.place[which], self.places,
            self.values, members, supporters, self.listed[of_member],
            (self.columns[0][:, which], self.columns[1][:, of_member], self.columns[2][:, of_supporter]),
        )  # fmt: skip


@dataclass
class Outcomes:
    """What came of households (depth 0) or of members (1): a row a programme, amount or state, a column each.

    After the states `carried` has a row for each value that is told beside the outcomes.
    """

    outcomes: Any
    reasons: Any
    waits: Any
    amounts: Any
    carried: Any

    @classmethod
    def empty(cls, work: Work, depth: int, count: int) -> Outcomes:
        """Lay out columns; `waits` has as many layers as the causes need."""
        programmes, layers = len(work.programmes_of(depth)), layers_of(work)
        return cls(
            np.zeros((programmes, count), np.int8), np.zeros((programmes, count), np.int16),
            np.zeros((layers, programmes, count), np.uint64),
            np.full((len(work.amounts_of(depth)), count), MISSING),
            np.full((len(work.states[depth]) + len(work.told[depth]), count), MISSING),
        )  # fmt: skip


@dataclass
class Found:
    """What came of a chunk."""

    own: Outcomes
    members: Outcomes

    @classmethod
    def empty(cls, work: Work, chunk: Chunk) -> Found:
        """Lay out the results of a chunk."""
        return cls(Outcomes.empty(work, 0, len(chunk)), Outcomes.empty(work, 1, int(chunk.members[-1])))


def layers_of(work: Work) -> int:
    """Return how many sets of bits it takes to tell all causes apart."""
    return -(-len(work.causes) // BITS)


def bits_of(work: Work, layer: int) -> Any:
    """Return the bit of each cause in a layer; the causes of other layers share the last bit."""
    number = np.arange(len(work.causes))
    mine = np.left_shift(np.uint64(1), (number % BITS).astype(np.uint64))
    return np.where(number // BITS == layer, mine, OTHERS)


def layer_bits(work: Work) -> Any:
    """Return for each cause the bit that stands for its layer."""
    return np.left_shift(np.uint64(1), (np.arange(len(work.causes)) // BITS).astype(np.uint64))


def offsets(lengths: Any) -> Any:
    """Return n+1 offsets of lists of given lengths."""
    found = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=found[1:])
    return found


def _taken(starts: Any, which: Any) -> tuple[Any, Any]:
    """Return offsets and row numbers of what lies inside some lists."""
    lengths = starts[1:][which] - starts[:-1][which]
    new = offsets(lengths)
    inside = np.arange(new[-1]) - np.repeat(new[:-1], lengths) + np.repeat(starts[:-1][which], lengths)
    return new, inside
