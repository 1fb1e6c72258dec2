"""Reads a household file: known facts, unknown ones left out, where each came from, and last month's state.

The file is refused whole, with the path and the reason of everything wrong in it. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from doudi.kernel.errors import DoudiError, Refused
from doudi.kernel.money import yuan
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.kinship import kinship_problems
from doudi.policy.types import MEMBER_LIMIT, Kind
from doudi.policy.values import Words, day_number

PROVENANCE = {"declared": "本人申报", "verified": "核对结果", "found": "入户调查"}
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a household file: the path to it and the reason."""

    path: str
    reason: str

    def __str__(self) -> str:
        """Say path and reason."""
        return f"{self.path}：{self.reason}"


class HouseholdRefused(Refused):
    """The household file is wrong; `problems` lists path and reason of each thing."""

    code = "household.refused"
    sentence = "家庭信息有 {number} 处错误：\n{problems}"

    def __init__(self, problems: list[Problem]) -> None:
        """List the problems in the order they were found."""
        self.problems = problems
        super().__init__(number=len(problems), problems="\n".join(str(problem) for problem in problems))


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
    provenance: dict[tuple[str, tuple[int, ...]], str]
    before: dict[tuple[str, str | None], int]

    def person(self, path: tuple[int, ...]) -> tuple[str, str] | None:
        """Return id and name of the member (or of the obligor) at a path, None for the household."""
        if not path:
            return None
        person = self.members[path[0]]
        if len(path) == 1 or person.obligors is None:
            return person.id, person.name
        return f"{person.id}.{path[1] + 1}", person.obligors[path[1]].name


@dataclass(slots=True)
class _Reading:
    """One reading of one file."""

    facts: Facts
    on: date
    problems: list[Problem] = field(default_factory=list[Problem])
    provenance: dict[tuple[str, tuple[int, ...]], str] = field(default_factory=dict[tuple[str, tuple[int, ...]], str])

    def wrong(self, path: str, reason: str) -> None:
        self.problems.append(Problem(path, reason))


@dataclass(frozen=True, slots=True)
class HouseholdReader:
    """Reads household files by a vocabulary of facts; built once, used for every household."""

    facts: Facts
    by_entity: Mapping[str, Mapping[str, Fact]]
    in_group: Mapping[tuple[str, str], Mapping[str, Fact]]
    computed: Mapping[tuple[str, str], Fact]

    @classmethod
    def of(cls, facts: Facts) -> HouseholdReader:
        """Arrange the facts by where the file has them."""
        plain: dict[str, dict[str, Fact]] = {entity.name: {} for entity in (household, member, obligor)}
        grouped: dict[tuple[str, str], dict[str, Fact]] = {key: {} for key in facts.groups}
        computed: dict[tuple[str, str], Fact] = {}
        for fact in facts.by_name.values():
            place = grouped[fact.entity.name, fact.group] if fact.group else plain[fact.entity.name]
            place[fact.name] = fact
            if fact.computed_from:
                computed[fact.entity.name, fact.computed_from] = fact
        return cls(facts, plain, grouped, computed)

    def read(self, document: object, on: date) -> Household:
        """Read a parsed JSON document as of a day. Raises HouseholdRefused."""
        reading = _Reading(self.facts, on)
        top = _object(reading, document, "$", ("household", "members", "before"))
        own = self._facts_of(reading, top.get("household", {}), household, "$.household", (), ())
        members = self._members(reading, top.get("members"))
        before = _before(reading, top.get("before", {}), members)
        if not reading.problems and members:
            reading.problems.extend(Problem(*found) for found in kinship_problems(top["members"]))
        if reading.problems:
            raise HouseholdRefused(reading.problems)
        return Household(own, members, reading.provenance, before)

    def _members(self, reading: _Reading, given: Any) -> list[Person]:
        if not isinstance(given, list) or not given:
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
        return members

    def _member(self, reading: _Reading, given: Any, index: int) -> Person:
        path = f"$.members[{index}]"
        facts = self._facts_of(reading, given, member, path, (index,), ("id", "name", "obligors", "child_of", "spouse"))
        given = given if isinstance(given, dict) else {}
        person_id = _text(reading, given.get("id", f"m{index + 1}"), f"{path}.id")
        name = _text(reading, given.get("name", f"成员{index + 1}"), f"{path}.name")
        return Person(person_id, name, facts, self._obligors(reading, given.get("obligors"), path, index))

    def _obligors(self, reading: _Reading, given: Any, path: str, index: int) -> list[Supporter] | None:
        if given is None:
            return None
        if not isinstance(given, list) or len(given) > MEMBER_LIMIT:
            reading.wrong(f"{path}.obligors", f"应是一个列表，最多 {MEMBER_LIMIT} 人；没有法定义务人写 []")
            return None
        found: list[Supporter] = []
        for number, item in enumerate(given):
            where = f"{path}.obligors[{number}]"
            facts = self._facts_of(reading, item, obligor, where, (index, number), ("name",))
            named = item.get("name") if isinstance(item, dict) else None
            found.append(Supporter(_text(reading, named or f"义务人{number + 1}", f"{where}.name"), facts))
        return found

    def _facts_of(
        self, reading: _Reading, given: Any, entity: Entity, path: str, at: tuple[int, ...], others: tuple[str, ...]
    ) -> dict[str, int]:
        found: dict[str, int] = {}
        if not isinstance(given, dict):
            reading.wrong(path, "应是一组“名称: 值”")
            return found
        plain = self.by_entity[entity.name]
        for key, value in given.items():
            if key in plain:
                _take(reading, found, plain[key], value, f"{path}.{key}", at)
            elif (entity.name, key) in self.in_group:
                self._take_group(reading, found, entity, key, value, f"{path}.{key}", at)
            elif (entity.name, key) in self.computed:
                _take_years(reading, found, self.computed[entity.name, key], value, f"{path}.{key}")
            elif key not in others:
                reading.wrong(f"{path}.{key}", "没有这一项；可用的项目见 doudi facts schema")
        return found

    def _take_group(
        self, reading: _Reading, found: dict[str, int], entity: Entity, key: str, value: Any, path: str,
        at: tuple[int, ...],
    ) -> None:  # fmt: skip
        if value is None:
            return
        inside = self.in_group[entity.name, key]
        if not isinstance(value, dict):
            reading.wrong(path, "应是一组“名称: 值”")
            return
        for name, item in value.items():
            if name in inside:
                _take(reading, found, inside[name], item, f"{path}.{name}", at)
            else:
                reading.wrong(f"{path}.{name}", "没有这一项；可用的项目见 doudi facts schema")
        for name, fact in inside.items():
            if name not in value and fact.absent is not None:
                found[name] = fact.absent


def _object(reading: _Reading, given: Any, path: str, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict):
        reading.wrong(path, "应是一个 JSON 对象")
        return {}
    for key in given:
        if key not in keys:
            reading.wrong(f"{path}.{key}", f"没有这一项，可用：{'、'.join(keys)}")
    return given


def _text(reading: _Reading, given: Any, path: str) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > NAME_LENGTH:
        reading.wrong(path, f"应是 1 到 {NAME_LENGTH} 个字的文字")
        return ""
    return given


def _take(reading: _Reading, found: dict[str, int], fact: Fact, value: Any, path: str, at: tuple[int, ...]) -> None:
    """Read one fact, wrapped with its provenance or bare; null leaves it unknown."""
    if isinstance(value, dict):
        source = value.get("from", "declared")
        if source not in PROVENANCE or not set(value) <= {"value", "from", "as_of"}:
            reading.wrong(path, "应写成 {value, from, as_of}，from 是 declared、verified 或 found")
            return
        reading.provenance[fact.name, at] = PROVENANCE[source]
        value = value.get("value")
    if value is None:
        return
    try:
        number = READERS.get(fact.unit.kind, _whole)(reading, fact, value)
    except DoudiError as error:
        reading.wrong(path, str(error))
        return
    if not fact.least <= number <= fact.most:
        say = Words(reading.facts.vocabulary).say
        reading.wrong(path, f"{fact.label}应在 {say(fact.unit, fact.least)} 到 {say(fact.unit, fact.most)} 之间")
        return
    found[fact.name] = number


class FactUnreadable(Refused):
    """A fact is not of its kind."""

    code = "household.fact_unreadable"
    sentence = "{label}应是{kind}，不是 {given}。"


def _whole(_: _Reading, fact: Fact, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactUnreadable(label=fact.label, kind="整数", given=repr(value))
    return value


def _truth(_: _Reading, fact: Fact, value: Any) -> int:
    if not isinstance(value, bool):
        raise FactUnreadable(label=fact.label, kind="true 或 false", given=repr(value))
    return value


def _money(_: _Reading, fact: Fact, value: Any) -> int:
    return yuan(value, negative=fact.least < 0)


def _choice(reading: _Reading, fact: Fact, value: Any) -> int:
    if not isinstance(value, str):
        raise FactUnreadable(label=fact.label, kind="选项的代码", given=repr(value))
    return reading.facts.vocabulary.of(fact.unit).read(value)


def _day(_: _Reading, fact: Fact, value: Any) -> int:
    try:
        return day_number(date.fromisoformat(value))
    except (TypeError, ValueError) as error:
        raise FactUnreadable(label=fact.label, kind="日期，例如 2024-03-01", given=repr(value)) from error


READERS: Mapping[Kind, Callable[[_Reading, Fact, Any], int]] = {
    Kind.FEN: _money, Kind.FEN_MONTH: _money, Kind.FEN_YEAR: _money, Kind.BOOL: _truth, Kind.CHOICE: _choice,
    Kind.DAY: _day,
}  # fmt: skip


def _take_years(reading: _Reading, found: dict[str, int], fact: Fact, value: Any, path: str) -> None:
    """Compute completed years from a birth date, as of the day of the assessment."""
    if value is None:
        return
    try:
        born = date.fromisoformat(value)
    except (TypeError, ValueError):
        reading.wrong(path, "应是日期，例如 1962-05-01")
        return
    years = reading.on.year - born.year - ((reading.on.month, reading.on.day) < (born.month, born.day))
    if not fact.least <= years <= fact.most:
        reading.wrong(path, f"按 {reading.on} 计算是 {years} 岁，不可能")
    elif fact.name in found and found[fact.name] != years:
        reading.wrong(path, f"与所填的{fact.label}（{found[fact.name]}）不一致")
    else:
        found[fact.name] = years


def _before(reading: _Reading, given: Any, members: list[Person]) -> dict[tuple[str, str | None], int]:
    """Read last month's state: whole numbers, or true and false, by name and by person."""
    found: dict[tuple[str, str | None], int] = {}
    top = _object(reading, given, "$.before", ("household", "members"))
    people = _object(reading, top.get("members", {}), "$.before.members", tuple(person.id for person in members))
    for owner, states in ((None, top.get("household", {})), *people.items()):
        path = "$.before.household" if owner is None else f"$.before.members.{owner}"
        if not isinstance(states, dict):
            reading.wrong(path, "应是一组“名称: 值”")
            continue
        for name, value in states.items():
            if isinstance(value, int) and abs(value) < 2**40:
                found[name, owner] = int(value)
            else:
                reading.wrong(f"{path}.{name}", "应是整数或 true、false")
    return found
