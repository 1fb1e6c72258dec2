"""Arranges the rules of a batch into loops: once a place, once a household, over its members, over their supporters.

A sum or a condition over children is gathered in the children's loop, and known when that loop is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from doudi.policy.batch.work import Work, rule_of
from doudi.policy.plan import ASSESSED_ON, Name
from doudi.policy.rules import OVER_CHILDREN, Form

ONCE_A_PLACE = -1
PASSES = (ONCE_A_PLACE, 0, 1, 2)


@dataclass(slots=True)
class Loop:
    """Rules computed in one pass at a depth; `gathered` are combined over what the pass goes through."""

    depth: int
    computed: list[Name] = field(default_factory=list[Name])
    gathered: list[Name] = field(default_factory=list[Name])

    def reads(self) -> Iterator[str]:
        """Yield the names that the loop reads."""
        for name in (*self.computed, *self.gathered):
            yield from rule_of(name).reads


@dataclass(frozen=True, slots=True)
class Schedule:
    """The loops in their order, and the names that only hang on the place."""

    loops: tuple[Loop, ...]
    of_place: frozenset[str]


def scheduled(work: Work) -> Schedule:
    """Put every rule into the first loop in which all it reads is known."""
    of_place = _of_place(work)
    known = {name.name for name in work.plan.names.values() if name.rule is None or rule_of(name).form is Form.STATE}
    waiting: Sequence[Name] = work.order
    loops: list[Loop] = []
    while waiting:
        for depth in PASSES:
            loop = Loop(depth)
            _fill(loop, waiting, known, of_place)
            if loop.computed or loop.gathered:
                loops.append(loop)
        waiting = [name for name in waiting if name.name not in known]
    return Schedule(tuple(loops), of_place)


def _fill(loop: Loop, waiting: Sequence[Name], known: set[str], of_place: frozenset[str]) -> None:
    for name in waiting:
        if name.name in known or _depth(name, of_place) != loop.depth or not known.issuperset(rule_of(name).reads):
            continue
        if rule_of(name).form in OVER_CHILDREN:
            loop.gathered.append(name)
        else:
            loop.computed.append(name)
            known.add(name.name)
    known.update(name.name for name in loop.gathered)


def _depth(name: Name, of_place: frozenset[str]) -> int:
    if name.name in of_place:
        return ONCE_A_PLACE
    return name.entity.depth + (rule_of(name).form in OVER_CHILDREN)


def _of_place(work: Work) -> frozenset[str]:
    """Find what is the same for everybody in a place: parameters, and rules that read nothing else."""
    found = {name.name for name in work.parameters} | {ASSESSED_ON}
    for name in work.order:
        if rule_of(name).form not in OVER_CHILDREN and found.issuperset(rule_of(name).reads):
            found.add(name.name)
    return frozenset(found)
