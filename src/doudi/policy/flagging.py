"""Where what was found differs from what was declared in a way that matters under the law, and by which rule.

A rule tagged `difference` is run over both sets of values. It flags what holds by the declaration and does not hold, or
cannot be said, by what was found; and the other way round, what speaks for the family. Nothing is decided by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from doudi.policy.assessment import Assessment, Outcome, determine
from doudi.policy.entities import household as whole
from doudi.policy.entities import member, obligor
from doudi.policy.explain import Explainer
from doudi.policy.household import Person
from doudi.policy.plan import Name
from doudi.policy.programmes import Programme
from doudi.policy.rules import Rule
from doudi.policy.snapshot import DIFFERENCES
from doudi.policy.unknown import Unknown, Value

OPEN: Final = "“{label}”：按申报符合，按查到的情况还不能判断，还缺{missing}。"
FOR_THEM: Final = "“{label}”：按申报不符合，按查到的情况符合。"
Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """One difference that matters. `declared` and `found` say whether the rule holds, None where it cannot be said.

    `facts` are what differs behind it, by name and by the id of a member, None for the household's; `node` is the
    rule as the explanation of what was found has it, None of somebody who `is_gone`.
    """

    rule: Rule
    person: tuple[str, str] | None
    declared: bool | None
    found: bool | None
    is_gone: bool
    facts: tuple[tuple[str, str | None], ...]
    missing: tuple[str, ...]
    node: Mapping[str, Any] | None
    programmes: tuple[Programme, ...]

    @property
    def plainly(self) -> str:
        """Say it to the family."""
        if self.is_gone:
            return self.rule.gone or ""
        if self.found is None:
            return OPEN.format(label=self.rule.label, missing="、".join(self.missing))
        return FOR_THEM.format(label=self.rule.label) if self.found else self.rule.difference or ""


def flags(declared: Assessment, found: Assessment) -> list[Flag]:
    """Return what matters of the differences between two assessments of one family under one law.

    A rule that a programme goes by is flagged where what it says otherwise reaches a condition or an amount of one that
    concerns somebody here; a rule that none goes by, always.
    """
    return list(_Holding(declared, found).flags())


class _Holding:
    """Holds two sets of values of one family against the tagged rules."""

    def __init__(self, declared: Assessment, found: Assessment) -> None:
        law, self.snapshot = found.law, found.snapshot
        self.programmes, self.names = law.programmes, law.computation.plan.names
        self.rules = self.snapshot.rules(law.day)
        self.concerning = {_whom(each, side) for side in (declared, found) for each in side.outcomes}
        self.now = {each.id: index for index, each in enumerate(found.household.members)}
        self.turning = set(self.turned_names(declared, found))
        self.readers: dict[str, list[str]] = {}
        for each in law.computation.plan.order:
            for name in each.rule.reads if each.rule is not None else ():
                self.readers.setdefault(name, []).append(each.name)
        self.declared, self.found = (
            determine(self.snapshot, each.household, place=law.place, on=law.day, only=DIFFERENCES)
            for each in (declared, found)
        )
        self.explainer = Explainer(self.found)

    def turned_names(self, declared: Assessment, found: Assessment) -> Iterator[tuple[str, str | None]]:
        """Name what comes out otherwise, or may: of the household, and of each member by id; all of who is gone."""
        people = [(each.id, index) for index, each in enumerate(declared.household.members)]
        for name in found.law.computation.plan.order:
            if name.entity is whole:
                if _may_turn(declared.value(name.name), found.value(name.name)):
                    yield name.name, None
            elif name.entity is member:
                for who, index in people:
                    at = self.now.get(who)
                    if at is None or _may_turn(declared.value(name.name, (index,)), found.value(name.name, (at,))):
                        yield name.name, who

    def flags(self) -> Iterator[Flag]:
        for name in self.found.law.computation.plan.names.values():
            if name.rule is None or not name.rule.difference:
                continue
            if name.entity is whole:
                yield from self.turned(name, name.rule, None, (), ())
                continue
            for index, person in enumerate(self.declared.household.members):
                at = self.now.get(person.id)
                yield from self.turned(name, name.rule, person, (index,), None if at is None else (at,))

    def turned(self, name: Name, rule: Rule, person: Person | None, was: Path, now: Path | None) -> Iterator[Flag]:
        """Flag a rule that holds by one set of values only; of who is gone only what says so."""
        whom = None if person is None else (person.id, person.name)
        before = _truth(self.declared.value(name.name, was))
        value = None if now is None else self.found.value(name.name, now)
        after = None if value is None else _truth(value)
        matters = bool(rule.gone) and before is not False if now is None else _matters(before, after)
        of = tuple(self.moved(name.name, whom[0] if whom else None)) if matters else ()
        if not matters or (name.name in self.names and not of):
            return
        if now is None or value is None:
            yield Flag(rule, whom, before, None, is_gone=True, facts=(), missing=(), node=None, programmes=of)
            return
        yield Flag(
            rule, whom, before, after, is_gone=False, facts=tuple(self.differing(self.behind([name.name]), whom)),
            missing=tuple(dict.fromkeys(self.lacking(value))), node=json.loads(self.explainer.tree(name.name, now)),
            programmes=of,
        )  # fmt: skip

    def moved(self, rule: str, who: str | None) -> Iterator[Programme]:
        """Name the programmes that what a rule says otherwise comes as far as, through all that it turns."""
        reached = {(rule, who)}
        waiting = [(rule, who)]
        while waiting:
            name, whose = waiting.pop()
            for reader in self.readers.get(name, ()):
                for each in ((reader, None), *((reader, one) for one in ([whose] if whose else self.everybody))):
                    if each in self.turning and each not in reached:
                        reached.add(each)
                        waiting.append(each)
        for programme in self.programmes:
            whom = {one for each, one in self.concerning if each == programme.id}
            if any((name, one) in reached for name in programme.names() for one in (None, *whom) if whom):
                yield programme

    @property
    def everybody(self) -> list[str]:
        """The ids of the members."""
        return [each.id for each in self.declared.household.members]

    def behind(self, names: Iterable[str]) -> set[str]:
        """Return all that some names are made of, themselves included."""
        seen: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.rules[name].reads if name in self.rules else ()
        return seen

    def differing(self, names: set[str], whom: tuple[str, str] | None) -> Iterator[tuple[str, str | None]]:
        """Name the facts behind a rule that are not the same in both sets: the household's, and a member's or all."""
        before, after = self.declared.household, self.found.household
        yield from ((name, None) for name in _changed(before.facts, after.facts) if name in names)
        for person in before.members:
            if person.id in self.now and (whom is None or whom[0] == person.id):
                now = after.members[self.now[person.id]]
                yield from ((name, person.id) for name in _changed(person.facts, now.facts) if name in names)

    def lacking(self, value: Value) -> Iterator[str]:
        """Say what a truth waits for."""
        packs = self.snapshot.packs
        for cause in sorted(value.causes, key=lambda each: each.name) if isinstance(value, Unknown) else ():
            if cause.kind == "parameter":
                yield f"当地公布的“{packs.parameters[cause.name].label}”"
            else:
                known = packs.facts.by_name.get(cause.name)
                yield f"“{known.label if known else obligor.label}”"


def _whom(outcome: Outcome, assessment: Assessment) -> tuple[str, str | None]:
    person = assessment.household.person(outcome.path)
    return outcome.programme.id, person[0] if person else None


def _matters(before: bool | None, after: bool | None) -> bool:  # noqa: FBT001 - truths, of which None is one
    """Whether what held does so no longer or cannot be said, or what did not hold does; what nobody denied may fail."""
    if after is None:
        return before is True
    return before is not after and (before is not None or not after)


def _may_turn(before: Value, after: Value) -> bool:
    """Whether two values are not the same, or one is not known: then what it would be may not be the same."""
    return isinstance(after, Unknown) or before != after


def _truth(value: Value) -> bool | None:
    return None if isinstance(value, Unknown) else bool(value)


def _changed(was: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    return [name for name in dict.fromkeys((*now, *was)) if was.get(name) != now.get(name)]


def formulas(node: Mapping[str, Any] | None) -> list[str]:
    """List the formulas of a rule that has been explained: its own, or of what it came from that says the same."""
    if node is None:
        return []
    if node["formula"]:
        return [node["formula"]]
    parts = node["children"]
    saying = parts if len(parts) == 1 else [each for each in parts if each["value"] == node["value"]]
    return [text for each in saying for text in formulas(each)]
