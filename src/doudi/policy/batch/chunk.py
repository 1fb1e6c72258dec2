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

BITS = 62
"""Causes a pass can tell apart; the last two bits say that there are others, of passes to come and of those before."""
EARLIER, OTHERS = (np.uint64(1) << np.uint64(BITS + number) for number in (0, 1))


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
        parts = zip(self.columns, (which, of_member, of_supporter), strict=True)
        own, of_members, of_supporters = (np.take(rows, part, axis=1) for rows, part in parts)
        return Chunk(
            self.rows[which], self.ids.take(which), self.persons.take(of_member), self.place[which], self.places,
            self.values, members, supporters, self.listed[of_member],
            (own, of_members, of_supporters),
        )  # fmt: skip


@dataclass
class Outcomes:
    """What came of households (depth 0) or of members (1): a row a programme, amount or state, a column each.

    After the states `carried` has a row for each value that is told beside the outcomes. `waits` are sets of bits;
    `later` those of further causes: for each pass the columns it is about, and their bits.
    """

    outcomes: Any
    reasons: Any
    waits: Any
    amounts: Any
    carried: Any
    later: list[tuple[Any, Any]]

    @classmethod
    def empty(cls, work: Work, depth: int, count: int) -> Outcomes:
        """Lay out columns."""
        programmes = len(work.programmes_of(depth))
        return cls(
            np.zeros((programmes, count), np.int8), np.zeros((programmes, count), np.int16),
            np.zeros((programmes, count), np.uint64),
            np.full((len(work.amounts_of(depth)), count), MISSING),
            np.full((len(work.states[depth]) + len(work.told[depth]), count), MISSING), [],
        )  # fmt: skip


@dataclass
class Found:
    """What came of a chunk. `causes` are numbers of `Work.causes`, in the order of their bits: those that can occur."""

    own: Outcomes
    members: Outcomes
    causes: Any

    @classmethod
    def empty(cls, work: Work, chunk: Chunk, causes: Any) -> Found:
        """Lay out the results of a chunk."""
        return cls(Outcomes.empty(work, 0, len(chunk)), Outcomes.empty(work, 1, int(chunk.members[-1])), causes)

    @property
    def layers(self) -> int:
        """How many passes it takes at most to tell all causes apart."""
        return max(1, -(-len(self.causes) // BITS))


def causes_of(work: Work, chunk: Chunk) -> Any:
    """Return the numbers of the causes that can occur in a chunk: what is missing oftenest comes first."""
    of_facts = [np.count_nonzero(rows == MISSING, axis=1)[: len(names)] for rows, names in zip(
        chunk.columns, work.facts, strict=True,
    )]  # fmt: skip
    households = np.bincount(chunk.place, minlength=len(chunk.values))
    of_parameters = (chunk.values == MISSING).T @ households
    choices = len(work.causes) - sum(map(len, of_facts)) - len(of_parameters) - 1
    often = np.concatenate([*of_facts, of_parameters, [np.count_nonzero(~chunk.listed)], np.full(choices, 1)])
    order = np.argsort(-often, kind="stable")
    return order[: np.count_nonzero(often)]


def bits_of(work: Work, causes: Any, layer: int) -> Any:
    """Return the bit of each cause in a pass; those of other passes share two bits, what cannot occur has any."""
    bits = np.full(len(work.causes), OTHERS)
    bits[causes[: layer * BITS]] = EARLIER
    mine = causes[layer * BITS : (layer + 1) * BITS]
    bits[mine] = np.left_shift(np.uint64(1), np.arange(len(mine), dtype=np.uint64))
    return bits


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
