"""What an assessment would say were some of its values others: only what reads them is computed again.

Rules are called as they are, one by one, and everything that does not depend on what is supposed keeps the value it
has. A test holds that supposing nothing new, and supposing other facts, gives what the fused plan computes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from doudi.policy.assessment import Assessment, Outcome, outcome_of
from doudi.policy.evaluate import GIVEN
from doudi.policy.programmes import Programme
from doudi.policy.rules import OVER_CHILDREN, Form, Rule
from doudi.policy.snapshot import Law
from doudi.policy.unknown import Unknown, Value, joined

Path: TypeAlias = tuple[int, ...]
Where: TypeAlias = tuple[str, Path]
"""A name, and whose: () for the household, (i,) for member i, (i, j) for that member's obligor j."""
DEPENDENTS_KEPT = 4096


class Supposition:
    """The values of an assessment were those in `given` others."""

    def __init__(self, assessment: Assessment, given: Mapping[Where, int]) -> None:
        """Suppose; nothing is computed until it is asked for."""
        self.assessment = assessment
        self.names = assessment.law.computation.plan.names
        self.found: dict[Where, Value] = dict(given)
        self.touched = frozenset[str]().union(*(dependents(assessment.law, name) for name, _ in given))

    def outcome(self, programme: Programme, path: Path) -> Outcome | None:
        """Return the outcome of a programme for whom it is, None where it does not concern them any more."""
        return outcome_of(programme, path, lambda name: self.value(name, path))

    def value(self, name: str, path: Path) -> Value:
        """Return the value of a name for the entity at a path, or the one above it that the name speaks of."""
        known = self.names[name]
        where = (name, path[: known.entity.depth])
        value = self.found.get(where)
        if value is None:
            rule = known.rule if name in self.touched and known.kind == "rule" else None
            value = self.assessment.value(name, where[1]) if rule is None else self.computed(rule, where[1])
            self.found[where] = value
        return value

    def computed(self, rule: Rule, path: Path) -> Value:
        """Compute one rule anew from what it reads."""
        if rule.form is Form.CALL:
            return self.called(rule, path)
        if rule.form is Form.CHOOSE:
            return self.chosen(rule, path)
        if rule.form is Form.NOT:
            return GIVEN["negated"](self.value(rule.reads[0], path))
        if rule.form not in OVER_CHILDREN:
            combined = GIVEN["any_of" if rule.form is Form.EITHER else "all_of"]
            return combined([self.value(name, path) for name in rule.reads])
        return self.over_children(rule, path)

    def called(self, rule: Rule, path: Path) -> Value:
        """Call a rule's function; an unknown argument makes an unknown result."""
        args: list[Any] = [self.value(name, path) for name in rule.reads]
        unknown = [arg for arg in args if isinstance(arg, Unknown)]
        return joined(unknown) if unknown else rule(*args)

    def chosen(self, rule: Rule, path: Path) -> Value:
        """Take the branch of a known choice."""
        by = self.value(rule.reads[0], path)
        if isinstance(by, Unknown):
            return by
        branch = (rule.cases or {}).get(int(by))
        if branch is None:
            return GIVEN["missing_branch"](rule.name, by)
        return self.value(branch, path) if isinstance(branch, str) else branch

    def over_children(self, rule: Rule, path: Path) -> Value:
        """Combine a value of all children; it may not be known whether a member has any."""
        below = children(self.assessment, path)
        if below is None:
            return GIVEN["missing_children"](path[0])
        return GIVEN[OVER[rule.form]]([self.value(rule.reads[0], child) for child in below])


OVER = {Form.TOTAL: "total", Form.COUNT: "total", Form.ANY: "any_of", Form.ALL: "all_of"}


def children(assessment: Assessment, path: Path) -> Sequence[Path] | None:
    """Return the paths one level below: members of the household, obligors of a member, None where nobody knows."""
    if not path:
        return [(index,) for index in range(len(assessment.household.members))]
    obligors = assessment.household.members[path[0]].obligors
    return None if obligors is None else [(path[0], number) for number in range(len(obligors))]


@lru_cache(maxsize=DEPENDENTS_KEPT)
def dependents(law: Law, name: str) -> frozenset[str]:
    """Return a name with every rule of a law that reads it, directly or not."""
    found = {name}
    for each in law.computation.plan.order:
        if not found.isdisjoint(each.rule.reads if each.rule else ()):
            found.add(each.name)
    return frozenset(found)
