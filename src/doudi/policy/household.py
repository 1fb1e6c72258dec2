"""Reads a household file: known facts, unknown ones left out, where each came from, and last month's state.

The file is refused whole, with the path and the reason of everything wrong in it. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.errors import Refused
from doudi.policy.arithmetic import contains
from doudi.policy.entities import ENTITIES, Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.factvalues import take, take_years
from doudi.policy.kinship import kinship_problems, relation_problems
from doudi.policy.reading import Path, Problem, Reading, as_list, as_object
from doudi.policy.types import MEMBER_LIMIT

NAME_LENGTH = 60
STATE_LIMIT = 2**40
STRUCTURE = ("id", "name", "obligors", "child_of", "spouse")


class HouseholdRefused(Refused):
    """The household file is wrong; `problems` lists path and reason of each thing."""

    code = "household.refused"
    sentence = "家庭信息有 {number} 处错误：\n{problems}"

    def __init__(self, problems: list[Problem]) -> None:
        """List the problems in the order they were found."""
        self.problems = problems
        super().__init__(number=len(problems), problems="\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return HouseholdRefused, (self.problems,)


@dataclass(slots=True)
class Supporter:
    """A legal supporter of a member."""

    name: str
    facts: dict[str, int]


@dataclass(slots=True)
class Person:
    """A member. `obligors` is None where it is not known whether there are any."""

    id: str
    name: str
    facts: dict[str, int]
    obligors: list[Supporter] | None


@dataclass(slots=True)
class Household:
    """What a household file says. `provenance` is by (fact, path); `before` is last month's state by (name, person)."""

    facts: dict[str, int]
    members: list[Person]
    provenance: dict[tuple[str, Path], str]
    before: dict[tuple[str, str | None], Any]

    def person(self, path: Path) -> tuple[str, str] | None:
        """Return id and name of the member (or of the obligor) at a path, None for the household."""
        if not path:
            return None
        person = self.members[path[0]]
        if len(path) == 1 or person.obligors is None:
            return person.id, person.name
        return f"{person.id}.{path[1] + 1}", person.obligors[path[1]].name


@dataclass(frozen=True, slots=True)
class HouseholdReader:
    """Reads household files by a vocabulary of facts; built once, used for every household."""

    facts: Facts
    by_entity: Mapping[str, Mapping[str, Fact]]
    in_group: Mapping[str, Mapping[str, Mapping[str, Fact]]]
    computed: Mapping[str, Mapping[str, Fact]]
    kin: Fact | None
    unique: tuple[Fact, ...]

    @classmethod
    def of(cls, facts: Facts) -> HouseholdReader:
        """Arrange the facts by where the file has them."""
        plain: dict[str, dict[str, Fact]] = {entity.name: {} for entity in ENTITIES}
        grouped: dict[str, dict[str, dict[str, Fact]]] = {entity.name: {} for entity in ENTITIES}
        computed: dict[str, dict[str, Fact]] = {entity.name: {} for entity in ENTITIES}
        for owner, group in facts.groups:
            grouped[owner][group] = {}
        for fact in facts.by_name.values():
            place = grouped[fact.entity.name][fact.group] if fact.group else plain[fact.entity.name]
            place[fact.name] = fact
            if fact.computed_from:
                computed[fact.entity.name][fact.computed_from] = fact
        of_members = facts.of(member)
        kin = next((fact for fact in of_members if fact.kin), None)
        return cls(facts, plain, grouped, computed, kin, tuple(fact for fact in of_members if fact.at_most_one))

    def read(self, document: object, on: date) -> Household:
        """Read a parsed JSON document as of a day. Raises HouseholdRefused."""
        reading = Reading(self.facts, on)
        top = reading.object_of(document, "$", ("household", "members", "before"))
        own = self._facts(
            reading, reading.object_of(top.get("household", {}), "$.household"), household, "$.household", ()
        )
        given = as_list(top.get("members"))
        members = self._members(reading, given)
        before = _before(reading, top.get("before", {}), members)
        people = [person for item in given or () if (person := as_object(item)) is not None]
        if members and len(people) == len(members):
            reading.problems.extend(Problem(*found) for found in self._relations(people, members))
        if reading.problems:
            raise HouseholdRefused(reading.problems)
        return Household(own, members, reading.provenance, before)

    def _relations(self, people: list[dict[str, Any]], members: list[Person]) -> Iterator[tuple[str, str]]:
        """Yield what cannot be between members: what they point to, and what they are to the head of the household."""
        fact = self.kin
        age = fact.kin.age if fact and fact.kin else ""
        yield from kinship_problems(people, {each.id: each.facts[age] for each in members if age in each.facts})
        if fact:
            known = [each.facts for each in members]
            yield from relation_problems(fact, self.facts.vocabulary.of(fact.unit), known)

    def _members(self, reading: Reading, given: list[Any] | None) -> list[Person]:
        if not given:
            reading.wrong("$.members", "至少要有一名家庭成员，写成一个列表")
            return []
        if len(given) > MEMBER_LIMIT:
            reading.wrong("$.members", f"有 {len(given)} 名成员，最多 {MEMBER_LIMIT} 名")
            return []
        members = [self._member(reading, item, index) for index, item in enumerate(given)]
        seen: set[str] = set()
        for index, person in enumerate(members):
            if person.id in seen:
                reading.wrong(f"$.members[{index}].id", f"编号“{person.id}”与前面的成员重复")
            seen.add(person.id)
        for fact in self.unique:
            _require_one(reading, fact, members)
        return members

    def _member(self, reading: Reading, item: Any, index: int) -> Person:
        path = f"$.members[{index}]"
        given = reading.object_of(item, path)
        facts = self._facts(reading, given, member, path, (index,), STRUCTURE)
        person_id = reading.text(given.get("id", f"m{index + 1}"), f"{path}.id", NAME_LENGTH)
        name = reading.text(given.get("name", f"成员{index + 1}"), f"{path}.name", NAME_LENGTH)
        return Person(person_id, name, facts, self._obligors(reading, given.get("obligors"), path, index))

    def _obligors(self, reading: Reading, given: Any, path: str, index: int) -> list[Supporter] | None:
        if given is None:
            return None
        listed = as_list(given)
        if listed is None or len(listed) > MEMBER_LIMIT:
            reading.wrong(f"{path}.obligors", f"应是一个列表，最多 {MEMBER_LIMIT} 人；没有法定义务人写 []")
            return None
        found: list[Supporter] = []
        for number, item in enumerate(listed):
            where = f"{path}.obligors[{number}]"
            entry = reading.object_of(item, where)
            name = reading.text(entry.get("name", f"第 {number + 1} 位义务人"), f"{where}.name", NAME_LENGTH)
            found.append(Supporter(name, self._facts(reading, entry, obligor, where, (index, number), ("name",))))
        return found

    def _facts(
        self, reading: Reading, given: dict[str, Any], entity: Entity, path: str, at: Path, others: tuple[str, ...] = ()
    ) -> dict[str, int]:
        """Read the facts of one person or household; `others` are keys that are no facts.

        A day that a fact is computed from comes last, so that a contradiction shows wherever the file has it.
        """
        found: dict[str, int] = {}
        plain, grouped, computed = self.by_entity[entity.name], self.in_group[entity.name], self.computed[entity.name]
        for key, value in given.items():
            if key in plain:
                take(reading, found, plain[key], value, path, at)
            elif key in grouped:
                _take_group(reading, found, grouped[key], value, f"{path}.{key}", at)
            elif key not in others and key not in computed:
                reading.wrong(f"{path}.{key}", "没有这一项；可用的项目见 doudi facts schema")
        for key, fact in computed.items():
            if key in given:
                take_years(reading, found, fact, given[key], f"{path}.{key}")
        return found


def _take_group(
    reading: Reading, found: dict[str, int], inside: Mapping[str, Fact], value: Any, path: str, at: Path
) -> None:
    """Read an object of facts. Given, it is a full declaration; null leaves all of it unknown."""
    if value is None:
        return
    given = reading.object_of(value, path)
    for name in given:
        if name not in inside:
            reading.wrong(f"{path}.{name}", "没有这一项；可用的项目见 doudi facts schema")
    if given is not value:
        return
    for name, fact in inside.items():
        if name in given:
            take(reading, found, fact, given[name], path, at)
        elif fact.absent is not None:
            found[name] = fact.absent


def _require_one(reading: Reading, fact: Fact, members: list[Person]) -> None:
    """Refuse a second member with a choice that only one can have: a second applicant, a second spouse."""
    first: dict[int, str] = {}
    for index, person in enumerate(members):
        choice = person.facts.get(fact.name)
        if choice is None or not contains(fact.at_most_one, choice):
            continue
        if choice in first:
            label = reading.facts.vocabulary.of(fact.unit).label(choice)
            reading.wrong(
                f"$.members[{index}].{fact.name}",
                f"“{label}”只能有一人，{first[choice]}已经是了；请改正其中一人的{fact.label}",
            )
        first.setdefault(choice, person.name)


def _before(reading: Reading, given: Any, members: list[Person]) -> dict[tuple[str, str | None], Any]:
    """Read last month's state: whole numbers, or true and false, by name and by person."""
    found: dict[tuple[str, str | None], Any] = {}
    top = reading.object_of(given, "$.before", ("household", "members"))
    ids = tuple(person.id for person in members)
    people = reading.object_of(top.get("members", {}), "$.before.members", ids)
    owners: list[tuple[str | None, Any]] = [(None, top.get("household", {})), *people.items()]
    for owner, states in owners:
        path = "$.before.household" if owner is None else f"$.before.members.{owner}"
        for name, value in reading.object_of(states, path).items():
            if isinstance(value, int) and abs(value) < STATE_LIMIT:
                found[name, owner] = int(value)
            else:
                reading.wrong(f"{path}.{name}", "应是整数或 true、false")
    return found
