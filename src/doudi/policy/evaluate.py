"""Runs a plan for one household. Every rule is computed once; the frames that remain are the full record.

A frame is a list of values, one for the household (with the parameters), one for each member, one for each member's
legal supporter. A value is a whole number, a truth value, or Unknown with its causes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from doudi.policy.household import Household
from doudi.policy.plan import ASSESSED_ON, Name, Plan, Slot
from doudi.policy.rules import Form, Rule
from doudi.policy.unknown import Unknown, Value, joined, missing

Frame: TypeAlias = list[Any]
OBLIGORS = "obligors"


@dataclass(slots=True)
class Frames:
    """The values of one household. `obligors[i]` is None where it is not known whether member i has any."""

    own: Frame
    members: list[Frame]
    obligors: list[list[Frame] | None]

    def stacks(self, depth: int) -> Iterator[tuple[Frame, ...]]:
        """Iterate over the frames of an entity, each below the frames above it."""
        if depth == 0:
            yield (self.own,)
        for frame, below in zip(self.members, self.obligors, strict=True) if depth else ():
            if depth == 1:
                yield self.own, frame
            else:
                for supporter in below or ():
                    yield self.own, frame, supporter

    def stack(self, path: tuple[int, ...]) -> tuple[Frame, ...]:
        """Return the frame of the entity at a path, below the frames above it."""
        if not path:
            return (self.own,)
        if len(path) == 1:
            return self.own, self.members[path[0]]
        return self.own, self.members[path[0]], (self.obligors[path[0]] or [])[path[1]]

    def at(self, slot: Slot, path: tuple[int, ...]) -> Value:
        """Return the value in a slot for the entity at a path; names of entities above are found from below."""
        return self.stack(path)[slot[0]][slot[1]]


Step: TypeAlias = Callable[[Frames], None]


@dataclass(frozen=True, slots=True)
class Computation:
    """A plan made ready to run, for any household and any values of the parameters."""

    plan: Plan
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, plan: Plan) -> Computation:
        """Make the steps of a plan."""
        return cls(plan, tuple(_step(name, plan) for name in plan.order))

    def run(self, parameters: Mapping[str, Value], household: Household, day: int) -> Frames:
        """Compute everything for one household.

        `parameters` are values by argument name, Unknown where the place has none; `day` is yyyymmdd.
        """
        frames = _prepared(self.plan, parameters, household, day)
        for step in self.steps:
            step(frames)
        return frames


def _prepared(plan: Plan, parameters: Mapping[str, Value], household: Household, day: int) -> Frames:
    """Lay out the frames with facts, parameters and last month's state in their slots."""
    own: Frame = [None] * plan.sizes[0]
    members: list[Frame] = [[None] * plan.sizes[1] for _ in household.members]
    obligors: list[list[Frame] | None] = [
        None if person.obligors is None else [[None] * plan.sizes[2] for _ in person.obligors]
        for person in household.members
    ]
    for name in plan.parameters():
        own[name.slot[1]] = parameters[name.name]
    for name in plan.facts():
        _lay_fact(name, household, own, members, obligors)
    for name in plan.states():
        _lay_state(name, household, own, members)
    if ASSESSED_ON in plan.names:
        own[plan.names[ASSESSED_ON].slot[1]] = day
    return Frames(own, members, obligors)


def _lay_fact(
    name: Name, household: Household, own: Frame, members: list[Frame], obligors: list[list[Frame] | None]
) -> None:
    depth, place = name.slot
    key = name.name
    if depth == 0:
        own[place] = household.facts[key] if key in household.facts else missing("fact", key)
        return
    for index, person in enumerate(household.members):
        if depth == 1:
            facts = person.facts
            members[index][place] = facts[key] if key in facts else missing("fact", key, (index,))
            continue
        for number, supporter in enumerate(person.obligors or ()):
            facts = supporter.facts
            below = obligors[index]
            if below is not None:
                below[number][place] = facts[key] if key in facts else missing("fact", key, (index, number))


def _lay_state(name: Name, household: Household, own: Frame, members: list[Frame]) -> None:
    start = name.rule.start if name.rule else 0
    depth, place = name.slot
    if depth == 0:
        own[place] = household.before.get((name.name, None), start)
        return
    for index, person in enumerate(household.members):
        members[index][place] = household.before.get((name.name, person.id), start)


def _step(name: Name, plan: Plan) -> Step:
    rule = name.rule
    if rule is None:
        raise TypeError(name.name)
    if rule.form in _OVER_CHILDREN:
        return _over_children(name, plan.names[rule.reads[0]], _OVER_CHILDREN[rule.form])
    reads = [plan.names[read].slot for read in rule.reads]
    if rule.form is Form.CALL and rule.function is not None:
        return _each(name.slot, _calling(rule.function, reads))
    if rule.form is Form.CHOOSE:
        return _each(name.slot, _choosing(rule, plan))
    return _each(name.slot, _deciding(_THREE_VALUED[rule.form], reads))


def _each(slot: Slot, compute: Callable[[tuple[Frame, ...]], Value]) -> Step:
    """Make the step that computes a value for each frame of an entity."""
    depth, place = slot

    def step_household(frames: Frames) -> None:
        frames.own[place] = compute((frames.own,))

    def step_below(frames: Frames) -> None:
        for stack in frames.stacks(depth):
            stack[depth][place] = compute(stack)

    return step_below if depth else step_household


def _calling(function: Callable[..., int | bool], reads: list[Slot]) -> Callable[[tuple[Frame, ...]], Value]:
    """Call a rule's function; an unknown argument makes an unknown result."""

    def compute(stack: tuple[Frame, ...]) -> Value:
        args = [stack[depth][place] for depth, place in reads]
        unknown = [value for value in args if value.__class__ is Unknown]
        return joined(unknown) if unknown else function(*args)

    return compute


def _choosing(rule: Rule, plan: Plan) -> Callable[[tuple[Frame, ...]], Value]:
    """Take the branch of a known choice; the others need not be known."""
    by_depth, by_place = plan.names[rule.reads[0]].slot
    branches: dict[int, Slot | int] = {
        key: plan.names[branch].slot if isinstance(branch, str) else branch
        for key, branch in (rule.cases or {}).items()
    }

    def compute(stack: tuple[Frame, ...]) -> Value:
        chosen = stack[by_depth][by_place]
        if chosen.__class__ is Unknown:
            return chosen
        branch = branches.get(int(chosen))
        if branch is None:
            return missing("branch", f"{rule.name}={int(chosen)}")
        return branch if isinstance(branch, int) else stack[branch[0]][branch[1]]

    return compute


def _deciding(decide: Callable[[list[Any]], Value], reads: list[Slot]) -> Callable[[tuple[Frame, ...]], Value]:
    def compute(stack: tuple[Frame, ...]) -> Value:
        return decide([stack[depth][place] for depth, place in reads])

    return compute


def _over_children(name: Name, child: Name, decide: Callable[[list[Any]], Value]) -> Step:
    """Make the step that combines a value of all children of an entity."""
    place, child_place = name.slot[1], child.slot[1]

    def step_household(frames: Frames) -> None:
        frames.own[place] = decide([frame[child_place] for frame in frames.members])

    def step_member(frames: Frames) -> None:
        for index, frame in enumerate(frames.members):
            below = frames.obligors[index]
            if below is None:
                frame[place] = missing("fact", OBLIGORS, (index,))
            else:
                frame[place] = decide([supporter[child_place] for supporter in below])

    return step_member if name.entity.depth else step_household


def _unknowns(values: list[Any]) -> list[Unknown]:
    return [value for value in values if value.__class__ is Unknown]


def _any(values: list[Any]) -> Value:
    unknown = _unknowns(values)
    if len(unknown) < len(values) and any(value for value in values if value.__class__ is not Unknown):
        return True
    return joined(unknown) if unknown else False


def _all(values: list[Any]) -> Value:
    unknown = _unknowns(values)
    if not all(value for value in values if value.__class__ is not Unknown):
        return False
    return joined(unknown) if unknown else True


def _total(values: list[Any]) -> Value:
    unknown = _unknowns(values)
    return joined(unknown) if unknown else sum(values)


def _not(values: list[Any]) -> Value:
    return values[0] if values[0].__class__ is Unknown else not values[0]


_OVER_CHILDREN = {Form.TOTAL: _total, Form.COUNT: _total, Form.ANY: _any, Form.ALL: _all}
_THREE_VALUED = {Form.EITHER: _any, Form.EVERY: _all, Form.NOT: _not}
