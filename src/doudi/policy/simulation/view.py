"""What one law gives the households of a chunk, programme by programme."""

# pyright: basic
# numpy tells little of what is in its arrays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.chunk import MISSING, Chunk, Found, Outcomes
from doudi.policy.batch.results import missing
from doudi.policy.batch.work import ELIGIBLE, UNDETERMINED, Work


@dataclass(frozen=True)
class Given:
    """One programme: who has it, of whom it cannot be told, and how much; by household and by member.

    An amount is fen of the programme's period, 0 where there is none. `missing` lists the codes it waits for.
    """

    has: Any
    open: Any
    amount: Any
    member_has: Any
    member_open: Any
    member_amount: Any
    missing: Any
    is_of_members: bool = False


@dataclass(frozen=True)
class View:
    """What came of a chunk under one law."""

    work: Work
    chunk: Chunk
    found: Found

    def given(self, programme: str) -> Given:
        """Return what one programme gives; nothing where this law does not have it."""
        for depth, outcomes in ((0, self.found.own), (1, self.found.members)):
            ids = [each.id for each in self.work.programmes_of(depth)]
            if programme in ids:
                number = ids.index(programme)
                has, unsure, amount = self._plain(outcomes, depth, number)
                codes = missing(self.work, outcomes, number, self.found.causes)
                given = (has, unsure, amount, codes)
                return self._of_members(*given) if depth else self._own(number, *given)
        nobody, none = np.zeros(len(self.chunk), bool), np.zeros(self.people, bool)
        return Given(nobody, nobody, nobody * 0, none, none, none * 0, pa.nulls(len(self.chunk), pa.list_(pa.string())))

    @property
    def people(self) -> int:
        """Count the members."""
        return int(self.chunk.members[-1])

    def _plain(self, outcomes: Outcomes, depth: int, number: int) -> tuple[Any, Any, Any]:
        """Return who has a programme, of whom that or its amount is not known, and the amounts."""
        programme = self.work.programmes_of(depth)[number]
        has = outcomes.outcomes[number] == ELIGIBLE
        unsure = outcomes.outcomes[number] == UNDETERMINED
        if programme.amount is None:
            return has, unsure, np.zeros(len(has), np.int64)
        row = self.work.amounts_of(depth).index((programme, programme.amount))
        amount = outcomes.amounts[row]
        lacking = amount == MISSING
        return has, unsure | (has & lacking), np.where(lacking, 0, amount)

    def _own(self, number: int, has: Any, unsure: Any, amount: Any, codes: Any) -> Given:
        """Spread what a household has over the members that it is for."""
        truth = self.work.programmes_of(0)[number].persons
        sizes = np.diff(self.chunk.members)
        counted = np.ones(self.people, bool) if truth is None else self.member(truth) == 1
        member_has = np.repeat(has, sizes) & counted
        return Given(has, unsure, amount, member_has, np.repeat(unsure, sizes), np.repeat(amount, sizes), codes)

    def _of_members(self, has: Any, unsure: Any, amount: Any, codes: Any) -> Given:
        """Put together what members have; a household has a programme once one of them has it."""
        some = self.summed(has) > 0
        return Given(some, self.summed(unsure) > 0, self.summed(amount), has, unsure, amount, codes, is_of_members=True)

    def summed(self, of_members: Any) -> Any:
        """Add up what members have, by household."""
        return np.add.reduceat(of_members.astype(np.int64), self.chunk.members[:-1])

    def own(self, name: str) -> Any:
        """Return what is told of each household, MISSING where it is not known; None where it is not told."""
        return _told(self.work, 0, self.found.own, name)

    def member(self, name: str) -> Any:
        """Return what is told of each member."""
        return _told(self.work, 1, self.found.members, name)

    def figure(self, parameter: str) -> Any:
        """Return a parameter for each household, MISSING where the place has not set it; None where none is read."""
        names = [each.parameter.name for each in self.work.parameters if each.parameter is not None]
        return self.chunk.values[self.chunk.place, names.index(parameter)] if parameter in names else None


def _told(work: Work, depth: int, outcomes: Outcomes, name: str) -> Any:
    names = [each.name for each in work.told[depth]]
    return outcomes.carried[len(work.states[depth]) + names.index(name)] if name in names else None
