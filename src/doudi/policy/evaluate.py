"""Runs a plan for one household. Every rule is computed once, for each whom it speaks of; nothing is thrown away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from doudi.policy.entities import OBLIGORS
from doudi.policy.frames import Frames, Layout
from doudi.policy.fusing import Run, fused
from doudi.policy.household import Household
from doudi.policy.plan import Plan
from doudi.policy.unknown import NOTHING, Unknown, Value, joined, missing


@dataclass(frozen=True)
class Computation:
    """A plan made ready to run, for any household and any values of the parameters.

    The rules are fused when the first household comes: of the many days that packs are checked for, few are ever asked.
    """

    plan: Plan
    layout: Layout

    @classmethod
    def of(cls, plan: Plan) -> Computation:
        """Lay out a plan."""
        return cls(plan, Layout.of(plan))

    @cached_property
    def compute(self) -> Run:
        """The rules of the plan as one function."""
        return fused(self.plan.order, self.plan.names, GIVEN)

    def run(self, parameters: Mapping[str, Value], household: Household, day: int) -> Frames:
        """Compute everything for one household.

        `parameters` are values by argument name, Unknown where the place has none; `day` is yyyymmdd.
        """
        frames = self.layout.fill(parameters, household, day)
        self.compute(frames)
        return frames


def _any(values: Iterable[Any]) -> Value:
    """Whether one is true: a known true decides, whatever else is unknown."""
    unknown: list[Unknown] = []
    for value in values:
        if value.__class__ is Unknown:
            unknown.append(value)
        elif value:
            return True
    return joined(unknown) if unknown else False


def _all(values: Iterable[Any]) -> Value:
    """Whether all are true: a known false decides, whatever else is unknown."""
    unknown: list[Unknown] = []
    for value in values:
        if value.__class__ is Unknown:
            unknown.append(value)
        elif not value:
            return False
    return joined(unknown) if unknown else True


def _total(values: list[Any]) -> Value:
    """Add up; one unknown makes an unknown sum."""
    unknown = [value for value in values if value.__class__ is Unknown]
    return joined(unknown) if unknown else sum(values)


def _negated(value: Any) -> Value:
    """Turn a truth around."""
    return value if value.__class__ is Unknown else not value


def _missing_branch(rule: str, chosen: int) -> Unknown:
    """Say that a choice has no branch for what was chosen."""
    return missing("branch", f"{rule}={int(chosen)}")


def _missing_children(index: int) -> Unknown:
    """Say that it is not known whether a member has legal supporters."""
    return missing("fact", OBLIGORS, (index,))


GIVEN: Mapping[str, Any] = {
    "Unknown": Unknown, "NOTHING": NOTHING, "any_of": _any, "all_of": _all, "total": _total, "negated": _negated,
    "missing_branch": _missing_branch, "missing_children": _missing_children,
}  # fmt: skip
"""What the fused rules call."""
