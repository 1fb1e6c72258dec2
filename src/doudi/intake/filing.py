"""What somebody hands in: a household file and who its members are. Read whole, refused whole.

Filing(key=uuid4(), place="430971001001", household={...}, people={"m1": Identity(number="99…")})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from doudi.accounts.secrets import blind_index
from doudi.intake.household import AGES
from doudi.intake.models import Channel, Mandate, Sex
from doudi.kernel.errors import DoudiError
from doudi.kernel.residentid import ResidentNumber, age_on
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Facts
from doudi.policy.household import Household, HouseholdReader, HouseholdRefused, Person
from doudi.policy.reading import Problem, as_list, as_object
from doudi.standards import lawbook


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a member is: the resident number, where there is one, and the sex, which a number tells by itself."""

    number: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """An application as it is handed in. `key` is made once by the caller and sent again when sending again."""

    key: UUID
    place: str
    household: Mapping[str, Any]
    people: Mapping[str, Identity] = field(default_factory=dict[str, Identity])
    channel: str = Channel.PORTAL
    reason: str = ""
    mandate: Mandate | None = None


@dataclass(slots=True)
class DeclaredValue:
    """One fact, as the engine stores it, and the day it speaks of where one was given."""

    value: int
    as_of: date | None


@dataclass(slots=True)
class ReadSupporter:
    """A supporter as read."""

    name: str
    born_on: date | None
    facts: dict[str, DeclaredValue]


@dataclass(slots=True)
class ReadMember:
    """A member as read; `number_index` is empty where there is no number."""

    key: str
    name: str
    relation: str
    born_on: date | None
    sex: str
    number: str
    number_index: str
    parents: list[str]
    spouse: str
    facts: dict[str, DeclaredValue]
    supporters: list[ReadSupporter] | None


@dataclass(slots=True)
class ReadFamily:
    """A family as read."""

    facts: dict[str, DeclaredValue]
    members: list[ReadMember]

    @property
    def applicants(self) -> list[ReadMember]:
        """List those who apply: one, in a file that is right."""
        return [person for person in self.members if person.relation == "applicant"]


@lru_cache(maxsize=1)
def _reader() -> HouseholdReader:
    return HouseholdReader.of(lawbook.packs().facts)


def read_family(filing: Filing, on: date) -> ReadFamily:
    """Read what was handed in as of a day. Raises HouseholdRefused with the path and reason of everything wrong."""
    found = _reader().read(filing.household, on)
    reading = _Filing(lawbook.packs().facts, filing, on, [])
    family = reading.family(found)
    if reading.problems:
        raise HouseholdRefused(reading.problems)
    return family


@dataclass(slots=True)
class _Filing:
    """One reading of a filing whose household file is well formed."""

    facts: Facts
    filing: Filing
    on: date
    problems: list[Problem]

    def family(self, found: Household) -> ReadFamily:
        if found.before:
            self.problems.append(Problem("$.before", "申请时不填上月状态"))
        given = as_list(self.filing.household.get("members")) or []
        for stranger in set(self.filing.people) - {person.id for person in found.members}:
            self.problems.append(Problem(f"people.{stranger}", "家庭成员里没有这个编号"))
        own = self._declared(found.facts, as_object(self.filing.household.get("household")) or {}, household, "$")
        members = [
            self._member(person, as_object(entry) or {}, f"$.members[{index}]")
            for index, (person, entry) in enumerate(zip(found.members, given, strict=True))
        ]
        self._require_different(members)
        return ReadFamily(own, members)

    def _member(self, person: Person, entry: dict[str, Any], path: str) -> ReadMember:
        born_on = _day(entry.get("born_on"))
        facts = self._declared(person.facts, entry, member, path, born_on)
        relation = facts.pop("relation", None)
        number = self._number(person.id, facts, born_on)
        if number is not None and born_on is None:
            born_on = number.born_on
            facts.pop("age", None)
        return ReadMember(
            key=person.id, name=person.name, born_on=born_on,
            relation="" if relation is None else self._code("relation", relation.value),
            sex=self._sex(person.id, number), number=number.full if number else "",
            number_index=blind_index("resident", number.full) if number else "",
            parents=[str(name) for name in _listed(entry.get("child_of"))],
            spouse=self._spouse(entry.get("spouse"), path), facts=facts,
            supporters=self._supporters(person, as_list(entry.get("obligors")), path),
        )  # fmt: skip

    def _supporters(self, person: Person, given: list[Any] | None, path: str) -> list[ReadSupporter] | None:
        if person.obligors is None or given is None:
            return None
        found: list[ReadSupporter] = []
        for index, (each, entry) in enumerate(zip(person.obligors, map(as_object, given), strict=True)):
            born_on = _day((entry or {}).get("born_on"))
            facts = self._declared(each.facts, entry or {}, obligor, f"{path}.obligors[{index}]", born_on)
            found.append(ReadSupporter(each.name, born_on, facts))
        return found

    def _declared(
        self, read: Mapping[str, int], entry: Mapping[str, Any], entity: Entity, path: str, born_on: date | None = None
    ) -> dict[str, DeclaredValue]:
        """Return the values read, each with its day; what is handed in is declared, never verified or found."""
        kept: dict[str, DeclaredValue] = {}
        for name, value in read.items():
            if born_on is not None and name == AGES.get(entity.name):
                continue
            fact = self.facts.by_name[name]
            inside = entry if fact.group is None else as_object(entry.get(fact.group)) or {}
            wrapped = as_object(inside.get(name)) or {}
            if wrapped.get("from", "declared") != "declared":
                self.problems.append(Problem(f"{path}.{name}", "家庭自己填报的内容，不能写成核对或者入户查明的"))
            kept[name] = DeclaredValue(value, _day(wrapped.get("as_of")))
        return kept

    def _number(self, key: str, facts: dict[str, DeclaredValue], born_on: date | None) -> ResidentNumber | None:
        given = self.filing.people.get(key, Identity()).number.strip()
        if not given:
            return None
        try:
            number = ResidentNumber.parse(given)
            age = age_on(number.born_on, self.on)
        except DoudiError as error:
            self.problems.append(Problem(f"people.{key}.number", str(error)))
            return None
        said = facts["age"].value if "age" in facts else age
        if number.born_on != (born_on or number.born_on) or said != age:
            self.problems.append(Problem(f"people.{key}.number", "公民身份号码中的出生日期与填写的不一致"))
        return number

    def _sex(self, key: str, number: ResidentNumber | None) -> str:
        given = self.filing.people.get(key, Identity()).sex
        told = number.sex.value if number else given
        if given not in ("", *Sex.values):
            self.problems.append(Problem(f"people.{key}.sex", "性别应是 female 或 male"))
        elif given and told != given:
            self.problems.append(Problem(f"people.{key}.sex", "与公民身份号码不一致"))
        return told

    def _spouse(self, given: Any, path: str) -> str:
        named = _listed(given)
        if len(named) > 1:
            self.problems.append(Problem(f"{path}.spouse", "配偶只能有一人"))
        return str(named[0]) if named else ""

    def _require_different(self, members: list[ReadMember]) -> None:
        seen: dict[str, str] = {}
        for person in members:
            if person.number_index and person.number_index in seen:
                other = seen[person.number_index]
                self.problems.append(Problem(f"people.{person.key}.number", f"与 {other} 的公民身份号码相同"))
            seen.setdefault(person.number_index, person.key)

    def _code(self, fact: str, value: int) -> str:
        return self.facts.vocabulary.of(self.facts.by_name[fact].unit).members(value).name.lower()


def _listed(given: Any) -> list[Any]:
    return as_list(given) or ([] if given in (None, [], "") else [given])


def _day(given: Any) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) else None
