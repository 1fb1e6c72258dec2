"""Puts the rules in force on a day in order: each after everything it reads. Refuses cycles and unknown names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from doudi.kernel.errors import Refused
from doudi.policy.entities import Entity, household, obligor
from doudi.policy.facts import Facts
from doudi.policy.parameters import Parameter
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.types import BOOL, DAY, Unit

Slot: TypeAlias = tuple[int, int]
"""Where a value lies: the depth of its entity, and its place in that entity's frame."""

ASSESSED_ON = "assessed_on"


class PlanRefused(Refused):
    """The rules in force on a day do not hang together."""

    code = "plan.refused"
    sentence = "{where}：{reason}。"


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for on a day: a rule, a fact or a parameter, with its unit and slot."""

    name: str
    entity: Entity
    unit: Unit
    slot: Slot
    rule: Rule | None = None
    parameter: Parameter | None = None

    @property
    def kind(self) -> str:
        """One of rule, state, parameter, fact."""
        if self.rule is not None:
            return "state" if self.rule.form is Form.STATE else "rule"
        return "parameter" if self.parameter is not None else "fact"


@dataclass(frozen=True, slots=True)
class Plan:
    """Names by name, the rules in an order in which they can be computed, and the size of each entity's frame."""

    names: Mapping[str, Name]
    order: tuple[Name, ...]
    sizes: tuple[int, int, int]

    def parameters(self) -> list[Name]:
        """List the parameters that the plan reads."""
        return [name for name in self.names.values() if name.parameter is not None]

    def facts(self) -> list[Name]:
        """List the facts that the plan reads."""
        return [name for name in self.names.values() if name.kind == "fact" and name.name != ASSESSED_ON]

    def states(self) -> list[Name]:
        """List last month's results that the plan reads."""
        return [name for name in self.names.values() if name.kind == "state"]


def make_plan(
    roots: Sequence[str], rules: Mapping[str, Rule], facts: Facts, by_argument: Mapping[str, Parameter]
) -> Plan:
    """Plan the computation of `roots`. Raises PlanRefused for a cycle, an unknown name or a downward reading."""
    return _Planning(rules, facts, by_argument).plan(roots)


class _Planning:
    """Walks from the roots to everything they read."""

    def __init__(self, rules: Mapping[str, Rule], facts: Facts, by_argument: Mapping[str, Parameter]) -> None:
        self.rules = rules
        self.facts = facts
        self.by_argument = by_argument
        self.names: dict[str, Name] = {}
        self.order: list[Name] = []
        self.sizes = [0, 0, 0]
        self.waiting: list[str] = []

    def plan(self, roots: Sequence[str]) -> Plan:
        self.waiting = list(roots)
        while self.waiting:
            self.visit(self.waiting.pop(), ())
        for name in self.names.values():
            if name.kind == "state" and name.rule is not None:
                self.require_same_entity(name, self.names[name.rule.reads[0]])
        return Plan(self.names, tuple(self.order), (self.sizes[0], self.sizes[1], self.sizes[2]))

    def visit(self, name: str, trail: tuple[str, ...]) -> Name:
        if name in self.names:
            return self.names[name]
        if name in trail:
            circle = " → ".join((*trail[trail.index(name) :], name))
            raise PlanRefused(where=name, reason=f"规则成环：{circle}")
        rule = self.rules.get(name)
        if rule is None:
            return self.leaf(name, trail)
        return self.state(rule) if rule.form is Form.STATE else self.computed(rule, trail)

    def leaf(self, name: str, trail: tuple[str, ...]) -> Name:
        """Take a fact, a parameter or the day; the household's frame also carries parameters."""
        fact = self.facts.by_name.get(name)
        if fact is not None:
            return self.add(Name(name, fact.entity, fact.unit, self.slot(fact.entity)))
        parameter = self.by_argument.get(name)
        if parameter is not None:
            slot = self.slot(household)
            return self.add(Name(name, household, parameter.unit, slot, parameter=parameter))
        if name == ASSESSED_ON:
            return self.add(Name(name, household, DAY, self.slot(household)))
        reader = trail[-1] if trail else "项目"
        raise PlanRefused(where=reader, reason=f"读取的“{name}”既不是事实、参数，也没有这一天有效的规则", name=name)

    def state(self, rule: Rule) -> Name:
        """Take last month's result. This month's must be computed too, but need not come first."""
        self.waiting.append(rule.reads[0])
        unit = self.unit_ahead(rule.reads[0], ())
        return self.add(Name(rule.name, rule.entity, unit, self.slot(rule.entity), rule=rule))

    def computed(self, rule: Rule, trail: tuple[str, ...]) -> Name:
        read = [self.visit(name, (*trail, rule.name)) for name in rule.reads]
        self.require_visible(rule, read)
        self.require_units(rule, read)
        unit = rule.unit or read[-1].unit
        name = self.add(Name(rule.name, rule.entity, unit, self.slot(rule.entity), rule=rule))
        self.order.append(name)
        return name

    def unit_ahead(self, name: str, trail: tuple[str, ...]) -> Unit:
        """Find the unit of a rule that is not planned yet."""
        if name in self.names:
            return self.names[name].unit
        rule = self.rules.get(name)
        if rule is None:
            return self.leaf(name, trail).unit
        if name in trail:
            raise PlanRefused(where=name, reason="上月状态的单位无从得知")
        return rule.unit or self.unit_ahead(rule.reads[-1], (*trail, name))

    def require_same_entity(self, state: Name, of: Name) -> None:
        """A state is carried per household or per member: legal supporters have no id to carry it by."""
        if of.entity is not state.entity or state.entity is obligor:
            raise PlanRefused(where=state.name, reason=f"上月状态与“{of.name}”应同属家庭，或者同属成员")

    def require_visible(self, rule: Rule, read: list[Name]) -> None:
        for name in read:
            if rule.form in OVER_CHILDREN:
                if name.entity.depth != rule.entity.depth + 1:
                    raise PlanRefused(where=rule.name, reason=f"汇总的“{name.name}”不属于下一级")
            elif not rule.entity.sees(name.entity):
                raise PlanRefused(where=rule.name, reason=f"不能直接读取下一级的“{name.name}”，应当汇总")

    def require_units(self, rule: Rule, read: list[Name]) -> None:
        """A rule reads an amount a month as such, never as one a year; branches of a choice have one unit."""
        for name, unit in zip(read, _units_read(rule, read), strict=True):
            if unit is not None and not unit.admits(name.unit):
                raise PlanRefused(where=rule.name, reason=f"“{name.name}”的单位是 {name.unit}，却按 {unit} 读取")

    def slot(self, entity: Entity) -> Slot:
        place = self.sizes[entity.depth]
        self.sizes[entity.depth] += 1
        return entity.depth, place

    def add(self, name: Name) -> Name:
        self.names[name.name] = name
        return name


def _units_read(rule: Rule, read: list[Name]) -> list[Unit | None]:
    """Return the unit in which a rule reads each name, None where any will do."""
    if rule.takes is not None:
        return [rule.takes[name.name] for name in read]
    if rule.form is Form.CHOOSE:
        return [None, *(read[-1].unit for _ in read[1:])]
    return [None if rule.form is Form.TOTAL else BOOL for _ in read]
