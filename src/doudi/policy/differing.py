"""What one household file says otherwise than another: members, facts of each, supporters, last month's state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from doudi.policy.household import Household, Person, Supporter

Given: TypeAlias = "int | str | None"
"""A value of a fact, something said in words, or nothing known."""
UNKNOWN = "未知"
OBLIGORS = "obligors"


@dataclass(frozen=True, slots=True)
class Differing:
    """One difference, and how to make it; `label` stands where no fact or state has one."""

    kind: str
    name: str
    person: tuple[str, str] | None
    was: Given
    now: Given
    apply: Callable[[Household], Household]
    label: str = ""


def differing(earlier: Household, later: Household, names: frozenset[str]) -> Iterator[Differing]:
    """Yield how to make one household of another, as far as the facts and states `names` go: members first."""
    before = {each.id: each for each in earlier.members}
    after = {each.id: each for each in later.members}
    for person in (each for each in later.members if each.id not in before):
        yield _joined(person, later)
    for person in (each for each in earlier.members if each.id not in after):
        yield _left(person)
    yield from _facts(earlier.facts, later.facts, names, None, _of_household)
    for person in later.members:
        if person.id in before:
            yield from _of_person(before[person.id], person, names)
    yield from _states(earlier, later, names)


def _joined(person: Person, later: Household) -> Differing:
    order = [each.id for each in later.members]

    def apply(household: Household) -> Household:
        members = [*household.members, person]
        found = sorted(members, key=lambda each: order.index(each.id) if each.id in order else len(order))
        return replace(household, members=found)

    return Differing("member", person.id, (person.id, person.name), None, None, apply, "计入家庭成员")


def _left(person: Person) -> Differing:
    def apply(household: Household) -> Household:
        return replace(household, members=[each for each in household.members if each.id != person.id])

    return Differing("member", person.id, (person.id, person.name), None, None, apply, "不再是家庭成员")


def _of_person(was: Person, now: Person, names: frozenset[str]) -> Iterator[Differing]:
    """Yield what differs of one member, then of the supporters: each by place, or all where their number differs."""
    whom = (now.id, now.name)
    yield from _facts(was.facts, now.facts, names, whom, lambda name, value: _of_member(now.id, name, value))
    mine, others = was.obligors, now.obligors
    if mine is None or others is None or len(mine) != len(others):
        if mine != others:
            yield Differing("fact", OBLIGORS, whom, _number(mine), _number(others), _obligors(now), "法定义务人")
        return
    for place, (one, other) in enumerate(zip(mine, others, strict=True)):
        named = (f"{now.id}.{place + 1}", other.name)
        yield from _facts(one.facts, other.facts, names, named, _of_obligor(now.id, place))


def _facts(
    was: Mapping[str, int],
    now: Mapping[str, int],
    names: frozenset[str],
    whom: tuple[str, str] | None,
    change: Callable[[str, int | None], Callable[[Household], Household]],
) -> Iterator[Differing]:
    for name in (each for each in dict.fromkeys((*now, *was)) if each in names and was.get(each) != now.get(each)):
        old, new = (UNKNOWN if each is None else each for each in (was.get(name), now.get(name)))
        yield Differing("fact", name, whom, old, new, change(name, now.get(name)))


def _states(earlier: Household, later: Household, names: frozenset[str]) -> Iterator[Differing]:
    people = {each.id: each.name for each in later.members}
    for key in dict.fromkeys((*later.before, *earlier.before)):
        was, now = earlier.before.get(key), later.before.get(key)
        name, owner = key
        if name in names and was != now:
            whom = None if owner is None else (owner, people.get(owner, owner))
            yield Differing("before", name, whom, _state(was), _state(now), _of_state(key, now))


def _state(value: object) -> Given:
    return int(value) if isinstance(value, int) else UNKNOWN


def _of_state(key: tuple[str, str | None], value: object) -> Callable[[Household], Household]:
    def apply(household: Household) -> Household:
        left = {each: state for each, state in household.before.items() if each != key}
        return replace(household, before=left if value is None else {**left, key: value})

    return apply


def _of_household(name: str, value: int | None) -> Callable[[Household], Household]:
    return lambda household: replace(household, facts=_with(household.facts, name, value))


def _of_member(who: str, name: str, value: int | None) -> Callable[[Household], Household]:
    return lambda household: _changed(household, who, lambda one: replace(one, facts=_with(one.facts, name, value)))


def _obligors(now: Person) -> Callable[[Household], Household]:
    return lambda household: _changed(household, now.id, lambda one: replace(one, obligors=now.obligors))


def _of_obligor(who: str, place: int) -> Callable[[str, int | None], Callable[[Household], Household]]:
    def change(name: str, value: int | None) -> Callable[[Household], Household]:
        def one(person: Person) -> Person:
            listed = list(person.obligors or ())
            listed[place] = replace(listed[place], facts=_with(listed[place].facts, name, value))
            return replace(person, obligors=listed)

        return lambda household: _changed(household, who, one)

    return change


def _changed(household: Household, who: str, change: Callable[[Person], Person]) -> Household:
    return replace(household, members=[change(each) if each.id == who else each for each in household.members])


def _with(facts: Mapping[str, int], name: str, value: int | None) -> dict[str, int]:
    left = {each: known for each, known in facts.items() if each != name}
    return left if value is None else {**left, name: value}


def _number(listed: list[Supporter] | None) -> str:
    return UNKNOWN if listed is None else f"{len(listed)} 人"
