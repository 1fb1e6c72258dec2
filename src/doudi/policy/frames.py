"""The values of one household, laid out for computing. What remains after the run is the full record.

A frame is a list of values: one for the household (with the parameters), one for each member, one for each member's
legal supporter. A value is a whole number, a truth value, or Unknown with its causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from doudi.policy.household import Household
from doudi.policy.plan import ASSESSED_ON, Name, Plan, Slot
from doudi.policy.unknown import Value, missing

Frame: TypeAlias = list[Any]
Stack: TypeAlias = tuple[Frame, ...]
"""The frame of an entity, below the frames of the entities above it."""


@dataclass(slots=True)
class Frames:
    """The frames of one household. `obligors[i]` is None where it is not known whether member i has any."""

    own: Frame
    members: list[Frame]
    obligors: list[list[Frame] | None]

    @classmethod
    def empty(cls, plan: Plan, household: Household) -> Frames:
        """Lay out frames without values."""
        own: Frame = [None] * plan.sizes[0]
        members: list[Frame] = [[None] * plan.sizes[1] for _ in household.members]
        obligors: list[list[Frame] | None] = [
            None if person.obligors is None else [[None] * plan.sizes[2] for _ in person.obligors]
            for person in household.members
        ]
        return cls(own, members, obligors)

    def stack(self, path: tuple[int, ...]) -> Stack:
        """Return the frame of the household, or of a member below the household's."""
        return (self.own, self.members[path[0]]) if path else (self.own,)

    def at(self, slot: Slot, path: tuple[int, ...]) -> Value:
        """Return the value in a slot for the entity at a path; names of entities above are found from below."""
        depth, place = slot
        if depth == 0:
            return self.own[place]
        if depth == 1:
            return self.members[path[0]][place]
        return (self.obligors[path[0]] or [])[path[1]][place]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which slot each fact, parameter and state of a plan goes to, by the depth of its entity."""

    plan: Plan
    facts: tuple[list[tuple[str, int]], list[tuple[str, int]], list[tuple[str, int]]]
    parameters: list[tuple[str, int]]
    states: list[Name]
    day: int | None

    @classmethod
    def of(cls, plan: Plan) -> Layout:
        """Arrange the names of a plan."""
        facts: tuple[list[tuple[str, int]], ...] = ([], [], [])
        for name in plan.facts():
            facts[name.slot[0]].append((name.name, name.slot[1]))
        parameters = [(name.name, name.slot[1]) for name in plan.parameters()]
        day = plan.names[ASSESSED_ON].slot[1] if ASSESSED_ON in plan.names else None
        return cls(plan, (facts[0], facts[1], facts[2]), parameters, plan.states(), day)

    def fill(self, parameters: Mapping[str, Value], household: Household, day: int) -> Frames:
        """Lay out a household: facts, last month's state, parameters and the day (yyyymmdd) in their slots."""
        frames = Frames.empty(self.plan, household)
        for name, place in self.parameters:
            frames.own[place] = parameters[name]
        if self.day is not None:
            frames.own[self.day] = day
        _lay(frames.own, self.facts[0], household.facts, ())
        for index, person in enumerate(household.members):
            _lay(frames.members[index], self.facts[1], person.facts, (index,))
            for number, frame in enumerate(frames.obligors[index] or ()):
                supporter = (person.obligors or [])[number]
                _lay(frame, self.facts[2], supporter.facts, (index, number))
        for name in self.states:
            _lay_state(frames, name, household)
        return frames


def _lay(frame: Frame, places: list[tuple[str, int]], facts: Mapping[str, int], path: tuple[int, ...]) -> None:
    for name, place in places:
        frame[place] = facts[name] if name in facts else missing("fact", name, path)


def _lay_state(frames: Frames, name: Name, household: Household) -> None:
    start = name.rule.start if name.rule else 0
    depth, place = name.slot
    if depth == 0:
        frames.own[place] = household.before.get((name.name, None), start)
        return
    for frame, person in zip(frames.members, household.members, strict=True):
        frame[place] = household.before.get((name.name, person.id), start)
