"""Which fact, which parameter, which text of a rule moved an outcome between two determinations, and by how much.

What differs is applied to the earlier one, one difference after another, in a stated order: the texts of rules, the
parameters, the day, the members, the facts, last month's state. After the last one the later determination has come
out; so the amounts of the steps add up to the whole, to the fen, unless one of them leads through what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from doudi.policy.assessment import Outcome, Status, outcome_of
from doudi.policy.differing import Differing, Given, differing
from doudi.policy.evaluate import Computation
from doudi.policy.household import Household
from doudi.policy.packs import Packs
from doudi.policy.plan import PlanRefused, make_plan
from doudi.policy.programmes import Programme
from doudi.policy.rules import Rule
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.unknown import Unknown, Value
from doudi.policy.values import Words, day_number

ORDER: Final = ("rule", "programme", "parameter", "day", "member", "fact", "before")
"""The order in which differences are applied."""
NOT_SET: Final = "没有查到"
NO_PROGRAMME: Final = "没有这个项目"


@dataclass(frozen=True, slots=True)
class Side:
    """What a determination was made of: a household under the law of a place and day."""

    snapshot: LawSnapshot
    place: str
    day: date
    household: Household

    def programme(self, name: str) -> Programme | None:
        """Return the programme in force on the day."""
        found = self.snapshot.packs.programmes
        return next((each for each in found if each.id == name and each.covers(self.day)), None)

    def value(self, name: str) -> Value | None:
        """Return a parameter's value, None where the packs do not have the parameter."""
        known = name in self.snapshot.packs.parameters
        return self.snapshot.resolve(name, self.place, self.day).value if known else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What came out: the status, None where the programme does not concern them, and the amount in fen.

    An amount that is None is nought, but where it is `open`: that there is one, or how much, is not known.
    """

    status: Status | None
    amount: int | None
    open: bool = False

    @classmethod
    def of(cls, found: Outcome | None) -> Standing:
        """Take what an outcome says."""
        if found is None:
            return cls(None, None)
        unsaid = found.status is Status.ELIGIBLE and found.amount is None and found.programme.amount is not None
        return cls(found.status, found.amount, open=unsaid or found.status is Status.UNDETERMINED)

    def above(self, other: Standing) -> int | None:
        """Return how much more it is than another, fen; None where either is not known: unknown is not nought."""
        return None if self.open or other.open else (self.amount or 0) - (other.amount or 0)


@dataclass(frozen=True, slots=True)
class Step:
    """One difference and what came out before and after it was applied; `was` and `now` are said in words."""

    kind: str
    name: str
    label: str
    person: tuple[str, str] | None
    was: str | None
    now: str | None
    before: Standing
    after: Standing

    @property
    def moved(self) -> int | None:
        """By how much the amount moved: fen, nothing counting as nought; None where that is not known."""
        return self.after.above(self.before)


@dataclass(frozen=True, slots=True)
class Movement:
    """How a programme's outcome came from one determination to another. `still` differ and moved nothing."""

    programme: Programme
    person: tuple[str, str] | None
    before: Standing
    after: Standing
    steps: tuple[Step, ...]
    still: tuple[Step, ...]


def movement(earlier: Side, later: Side, programme: str, person: str | None = None) -> Movement | None:
    """Return what moved a programme's outcome, for a member by id; None where it is in force on neither day."""
    known = later.programme(programme) or earlier.programme(programme)
    if known is None:
        return None
    mover = _Mover(earlier, later, programme, person)
    start = mover.now()
    steps = list(mover.steps())
    moved = tuple(step for step in steps if step.before != step.after)
    still = tuple(step for step in steps if step.before == step.after)
    named = next((each for each in (*later.household.members, *earlier.household.members) if each.id == person), None)
    return Movement(known, (named.id, named.name) if named else None, start, mover.now(), moved, still)


class _Mover:
    """Holds what stands between the two: it starts as the earlier one and ends as the later one."""

    def __init__(self, earlier: Side, later: Side, programme: str, person: str | None) -> None:
        self.earlier, self.later, self.person = earlier, later, person
        self.programme, self.target = earlier.programme(programme), later.programme(programme)
        self.packs: Packs = earlier.snapshot.packs
        self.rules: dict[str, Rule] = earlier.snapshot.rules(earlier.day)
        self.given: dict[str, Value] = {}
        self.day = earlier.day
        self.household = earlier.household
        self.was: dict[str, Value] = {}
        self.computed: dict[tuple[int, ...], tuple[Mapping[str, Rule], Computation]] = {}

    def steps(self) -> Iterator[Step]:
        yield from self.texts()
        yield from self.parameters()
        if self.day != self.later.day:
            before = self.now()
            was, self.day = self.day, self.later.day
            yield Step("day", "assessed_on", "适用日期", None, f"{was}", f"{self.day}", before, self.now())
        names = self.read()
        for each in differing(self.earlier.household, self.later.household, names):
            yield self.told(each)

    def texts(self) -> Iterator[Step]:
        """Put the new texts of rules in force, as far as the law hangs together so, the rest with the programme."""
        target = self.later.snapshot.rules(self.later.day)
        mine, other = self.reached(self.earlier, self.programme), self.reached(self.later, self.target)
        changed = sorted(name for name in {*mine, *other} if _text(self.rules, name) != _text(target, name))
        self.packs = self.later.snapshot.packs if self.can_plan(self.later.snapshot.packs, self.rules) else self.packs
        yield from self.some_texts([name for name in changed if name in self.rules and name in target], target)
        left = [name for name in changed if _text(self.rules, name) != _text(target, name)]
        before, was = self.now(), self.programme
        self.packs, self.rules, self.programme = self.later.snapshot.packs, target, self.target
        if left or _plain(was) != _plain(self.target):
            old, new = (NO_PROGRAMME if each is None else None for each in (was, self.target))
            yield Step("programme", ",".join(left), self.labels(left), None, old, new, before, self.now())

    def some_texts(self, names: list[str], target: Mapping[str, Rule]) -> Iterator[Step]:
        """Change texts together where that moves nothing, else by halves, until one of them alone has moved it."""
        tried = {**self.rules, **{name: target[name] for name in names}}
        before, rules = self.now(), self.rules
        if names and self.can_plan(self.packs, tried):
            self.rules = tried
            after = self.now()
            if len(names) == 1:
                yield self.rewritten(rules[names[0]], target[names[0]], before)
                return
            if after == before:
                yield Step("rule", ",".join(names), self.labels(names), None, None, None, before, after)
                return
            self.rules = rules
        if len(names) > 1:
            middle = len(names) // 2
            yield from self.some_texts(names[:middle], target)
            yield from self.some_texts(names[middle:], target)

    def rewritten(self, was: Rule, new: Rule, before: Standing) -> Step:
        old, now = self.earlier.snapshot.packs.sources, self.later.snapshot.packs.sources
        was_cited, now_cited = (
            "、".join(map(sources.text, sources.current(rule.cites, side.day)))
            for sources, rule, side in ((old, was, self.earlier), (now, new, self.later))
        )
        return Step("rule", new.name, new.label, None, was_cited, now_cited, before, self.now())

    def labels(self, names: Iterable[str]) -> str:
        """Say the labels of rules, old or new; of a programme of which no rule changed, what did."""
        books = (self.later.snapshot.packs.book.versions, self.earlier.snapshot.packs.book.versions)
        told = (next(book[name][-1].label for book in books if name in book) for name in names)
        return "、".join(dict.fromkeys(told)) or "项目的规定"

    def parameters(self) -> Iterator[Step]:
        """Give each parameter its later value, in the order of the names."""
        words = Words(self.packs.facts.vocabulary)
        for name in sorted(each.name for each in self.plan().plan.parameters()):
            parameter = self.plan().plan.names[name].parameter
            was, new = self.value(name), self.later.value(parameter.name) if parameter else None
            if parameter is None or new is None or was == new:
                continue
            before = self.now()
            self.given[name] = new
            old, now = (
                NOT_SET if isinstance(each, Unknown) else words.say(parameter.unit, each) for each in (was, new)
            )
            yield Step("parameter", parameter.name, parameter.label, None, old, now, before, self.now())

    def told(self, each: Differing) -> Step:
        before = self.now()
        self.household = each.apply(self.household)
        names, facts = self.plan().plan.names, self.packs.facts.by_name
        words = Words(self.packs.facts.vocabulary)

        def said(value: Given) -> str | None:
            if not isinstance(value, int):
                return value
            return words.say(names[each.name].unit, value)

        rule = names[each.name].rule if each.name in names else None
        label = each.label or (rule.label if rule else facts[each.name].label)
        return Step(each.kind, each.name, label, each.person, said(each.was), said(each.now), before, self.now())

    def read(self) -> frozenset[str]:
        """Return the facts and states that the later law reads."""
        return frozenset(name.name for name in self.plan().plan.names.values() if name.kind in ("fact", "state"))

    def now(self) -> Standing:
        """Conclude the programme as things stand."""
        return Standing.of(self.outcome() if self.programme is not None else None)

    def outcome(self) -> Outcome | None:
        ids = [each.id for each in self.household.members]
        if self.programme is None or (self.person is not None and self.person not in ids):
            return None
        computation = self.plan()
        values = {name.name: self.value(name.name) for name in computation.plan.parameters()}
        frames = computation.run(values, self.household, day_number(self.day))
        path = () if self.person is None else (ids.index(self.person),)
        names = computation.plan.names
        return outcome_of(self.programme, path, lambda name: frames.at(names[name].slot, path))

    def value(self, argument: str) -> Value:
        """Return the value of a parameter as things stand: given anew, as it was, or new with the law that reads it."""
        if argument in self.given:
            return self.given[argument]
        if argument not in self.was:
            name = self.packs.by_argument[argument].name
            was = self.earlier.value(name)
            new = self.later.snapshot
            self.was[argument] = new.resolve(name, self.later.place, self.later.day).value if was is None else was
        return self.was[argument]

    def plan(self) -> Computation:
        return self.planned(self.packs, self.rules, self.programme)

    def reached(self, side: Side, programme: Programme | None) -> frozenset[str]:
        """Return the rules that a programme reads on a side."""
        names = self.planned(side.snapshot.packs, side.snapshot.rules(side.day), programme).plan.names.values()
        return frozenset(name.name for name in names if name.rule is not None)

    def can_plan(self, packs: Packs, rules: Mapping[str, Rule]) -> bool:
        try:
            self.planned(packs, rules, self.programme)
        except PlanRefused:
            return False
        return True

    def planned(self, packs: Packs, rules: Mapping[str, Rule], programme: Programme | None) -> Computation:
        """Plan a programme under rules. They are kept with their plan, so that their id stays theirs."""
        key = (id(packs), id(programme), id(rules))
        if key not in self.computed:
            roots = programme.names() if programme else ()
            self.computed[key] = rules, Computation.of(make_plan(roots, rules, packs.facts, packs.by_argument))
        return self.computed[key][1]


def _text(rules: Mapping[str, Rule], name: str) -> str | None:
    return rules[name].text if name in rules else None


def _plain(programme: Programme | None) -> Programme | None:
    """Return a programme without where it is written."""
    return None if programme is None else replace(programme, file="", line=0)
