"""Made-up household files: any facts that the vocabulary allows, and files that know less than others."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from doudi.kernel.money import plain_yuan
from doudi.policy.arithmetic import contains
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.kinship import relation_problems
from doudi.policy.types import Kind

Document = dict[str, Any]


class Maker:
    """Makes household files by chance. Most facts are ordinary, so that every branch of the law is reached."""

    def __init__(self, facts: Facts, random: Random) -> None:
        self.facts = facts
        self.random = random
        self.plain = self.random.choice((0.5, 0.8, 0.95))
        self.unknown = self.random.choice((0, 0, 0.02))
        self.taken: set[tuple[str, str]] = set()

    def home(self, *, members: int = 4, obligors: int = 2) -> Document:
        """Make a file with up to so many members and legal supporters each. Now and then a thing is unknown."""
        self.taken.clear()
        people = [self.person(obligors) for _ in range(self.random.randint(1, members))]
        self.relate(people)
        return {"household": self.of(household), "members": people}

    def relate(self, people: list[Document]) -> None:
        """Let somebody be the head, and nobody whose age allows it not a parent or a child of the head."""
        for fact in self.facts.of(member):
            if fact.kin:
                told = [person[fact.name] for person in people]
                head, other = self.facts.vocabulary.of(fact.unit).codes()[0], "other"
                if head not in told and told[0] is not None:
                    people[0][fact.name] = head
                choice = self.facts.vocabulary.of(fact.unit)
                for path, _ in list(relation_problems(fact, choice, self.numbers(fact, people))):
                    people[int(path.partition("[")[2].partition("]")[0])][fact.name] = other

    def numbers(self, fact: Fact, people: list[Document]) -> list[dict[str, int]]:
        """Return relation and age of everybody as the reader has them, as far as they are known."""
        choice, age = self.facts.vocabulary.of(fact.unit), fact.kin.age if fact.kin else ""
        found: list[dict[str, int]] = []
        for person in people:
            known = {} if person[age] is None else {age: person[age]}
            found.append(known if person[fact.name] is None else {fact.name: choice.read(person[fact.name]), **known})
        return found

    def person(self, obligors: int) -> Document:
        """Make a member."""
        facts = self.of(member)
        if not self.now_and_then():
            facts["obligors"] = [self.of(obligor) for _ in range(self.random.randint(0, obligors))]
        return facts

    def of(self, entity: Entity) -> Document:
        """Make the facts of one entity, in their groups."""
        made: Document = {}
        for owner, name in self.facts.groups:
            if owner == entity.name:
                made[name] = None if self.now_and_then() else {}
        for fact in self.facts.of(entity):
            inside = made if fact.group is None else made[fact.group]
            if inside is not None:
                inside[fact.name] = None if self.now_and_then() else self.value(fact)
        return made

    def now_and_then(self) -> bool:
        """Return true now and then, in some files never."""
        return self.random.random() < self.unknown

    def value(self, fact: Fact) -> Any:
        """Make a value of a fact: mostly the plainest, else any."""
        plain = self.random.random() < self.plain
        if fact.unit.kind is Kind.BOOL:
            return False if plain else self.random.choice((True, False))
        if fact.unit.kind is Kind.CHOICE:
            return self.choice(fact, plain=plain)
        if fact.unit.kind is Kind.DAY:
            return f"{self.random.randint(1999, 2027)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        number = fact.least if plain else self.number(fact)
        return plain_yuan(number) if fact.unit.is_money else number

    def choice(self, fact: Fact, *, plain: bool) -> str:
        """Make a choice; one that only one member can have is made once."""
        choice = self.facts.vocabulary.of(fact.unit)
        codes = [code for code in choice.codes() if (fact.name, code) not in self.taken]
        code = codes[0] if plain else self.random.choice(codes)
        if contains(fact.at_most_one, choice.read(code)):
            self.taken.add((fact.name, code))
        return code

    def number(self, fact: Fact) -> int:
        """Make a number within the bounds of a fact, small ones as often as large ones."""
        span = fact.most - fact.least
        return fact.least + min(span, self.random.randint(0, 10 ** self.random.randint(0, len(str(span)))))


def forgotten(document: Document, random: Random, share: float) -> Document:
    """Return the file as somebody knows it who knows less: each thing is forgotten with a probability."""
    known = copy.deepcopy(document)
    for inside, key in list(things(known)):
        if random.random() < share:
            inside[key] = None
    return known


def things(document: Document) -> Iterator[tuple[Document, str]]:
    """Yield everything that could be forgotten: facts, whole groups, the list of supporters."""
    yield from _of(document["household"])
    for person in document["members"]:
        yield from _of(person)
        for supporter in person.get("obligors") or ():
            yield from _of(supporter)


def _of(facts: Document) -> Iterator[tuple[Document, str]]:
    for name, value in facts.items():
        if name not in ("id", "name"):
            yield facts, name
        if isinstance(value, dict):
            yield from _of(value)
