"""Runs a plan for one household. Every rule is computed once, for each whom it speaks of; nothing is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from doudi.policy.frames import Frames, Layout, Stack
from doudi.policy.household import Household
from doudi.policy.plan import Name, Plan, Slot
from doudi.policy.rules import Form, Rule
from doudi.policy.unknown import Unknown, Value, joined, missing

OBLIGORS = "obligors"
Step: TypeAlias = Callable[[Frames], None]


@dataclass(frozen=True, slots=True)
class Computation:
    """A plan made ready to run, for any household and any values of the parameters."""

    plan: Plan
    layout: Layout
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, plan: Plan) -> Computation:
        """Make the steps of a plan."""
        return cls(plan, Layout.of(plan), tuple(_step(name, plan) for name in plan.order))

    def run(self, parameters: Mapping[str, Value], household: Household, day: int) -> Frames:
        """Compute everything for one household.

        `parameters` are values by argument name, Unknown where the place has none; `day` is yyyymmdd.
        """
        frames = self.layout.fill(parameters, household, day)
        for step in self.steps:
            step(frames)
        return frames


def _step(name: Name, plan: Plan) -> Step:
    rule = name.rule
    if rule is None:
        raise TypeError(name.name)
    if rule.form in _OVER_CHILDREN:
        return _over_children(name, plan.names[rule.reads[0]], _OVER_CHILDREN[rule.form])
    reads = [plan.names[read].slot for read in rule.reads]
    if rule.form is Form.CALL and rule.function is not None:
        return _calling(name.slot, rule.function, reads)
    if rule.form is Form.CHOOSE:
        return _each(name.slot, _choosing(rule, plan))
    return _each(name.slot, _deciding(_THREE_VALUED[rule.form], reads))


def _calling(slot: Slot, function: Callable[..., int | bool], reads: list[Slot]) -> Step:
    """Make the step that calls a rule's function; an unknown argument makes an unknown result."""
    own_depth, own_place = slot

    def step(frames: Frames) -> None:
        for stack in frames.by_depth[own_depth]:
            args = [stack[depth][place] for depth, place in reads]
            for value in args:
                if value.__class__ is Unknown:
                    stack[own_depth][own_place] = joined(_unknowns(args))
                    break
            else:
                stack[own_depth][own_place] = function(*args)

    return step


def _each(slot: Slot, compute: Callable[[Stack], Value]) -> Step:
    """Make the step that computes a value for each frame of an entity."""
    depth, place = slot

    def step(frames: Frames) -> None:
        for stack in frames.by_depth[depth]:
            stack[depth][place] = compute(stack)

    return step


def _choosing(rule: Rule, plan: Plan) -> Callable[[Stack], Value]:
    """Take the branch of a known choice; the others need not be known."""
    by_depth, by_place = plan.names[rule.reads[0]].slot
    branches: dict[int, Slot | int] = {
        key: plan.names[branch].slot if isinstance(branch, str) else branch
        for key, branch in (rule.cases or {}).items()
    }

    def compute(stack: Stack) -> Value:
        chosen = stack[by_depth][by_place]
        if chosen.__class__ is Unknown:
            return chosen
        branch = branches.get(chosen)
        if branch is None:
            return missing("branch", f"{rule.name}={int(chosen)}")
        return branch if isinstance(branch, int) else stack[branch[0]][branch[1]]

    return compute


def _deciding(decide: Callable[[list[Any]], Value], reads: list[Slot]) -> Callable[[Stack], Value]:
    def compute(stack: Stack) -> Value:
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
    """Whether one is true: a known true decides, whatever else is unknown."""
    unknown: list[Unknown] = []
    for value in values:
        if value.__class__ is Unknown:
            unknown.append(value)
        elif value:
            return True
    return joined(unknown) if unknown else False


def _all(values: list[Any]) -> Value:
    """Whether all are true: a known false decides, whatever else is unknown."""
    unknown: list[Unknown] = []
    for value in values:
        if value.__class__ is Unknown:
            unknown.append(value)
        elif not value:
            return False
    return joined(unknown) if unknown else True


def _total(values: list[Any]) -> Value:
    unknown = _unknowns(values)
    return joined(unknown) if unknown else sum(values)


def _not(values: list[Any]) -> Value:
    return values[0] if values[0].__class__ is Unknown else not values[0]


_OVER_CHILDREN = {Form.TOTAL: _total, Form.COUNT: _total, Form.ANY: _any, Form.ALL: _all}
_THREE_VALUED = {Form.EITHER: _any, Form.EVERY: _all, Form.NOT: _not}
