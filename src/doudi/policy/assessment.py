"""What a household is owed under the law of a place and day: each programme's outcome, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from itertools import combinations
from typing import Any

from doudi.kernel.errors import Refused
from doudi.policy.facts import bounds
from doudi.policy.frames import Frames, Stack
from doudi.policy.household import Household
from doudi.policy.plan import Name
from doudi.policy.programmes import Condition, Programme
from doudi.policy.snapshot import Law, LawSnapshot
from doudi.policy.types import Kind, Unit
from doudi.policy.unknown import NOTHING, Cause, Unknown, Value
from doudi.policy.values import day_number


class Status(Enum):
    """Unknown is not no: only an ineligible outcome, with its reasons, can become a refusal."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


STATUS_LABELS = {
    Status.ELIGIBLE: "符合条件",
    Status.INELIGIBLE: "不符合条件",
    Status.UNDETERMINED: "还不能判断",
}


class StateUnknown(Refused):
    """Last month's state names something that this month's law does not carry over."""

    code = "assessment.state_unknown"
    sentence = "before 中的“{names}”不是这一天的法律所结转的上月状态；可用：{known}。"


class StateImpossible(Refused):
    """Last month's state has a value that no month could have left."""

    code = "assessment.state_impossible"
    sentence = "before 中的“{name}”不可能是 {value}。"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One programme for one household or one member; `path` is () or (member,). Amounts are fen by its period.

    `told` is what a grant tells beside them, by name: None where it is not known. `concerns` is false as long as it is
    not known whether the programme concerns them at all; then it waits for nothing but that.
    """

    programme: Programme
    path: tuple[int, ...]
    status: Status
    failed: tuple[Condition, ...]
    waits_for: frozenset[Cause]
    amount: int | None
    per_person: int | None
    components: tuple[tuple[str, int | None], ...]
    told: tuple[tuple[str, int | None], ...] = ()
    concerns: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """Two outcomes of which a person may have one only, by the article `cites`; whoever is meant chooses on record."""

    outcomes: tuple[Outcome, Outcome]
    persons: tuple[str, ...]
    cites: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All outcomes of one household, with the law and the full record they came from."""

    snapshot: LawSnapshot
    law: Law
    household: Household
    frames: Frames
    outcomes: tuple[Outcome, ...]

    def value(self, name: str, path: tuple[int, ...] = ()) -> Value:
        """Return the value of any name of the plan for the entity at a path."""
        return self.frames.at(self.law.computation.plan.names[name].slot, path)

    def outcome(self, programme: str, person: str | None = None) -> Outcome | None:
        """Return the outcome of a programme, for a member by id."""
        for outcome in self.outcomes:
            whose = self.household.person(outcome.path)
            if outcome.programme.id == programme and (whose[0] if whose else None) == person:
                return outcome
        return None

    def persons(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the ids of the members an outcome is for, as far as they are known."""
        whose = self.household.person(outcome.path)
        truth = outcome.programme.persons
        if whose is not None or truth is None:
            return (whose[0],) if whose else ()
        members = enumerate(self.household.members)
        return tuple(person.id for index, person in members if self.value(truth, (index,)) == 1)

    def ranked(self) -> list[Outcome]:
        """Return what is granted, most money in twelve months first, then what is not money, then what is open."""
        return sorted(self.outcomes, key=_rank)

    def choices(self) -> list[Choice]:
        """Return the pairs of granted outcomes that exclude each other for somebody whom both are for."""
        granted = [each for each in self.outcomes if each.status is Status.ELIGIBLE]
        found: list[Choice] = []
        for first, second in combinations(granted, 2):
            cites = _excluding(first.programme, second.programme)
            shared = set(self.persons(first)) & set(self.persons(second))
            if cites is not None and shared:
                both = tuple(each.id for each in self.household.members if each.id in shared)
                found.append(Choice((first, second), both, cites))
        return found

    def carried(self) -> dict[tuple[str, str | None], Any]:
        """Return what next month starts from: this month's results that a state reads."""
        found: dict[tuple[str, str | None], Any] = {}
        for name in self.law.computation.layout.states:
            of = name.rule.reads[0] if name.rule else ""
            if name.entity.depth == 0:
                found[name.name, None] = self.value(of)
                continue
            for index, person in enumerate(self.household.members):
                found[name.name, person.id] = self.value(of, (index,))
        return found


def assess(
    snapshot: LawSnapshot,
    document: object,
    *,
    place: str,
    on: date,
    only: frozenset[str] | None = None,
    before: Mapping[Any, Any] | None = None,
) -> Assessment:
    """Determine programmes for a household file at a place on a day: every one, or those of the ids `only`.

    `before` is what `carried` returned for the month before. Raises HouseholdRefused, StateUnknown,
    StateImpossible, PlaceUnknown, NoLawYet.
    """
    snapshot.law(place, on, only)  # a place nobody knows is told before anything in the file
    return determine(snapshot, snapshot.reader.read(document, on), place=place, on=on, only=only, before=before)


def determine(
    snapshot: LawSnapshot,
    household: Household,
    *,
    place: str,
    on: date,
    only: frozenset[str] | None = None,
    before: Mapping[Any, Any] | None = None,
) -> Assessment:
    """Determine programmes for a household that was read before, or frozen with an earlier determination.

    Raises StateUnknown, StateImpossible, PlaceUnknown, NoLawYet.
    """
    law = snapshot.law(place, on, only)
    if before is not None:
        household.before = dict(before)
    else:
        _require_states(law, household)
    frames = law.computation.run(law.values, household, day_number(on))
    outcomes = tuple(_outcomes(law, household, frames))
    return Assessment(snapshot, law, household, frames, outcomes)


def _require_states(law: Law, household: Household) -> None:
    """Refuse what no state of the law takes over for whom it was given, or what no month could have left."""
    states = {(name.name, name.entity.depth == 0): name for name in law.computation.layout.states}
    astray = sorted({name for name, owner in household.before if (name, owner is None) not in states})
    if astray:
        raise StateUnknown(names="、".join(astray), known="、".join(sorted(name for name, _ in states)) or "无")
    for (name, owner), value in household.before.items():
        if not is_possible(states[name, owner is None].unit, value):
            raise StateImpossible(name=name, value=value)


def is_possible(unit: Unit, value: int) -> bool:
    """Whether a month can have left this value behind."""
    if unit.vocabulary is not None:
        return value in {int(code) for code in unit.vocabulary}
    least, most = (0, 1) if unit.kind is Kind.BOOL else bounds(unit)
    return least <= value <= most


def _outcomes(law: Law, household: Household, frames: Frames) -> Iterator[Outcome]:
    """Conclude every programme. Most concern nobody in a family, which one look at the frame tells."""
    members = [((index,), frames.stack((index,))) for index in range(len(household.members))]
    whole = [((), frames.stack(()))]
    names = law.computation.plan.names
    for programme, applies, conditions in law.asked:
        for path, stack in members if programme.unit.depth else whole:
            concerned = True if applies is None else stack[applies[0]][applies[1]]
            if concerned.__class__ is Unknown or concerned:
                results = [stack[depth][place] for depth, place in conditions]
                yield _concluded(programme, path, concerned, results, partial(_value, names, stack))


def _value(names: Mapping[str, Name], stack: Stack, name: str) -> Value:
    depth, place = names[name].slot
    return stack[depth][place]


def outcome_of(programme: Programme, path: tuple[int, ...], value: Callable[[str], Value]) -> Outcome | None:
    """Conclude one programme for one household or member from its values; None where it does not concern them."""
    applies = True if programme.applies is None else value(programme.applies)
    if _is_false(applies):
        return None
    return _concluded(programme, path, applies, [value(each.rule) for each in programme.conditions], value)


def _concluded(
    programme: Programme, path: tuple[int, ...], applies: Value, results: list[Value], value: Callable[[str], Value]
) -> Outcome:
    failed: list[Condition] = []
    unknown: list[Unknown] = []
    for condition, result in zip(programme.conditions, results, strict=True):
        if isinstance(result, Unknown):
            unknown.append(result)
        elif not result:
            failed.append(condition)
    concerns = not isinstance(applies, Unknown)
    if failed:
        return Outcome(programme, path, Status.INELIGIBLE, tuple(failed), NOTHING, None, None, (), concerns=concerns)
    if not concerns:
        return Outcome(programme, path, Status.UNDETERMINED, (), applies.causes, None, None, (), concerns=False)
    if unknown:
        return Outcome(programme, path, Status.UNDETERMINED, (), _causes(unknown), None, None, ())
    return _granted(programme, path, value)


def _granted(programme: Programme, path: tuple[int, ...], value: Any) -> Outcome:
    amount = value(programme.amount) if programme.amount else None
    per_person = value(programme.per_person) if programme.per_person else None
    components = tuple((name, _known(value(name))) for name in programme.components)
    told = tuple((name, _known(value(name))) for name in programme.tells)
    parts = [amount, *(value(name) for name in (*programme.components, *programme.tells))]
    causes = _causes([part for part in parts if isinstance(part, Unknown)])
    return Outcome(programme, path, Status.ELIGIBLE, (), causes, _known(amount), _known(per_person), components, told)


def _excluding(first: Programme, second: Programme) -> str | None:
    """Return the article by which one programme excludes another, None where they go together."""
    return first.excludes.get(second.id) or second.excludes.get(first.id)


def _rank(outcome: Outcome) -> tuple[int, int]:
    """Order outcomes for whoever asks what there is: granted before open before refused, the larger amount first."""
    standing = 0 if outcome.status is Status.ELIGIBLE else 1 if outcome.status is Status.UNDETERMINED else 2
    return standing, -outcome.programme.over_a_year(outcome.amount) if outcome.amount else 0


def _is_false(value: Value) -> bool:
    """Whether a truth is definitely false: a branch may be the literal 0, and state comes in as a whole number."""
    return not isinstance(value, Unknown) and not value


def _known(value: Value | None) -> int | None:
    return None if value is None or isinstance(value, Unknown) else int(value)


def _causes(unknown: list[Unknown]) -> frozenset[Cause]:
    return unknown[0].causes if len(unknown) == 1 else NOTHING.union(*(each.causes for each in unknown))
