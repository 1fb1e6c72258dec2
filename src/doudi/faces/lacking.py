"""What an open programme still waits for, by the question that would tell it: a group of facts, not each of them.

Three kinds: what a family can be asked next, what concerns it only if something has happened to it, and what it cannot
tell (a figure nobody has published, what only an office knows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from doudi.faces.draft import HOUSEHOLD
from doudi.faces.fields import section_anchor
from doudi.policy.entities import OBLIGORS, member, obligor
from doudi.policy.facts import Facts, Group

FACT = "fact"
RELATIVES = "不住在一起的父母、成年子女、配偶"
UNPUBLISHED = "当地没有公布或者没有收录标准的"
OFFICES = "要看政府部门掌握的情况的"
NEXT, PERHAPS, ELSEWHERE = range(3)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking. `key` is the question (`member.incomes`), `persons` the ids of whom it is asked.

    `kind` says whether it is asked next, only if something happened, or not of the family at all.
    """

    key: str
    heading: str
    kind: int
    persons: tuple[str, ...] = ()

    @property
    def is_next(self) -> bool:
        """Whether the family may be asked it at once."""
        return self.kind == NEXT

    @property
    def is_asked(self) -> bool:
        """Whether the family can tell it at all, of itself and its members."""
        return bool(self.key)

    @property
    def is_of_law(self) -> bool:
        """Whether figures are lacking that nobody has published."""
        return self.heading == UNPUBLISHED

    @property
    def anchor(self) -> str:
        """The section of 政策测算 that asks it, of the first person whom it is asked of."""
        return section_anchor(next(iter(self.persons), HOUSEHOLD), self.key.partition(".")[2])

    def rank(self) -> tuple[int, str]:
        """Order by what speaks of a programme most: what has to have happened, then what is asked, then figures."""
        return (PERHAPS, NEXT, ELSEWHERE).index(self.kind), self.key

    @staticmethod
    def joined(lacks: Iterable[Lack]) -> Lack:
        """Return one lack for several of the same question: of everybody of whom any is."""
        first, *others = lacks
        persons = dict.fromkeys(person for each in (first, *others) for person in each.persons)
        return Lack(first.key, first.heading, first.kind, tuple(persons))


def lacks_of(outcomes: Iterable[Mapping[str, Any]], facts: Facts, happened: frozenset[str]) -> tuple[Lack, ...]:
    """Return what outcomes of one programme wait for, each question once."""
    found: dict[str, list[Lack]] = {}
    for asked in (asked for outcome in outcomes for asked in outcome["questions"]):
        lack = _lack(asked, facts, happened)
        found.setdefault(lack.heading, []).append(lack)
    return tuple(Lack.joined(each) for each in found.values())


def _lack(asked: Mapping[str, Any], facts: Facts, happened: frozenset[str]) -> Lack:
    if asked["kind"] != FACT:
        return Lack("", UNPUBLISHED, ELSEWHERE)
    persons = (asked["person"]["id"],) if asked["person"] else ()
    fact = facts.by_name.get(asked["name"])
    if fact is None:
        return Lack(f"{member.name}.{OBLIGORS}", RELATIVES, NEXT, persons)
    if fact.entity is obligor:
        return Lack("", RELATIVES, NEXT)
    group = facts.groups.get((fact.entity.name, fact.group or ""))
    if group is None:
        return Lack(f"{fact.entity.name}.{fact.name}", fact.label, NEXT, persons)
    return _of_group(group, persons, happened)


def _of_group(group: Group, persons: tuple[str, ...], happened: frozenset[str]) -> Lack:
    if group.of_office:
        return Lack("", OFFICES, ELSEWHERE)
    key = f"{group.entity.name}.{group.name}"
    if group.topic is None or group.topic in happened:
        return Lack(key, group.label, NEXT, persons)
    return Lack(key, f"如果{group.topic}", PERHAPS, persons)
