"""Writes a household file, in the format of `doudi facts schema`, from what is said of a family.

In a group each known fact is written out and each unknown one as null, so that nothing is there by being left out.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from doudi.intake.models import FamilyMember, Supporter
from doudi.kernel.money import plain_yuan
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind
from doudi.standards import lawbook

AGES = {"member": "age", "obligor": "obligor_age"}
Whom: TypeAlias = tuple[int | None, int | None]
"""Keys of a member and of a member's supporter: (None, None) is the household."""
HOUSEHOLD: Whom = (None, None)


@dataclass(frozen=True, slots=True)
class Said:
    """A value as the engine stores it, None where it is not known, and where it comes from where that is told."""

    value: int | None
    source: str | None = None
    as_of: date | None = None


Sayings: TypeAlias = Mapping[Whom, Mapping[str, Said]]


def write(
    members: Iterable[FamilyMember], said: Sayings, noted: Mapping[int, Container[int]] | None = None
) -> dict[str, Any]:
    """Return the household file of members (with their supporters at hand) and of what is said of each.

    `noted` has, by the key of a member who did not say which supporters there are, the positions of those there are.
    """
    facts = lawbook.packs().facts
    file: dict[str, Any] = {"members": [_member(facts, person, said, noted or {}) for person in members]}
    own = _facts(facts, household, said.get(HOUSEHOLD, {}))
    return {"household": own, **file} if own else file


def _member(facts: Facts, person: FamilyMember, said: Sayings, noted: Mapping[int, Container[int]]) -> dict[str, Any]:
    own = dict(said.get((person.pk, None), {}))
    if person.relation:
        own.setdefault("relation", Said(_code(facts, "relation", person.relation)))
    entry: dict[str, Any] = {"id": person.key, "name": person.name}
    if person.parents:
        entry["child_of"] = list(person.parents)
    if person.spouse:
        entry["spouse"] = person.spouse
    entry |= _born(person, own) | _facts(facts, member, own)
    if person.supporters_known or person.pk in noted:
        supporters = supporters_among(person, noted.get(person.pk))
        entry["obligors"] = [_supporter(facts, each, said.get((person.pk, each.pk), {})) for each in supporters]
    return entry


def supporters_among(person: FamilyMember, positions: Container[int] | None) -> list[Supporter]:
    """List the supporters of a member at these positions in their order; without positions those the family named."""
    everyone: list[Supporter] = sorted(person.supporters.all(), key=lambda each: each.position)
    return [each for each in everyone if (each.declared if positions is None else each.position in positions)]


def _supporter(facts: Facts, supporter: Supporter, said: Mapping[str, Said]) -> dict[str, Any]:
    own = dict(said)
    return {"name": supporter.name} | _born(supporter, own) | _facts(facts, obligor, own)


def _born(person: FamilyMember | Supporter, own: dict[str, Said]) -> dict[str, Any]:
    """Return the day of birth, unless the age itself was settled on."""
    age = AGES["member" if isinstance(person, FamilyMember) else "obligor"]
    return {"born_on": person.born_on.isoformat()} if person.born_on and age not in own else {}


def _facts(facts: Facts, entity: Entity, own: Mapping[str, Said]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    groups = {fact.group for fact in facts.of(entity) if fact.group and fact.name in own}
    for fact in facts.of(entity):
        if fact.group is None and fact.name in own:
            found[fact.name] = written(fact, own[fact.name])
        elif fact.group in groups:
            said = own.get(fact.name, Said(None))
            found.setdefault(fact.group, {})[fact.name] = written(fact, said)
    return found


def written(fact: Fact, said: Said) -> Any:
    """Write one fact as the file has it; wrapped where its source or its day is told."""
    value = None if said.value is None else plain(fact, said.value)
    if said.source is None and said.as_of is None:
        return value
    wrapped: dict[str, Any] = {"value": value}
    if said.source is not None:
        wrapped["from"] = said.source
    if said.as_of is not None:
        wrapped["as_of"] = said.as_of.isoformat()
    return wrapped


def plain(fact: Fact, value: int) -> Any:
    """Write a value the way people do: yuan as text, a code, true or false, a whole number."""
    if fact.unit.is_money:
        return plain_yuan(value)
    if fact.unit.kind is Kind.BOOL:
        return bool(value)
    if fact.unit.kind is Kind.CHOICE:
        return lawbook.packs().facts.vocabulary.of(fact.unit).members(value).name.lower()
    return value


def _code(facts: Facts, name: str, code: str) -> int:
    return facts.vocabulary.of(facts.by_name[name].unit).read(code)
