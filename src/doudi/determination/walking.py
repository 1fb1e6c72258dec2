"""A household whose one income is varied, all else fixed: what comes out at each, and by which route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from doudi.policy.assessment import Assessment, Status, determine
from doudi.policy.household import Household
from doudi.policy.programmes import Programme
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import Kind
from doudi.policy.unknown import Unknown

ROUNDING = 1200
"""What rounding may do to a year's amount for each member: a yuan a month, in fen."""
TURNS = (Kind.BOOL, Kind.CHOICE)

Path = tuple[int, ...]
Key = tuple[str, Path]
"""A programme, and for whom it is."""


@dataclass(frozen=True, slots=True)
class Point:
    """What comes out at one income. `amounts` are fen a year, None for a grant of a sum nobody knows.

    What cannot be judged yet is no key of it; what does not concern anybody is nothing, 0.
    """

    income: int
    found: Assessment
    route: tuple[Any, ...]
    amounts: Mapping[Key, int | None]


class Walk:
    """One household whose one income is varied, all else fixed."""

    def __init__(
        self,
        snapshot: LawSnapshot,
        household: Household,
        *,
        place: str,
        on: date,
        fact: str,
        whose: int = 0,
        only: frozenset[str] | None = None,
    ) -> None:
        """Take a household that was read before; `whose` income `fact` is varied, for the programmes `only` or all."""
        self.snapshot = snapshot
        self.household = household
        self.place = place
        self.on = on
        self.fact = fact
        self.whose = whose
        self.only = only
        law = snapshot.law(place, on, only)
        self.programmes = law.programmes
        self.names = law.computation.plan.names
        turns = [name for name in self.names.values() if name.rule is not None and name.unit.kind in TURNS]
        self.turns = tuple([name.slot[1] for name in turns if name.slot[0] == depth] for depth in range(3))
        self.at = lru_cache(maxsize=None)(self._at)

    @classmethod
    def of(
        cls,
        snapshot: LawSnapshot,
        document: object,
        *,
        place: str,
        on: date,
        fact: str,
        only: frozenset[str] | None = None,
    ) -> Walk:
        """Read a household file, of which the first member's income is varied.

        Raises HouseholdRefused, PlaceUnknown, NoLawYet.
        """
        snapshot.law(place, on, only)
        return cls(snapshot, snapshot.reader.read(document, on), place=place, on=on, fact=fact, only=only)

    def _at(self, income: int) -> Point:
        person = self.household.members[self.whose]
        person.facts = {**person.facts, self.fact: income}
        found = determine(self.snapshot, self.household, place=self.place, on=self.on, only=self.only)
        return Point(income, found, tuple(self._route(found)), self._amounts(found))

    def _amounts(self, found: Assessment) -> dict[Key, int | None]:
        heads = [(index,) for index in range(len(self.household.members))]
        amounts: dict[Key, int | None] = {
            (each.id, path): 0
            for each in found.law.programmes if each.amount
            for path in ([()] if each.unit.depth == 0 else heads)
        }  # fmt: skip
        for each in found.outcomes:
            if each.status is Status.UNDETERMINED:
                amounts.pop((each.programme.id, each.path), None)
            elif each.status is Status.ELIGIBLE and each.programme.amount:
                sum_ = None if each.amount is None else each.programme.over_a_year(each.amount)
                amounts[each.programme.id, each.path] = sum_
        return amounts

    def _route(self, found: Assessment) -> Iterator[Any]:
        frames = found.frames
        supporters = [frame for group in frames.obligors for frame in group or ()]
        for depth, rows in enumerate(([frames.own], frames.members, supporters)):
            for row in rows:
                yield from (None if isinstance(row[slot], Unknown) else int(row[slot]) for slot in self.turns[depth])

    def tops_up(self, programme: Programme) -> bool:
        """Whether a programme's amount is what another leaves open, by reading what that one gives."""
        others = {
            name for each in self.programmes if each.id != programme.id for name in (each.amount, each.per_person)
        }
        return any(name in others for name in self._behind(programme.amount, set()))

    def _behind(self, name: str | None, seen: set[str]) -> set[str]:
        known = self.names.get(name or "")
        if known is not None and known.rule is not None and known.name not in seen:
            seen.add(known.name)
            for each in known.rule.reads:
                self._behind(each, seen)
        return seen

    @property
    def tolerance(self) -> int:
        """What rounding may do to this household's year: fen."""
        return ROUNDING * len(self.household.members)
