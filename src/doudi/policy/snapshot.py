"""The law at one moment of knowledge: packs and published values, immutable, with a content hash.

`law` picks what is in force at a place on a day, and prepares its computation; both are kept, so that asking again
costs nothing. Publishing a value makes a new snapshot and recomputes no plan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from doudi.kernel.divisions import parent_chain
from doudi.kernel.errors import NotKnown, Refused
from doudi.policy.evaluate import Computation
from doudi.policy.household import HouseholdReader
from doudi.policy.packs import Packs
from doudi.policy.parameters import DatedValue, Parameter, in_force, read_given
from doudi.policy.plan import Slot, make_plan
from doudi.policy.programmes import Programme
from doudi.policy.rules import VERSION_LENGTH, Rule
from doudi.policy.unknown import Value, missing

PUBLISHED = "published"
DIFFERENCES: Final = frozenset({"*differences"})
"""Asked for instead of programmes: the rules that declared and found values are held against."""
LAWS_KEPT = 512


class NoLawYet(NotKnown):
    """No programme is in force on that day; the packs begin later."""

    code = "snapshot.no_law_yet"
    sentence = "{day} 没有已收录的救助项目；最早从 {first} 起。"


class ParameterUnknown(Refused):
    """An assumption names a parameter that is not declared."""

    code = "snapshot.parameter_unknown"
    sentence = "没有参数“{name}”。可用 doudi packs show 查看全部参数。"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A parameter's value at a place on a day: where it comes from, what it relies on, or that it was assumed."""

    parameter: Parameter
    value: Value
    origin: DatedValue | None = None
    via: DatedValue | None = None
    assumed: bool = False

    @property
    def version(self) -> str | None:
        """The content hash of the published value, and of the one that refers to it; None of what nobody published."""
        told = [f"{replace(value, file='', line=0)}" for value in (self.origin, self.via) if value is not None]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:VERSION_LENGTH] if told else None


@dataclass(frozen=True, eq=False)
class Law:
    """What is in force at a place on a day."""

    place: str
    day: date
    programmes: tuple[Programme, ...]
    computation: Computation
    parameters: Mapping[str, Resolved]
    values: Mapping[str, Value]

    @cached_property
    def asked(self) -> tuple[tuple[Programme, Slot | None, tuple[Slot, ...]], ...]:
        """Each programme with the slots of what says whom it concerns, and of its conditions in order."""
        names = self.computation.plan.names
        return tuple(
            (
                each,
                names[each.applies].slot if each.applies else None,
                tuple(names[c.rule].slot for c in each.conditions),
            )
            for each in self.programmes
        )


@dataclass(frozen=True)
class LawSnapshot:
    """Packs, published values and assumptions. `law` is cheap after its first call for a place and day.

    Plans are kept with the packs, so that every snapshot over the same packs shares them.
    """

    packs: Packs
    overlay: tuple[DatedValue, ...] = ()
    assumed: Mapping[str, int] = field(default_factory=dict[str, int])
    _laws: dict[tuple[str, date, frozenset[str] | None], Law] = field(
        default_factory=dict[tuple[str, date, frozenset[str] | None], Law], compare=False, repr=False
    )

    @classmethod
    def of(cls, packs: Packs, overlay: Iterable[DatedValue] = ()) -> LawSnapshot:
        """Lay published values over the packs."""
        return cls(packs, tuple(overlay))

    def assuming(self, given: Mapping[str, str]) -> LawSnapshot:
        """Return the snapshot with values assumed everywhere. Raises ParameterUnknown, GivenUnreadable."""
        values = dict(self.assumed)
        for name, text in given.items():
            parameter = self.packs.parameters.get(name)
            if parameter is None:
                raise ParameterUnknown(name=name)
            values[name] = read_given(parameter, text, self.packs.facts.vocabulary)
        return replace(self, assumed=values, _laws={})

    @cached_property
    def digest(self) -> str:
        """The content hash that a determination stores."""
        parts = [self.packs.digest, *sorted(f"{entry}" for entry in self.overlay), f"{sorted(self.assumed.items())}"]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def reader(self) -> HouseholdReader:
        """The reader of household files."""
        return HouseholdReader.of(self.packs.facts)

    @cached_property
    def _values(self) -> Mapping[tuple[str, str], Sequence[DatedValue]]:
        """Dated values by parameter and place; a published one stands after the pack's of the same day."""
        found: dict[tuple[str, str], list[DatedValue]] = {}
        for value in (*sorted(self.packs.values, key=lambda each: each.is_published), *self.overlay):
            found.setdefault((value.parameter, value.place), []).append(value)
        return found

    def law(self, place: str, day: date, only: frozenset[str] | None = None) -> Law:
        """Return what is in force, of the programmes `only` names where it is given.

        Raises PlaceUnknown, NoLawYet, or PlanRefused where the rules do not fit.
        """
        known = self._laws.get((place, day, only))
        if known is None:
            known = self._find_law(place, day, only)
            if len(self._laws) >= LAWS_KEPT:
                self._laws.pop(next(iter(self._laws)), None)
            self._laws[place, day, only] = known
        return known

    def resolve(self, name: str, place: str, day: date) -> Resolved:
        """Return a parameter's value at a place on a day; Unknown where nobody has set it.

        The nearest place goes first, but what a level set while it still might yields to one that may today.
        """
        parameter = self.packs.parameters[name]
        if name in self.assumed:
            return Resolved(parameter, self.assumed[name], assumed=True)
        found = [origin for code in parent_chain(place) if (origin := self._in_force(name, code, day)) is not None]
        if not found:
            return Resolved(parameter, missing("parameter", name))
        competent = (origin for origin in found if parameter.delegation(origin.set_by, day) is not None)
        return self._followed(parameter, next(competent, found[0]), place, day)

    def _in_force(self, name: str, code: str, day: date) -> DatedValue | None:
        """Return one place's value. What it has published itself goes before a pack's stand-in (`use`) of any day."""
        values = self._values.get((name, code), ())
        origin = in_force(values, day)
        if origin is not None and origin.use is not None:
            own = [value for value in values if value.pack == PUBLISHED or value.is_published]
            return in_force(own, day) or origin
        return origin

    def rules(self, day: date) -> dict[str, Rule]:
        """Return the version of each rule that is in force on a day."""
        found: dict[str, Rule] = {}
        for name, versions in self.packs.book.versions.items():
            for rule in versions:
                if self.covers(rule, day):
                    found[name] = rule
        return found

    def covers(self, rule: Rule, day: date) -> bool:
        """Whether a rule is in force: from its own or its source's first day to its own end or the source's repeal."""
        since, until = self.span(rule)
        return (since is None or since <= day) and (until is None or day < until)

    def span(self, rule: Rule) -> tuple[date | None, date | None]:
        """Return the days between which a rule is in force."""
        known = self.packs.spans.get(id(rule))
        if known is None:
            since, until = self.packs.sources.span(rule.cites)
            known = self.packs.spans[id(rule)] = (rule.since or since, rule.until or until)
        return known

    def _followed(self, parameter: Parameter, origin: DatedValue, place: str, day: date) -> Resolved:
        if origin.use is None:
            value = missing("parameter", parameter.name) if origin.value is None else origin.value
            return Resolved(parameter, value, origin)
        used = self.resolve(origin.use, place, day)
        value = used.value if isinstance(used.value, int) else missing("parameter", parameter.name)
        return Resolved(parameter, value, used.origin, via=origin, assumed=used.assumed)

    def _find_law(self, place: str, day: date, only: frozenset[str] | None) -> Law:
        programmes, computation = self.planned(day, only)
        self.packs.places.chain(place, day)
        parameters = {
            name.name: self.resolve(name.parameter.name, place, day)
            for name in computation.plan.parameters()
            if name.parameter is not None
        }
        values = {argument: resolved.value for argument, resolved in parameters.items()}
        return Law(place, day, programmes, computation, parameters, values)

    def planned(self, day: date, only: frozenset[str] | None = None) -> tuple[tuple[Programme, ...], Computation]:
        """Return the programmes in force on a day and the plan of their rules, which are the same everywhere.

        Asked for `DIFFERENCES`, no programme, and the plan of what declared and found values are held against.

        Raises NoLawYet, or PlanRefused where the rules do not fit.
        """
        in_force = [programme for programme in self.packs.programmes if programme.covers(day)]
        if not in_force:
            first = min((programme.since for programme in self.packs.programmes), default=None)
            raise NoLawYet(day=day, first=first)
        programmes = tuple(each for each in in_force if only is None or each.id in only)
        rules = self.rules(day)
        if only == DIFFERENCES:
            roots = [name for name, rule in rules.items() if rule.difference]
        else:
            roots = [name for programme in programmes for name in programme.names()]
        asked = (id(DIFFERENCES),) if only == DIFFERENCES else tuple(map(id, programmes))
        return programmes, self._computation(asked, roots, rules)

    def _computation(self, asked: tuple[int, ...], roots: list[str], rules: Mapping[str, Rule]) -> Computation:
        """Plan the rules in force; days with the same rules and programmes share a plan."""
        key = (*asked, *sorted(map(id, rules.values())))
        known = self.packs.computations.get(key)
        if known is None:
            plan = make_plan(roots, rules, self.packs.facts, self.packs.by_argument)
            known = self.packs.computations[key] = Computation.of(plan)
        return known
