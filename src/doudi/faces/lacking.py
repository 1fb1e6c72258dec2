"""What an open programme still waits for, by the question that would tell it: a group of facts, not each of them.

Four kinds: what a family can be asked next, what concerns it only if something has happened to it, what it was asked of
its relatives elsewhere and left for the window, and what it cannot tell (a figure nobody has published, what only an
office knows).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from doudi.faces.draft import HOUSEHOLD
from doudi.faces.fields import section_anchor
from doudi.faces.kinds import group_of, heading_of, key_of
from doudi.policy.entities import obligor
from doudi.policy.facts import Facts

FACT = "fact"
ELSEWHERE_LIVING = "不住在一起的父母、成年子女、配偶"
UNPUBLISHED = "当地没有公布或者没有收录标准的"
OFFICES = "要看政府部门掌握的情况的"
NEXT, PERHAPS, ELSEWHERE, WINDOW = range(4)
WasLeft: TypeAlias = Callable[[str, str], bool]
"""Whether a fact was asked of a person by id, and left open."""


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
    def is_of_relatives(self) -> bool:
        """Whether it is about relatives elsewhere, of whom the family said what it knows."""
        return self.kind == WINDOW

    @property
    def anchor(self) -> str:
        """The section of 政策测算 that asks it, of the first person whom it is asked of."""
        return section_anchor(next(iter(self.persons), HOUSEHOLD), self.key.partition(".")[2])

    def rank(self) -> tuple[int, str]:
        """Order by what speaks of a programme most: what has to have happened, then what is asked, then figures."""
        return (PERHAPS, NEXT, WINDOW, ELSEWHERE).index(self.kind), self.key

    @staticmethod
    def joined(lacks: Iterable[Lack]) -> Lack:
        """Return one lack for several of the same question: of everybody of whom any is."""
        first, *others = lacks
        persons = dict.fromkeys(person for each in (first, *others) for person in each.persons)
        return Lack(first.key, first.heading, first.kind, tuple(persons))


def never(_name: str, _person: str) -> bool:
    """Say that nothing was asked before: on a page with all the fields everything can still be told."""
    return False


def lacks_of(
    outcomes: Iterable[Mapping[str, Any]], facts: Facts, happened: frozenset[str], was_left: WasLeft = never
) -> tuple[Lack, ...]:
    """Return what outcomes of one programme wait for, each question once."""
    found: dict[str, list[Lack]] = {}
    for asked in (asked for outcome in outcomes for asked in outcome["questions"]):
        lack = _lack(asked, facts, happened, was_left)
        found.setdefault(lack.heading, []).append(lack)
    return tuple(Lack.joined(each) for each in found.values())


def _lack(asked: Mapping[str, Any], facts: Facts, happened: frozenset[str], was_left: WasLeft) -> Lack:
    if asked["kind"] != FACT:
        return Lack("", UNPUBLISHED, ELSEWHERE)
    persons = (asked["person"]["id"],) if asked["person"] else ()
    fact, key = facts.by_name.get(asked["name"]), key_of(asked["name"], facts, happened)
    if fact is None or fact.entity is obligor:
        is_left = any(was_left(asked["name"], person) for person in persons)
        return Lack("" if is_left else key or "", ELSEWHERE_LIVING, WINDOW if is_left else NEXT, persons)
    group = group_of(fact, facts, happened)
    if key is None:
        return Lack("", OFFICES, ELSEWHERE)
    heading = heading_of(group, facts) if group else fact.label
    if group is None or group.topic is None or group.topic in happened:
        return Lack(key, heading, NEXT, persons)
    return Lack(key, f"如果{group.topic}", PERHAPS, persons)
