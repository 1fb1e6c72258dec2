"""What a batch has to compute: the part of a plan that outcomes hang on, and where each value lies in its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from doudi.policy.plan import ASSESSED_ON, Name, Plan
from doudi.policy.programmes import Programme
from doudi.policy.rules import Form, Rule
from doudi.policy.snapshot import Law

OBLIGORS = "obligors"
"""The cause of not knowing whether a member has legal supporters."""

NOT_ASSESSED, ELIGIBLE, INELIGIBLE, UNDETERMINED = range(4)
"""Outcomes as numbers; a programme that does not concern a family has none."""


@dataclass(frozen=True)
class Work:
    """Programmes of one day and the names they need, in an order in which they can be computed.

    `facts`, `states` and `parameters` name the rows of the columns that come in, the first two by depth of entity;
    `causes` name whatever an outcome may wait for. Every place has the same rules on a day, and its own parameters.
    `told` are values of households and of members that are wanted beside the outcomes, by depth.
    """

    plan: Plan
    programmes: tuple[Programme, ...]
    order: tuple[Name, ...]
    facts: tuple[tuple[Name, ...], tuple[Name, ...], tuple[Name, ...]]
    states: tuple[tuple[Name, ...], tuple[Name, ...]]
    parameters: tuple[Name, ...]
    told: tuple[tuple[Name, ...], tuple[Name, ...]] = ((), ())

    @classmethod
    def of(cls, law: Law, told: Sequence[str] = ()) -> Work:
        """Take from a law what outcomes, amounts and next month's state need; sentences need more.

        Of the names that are to be `told` those count that the law's programmes read.
        """
        plan = law.computation.plan
        beside = [plan.names[name] for name in told if name in plan.names]
        needed = _needed(plan, law.programmes, told=[name.name for name in beside])
        facts = [name for name in plan.facts() if name.name in needed]
        states = [name for name in plan.states() if name.name in needed]
        return cls(
            plan, law.programmes, tuple(name for name in plan.order if name.name in needed),
            (_at(facts, 0), _at(facts, 1), _at(facts, 2)), (_at(states, 0), _at(states, 1)),
            tuple(name for name in plan.parameters() if name.name in needed), (_at(beside, 0), _at(beside, 1)),
        )  # fmt: skip

    def programmes_of(self, depth: int) -> list[Programme]:
        """List the programmes that the household (0) or each member (1) is assessed for."""
        return [programme for programme in self.programmes if programme.unit.depth == depth]

    def amounts_of(self, depth: int) -> list[tuple[Programme, str]]:
        """List the amounts of the programmes of a depth: each with the rule that gives it."""
        return [
            (programme, name)
            for programme in self.programmes_of(depth)
            for name in (programme.amount, programme.per_person)
            if name is not None
        ]

    def carried(self, depth: int) -> list[tuple[Name, Name]]:
        """List the states of a depth, each with the name whose value of this month it carries on."""
        return [(state, self.plan.names[rule_of(state).reads[0]]) for state in self.states[depth]]

    @cached_property
    def columns(self) -> tuple[tuple[Name, ...], tuple[Name, ...], tuple[Name, ...]]:
        """The names that come in as columns, by depth: facts, then last month's states."""
        return (*self.facts[0], *self.states[0]), (*self.facts[1], *self.states[1]), self.facts[2]

    @cached_property
    def causes(self) -> tuple[str, ...]:
        """Name what an outcome may wait for: facts, parameters, the list of supporters, a branch of a choice."""
        facts = [name.name for names in self.facts for name in names]
        parameters = [name.parameter.name for name in self.parameters if name.parameter is not None]
        choices = [name.name for name in self.order if rule_of(name).form is Form.CHOOSE]
        return (*facts, *parameters, OBLIGORS, *choices)


def rule_of(name: Name) -> Rule:
    """Return the rule behind a name that has one."""
    if name.rule is None:
        raise TypeError(name.name)
    return name.rule


def _needed(plan: Plan, programmes: Sequence[Programme], told: Sequence[str]) -> set[str]:
    waiting = [*(name for programme in programmes for name in roots(programme)), *told]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed and name != ASSESSED_ON:
            needed.add(name)
            rule = plan.names[name].rule
            waiting += rule.reads if rule else ()
    return needed


def strict(programme: Programme) -> list[str]:
    """List the names that a grant is not whole without: what it waits for where they are not known."""
    return [name for name in (programme.amount, *programme.components, *programme.tells) if name is not None]


def roots(programme: Programme) -> list[str]:
    """List the names that a programme's outcome is made of."""
    conditions = [condition.rule for condition in programme.conditions]
    optional = (programme.applies, programme.amount, programme.per_person)
    return [*conditions, *strict(programme), *(name for name in optional if name is not None)]


def _at(names: Sequence[Name], depth: int) -> tuple[Name, ...]:
    return tuple(name for name in names if name.slot[0] == depth)
