"""What an application says, read back: who filed it, of which family, and what was declared, in the words of the form.

Nothing that is not there is listed one by one: a group told in full says so in one line, as on the page of checking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from doudi.accounts.queries import names_of_accounts
from doudi.faces.fields import in_chinese
from doudi.intake.household import HOUSEHOLD, Said, Sayings, supporters_among
from doudi.intake.models import Application, Channel, FamilyMember, MandateKind, Relation
from doudi.intake.queries import declared_of, masked_number, members_of
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts, Group
from doudi.policy.values import Words
from doudi.standards import lawbook

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One card: its heading and what was said, in pairs; a pair without second half is a heading inside."""

    heading: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Filer:
    """Who handed it in for the family: name, as what, and until which day a mandate lasts."""

    name: str
    role: str
    until: str


def filer_of(application: Application) -> Filer | None:
    """Return who filed it in the applicant's place; None where the applicant did."""
    mandate = application.mandate
    if mandate is not None:
        return Filer(
            mandate.helper_name, MandateKind(mandate.kind).label, _until(mandate.valid.upper, mandate.ended_on)
        )
    name = names_of_accounts([application.filed_by_id]).get(application.filed_by_id, "")
    return Filer(name, Channel(application.channel).label, "") if name else None


def _until(end: date | None, ended_on: date | None) -> str:
    """Say the last day on which a mandate holds: its span, and an early end, leave their own day out."""
    over = [day for day in (end, ended_on) if day]
    return in_chinese(min(over) - timedelta(days=1)) if over else ""


def told(application: Application) -> list[Told]:
    """Read everything back: the household first, then each person with their legal supporters."""
    facts, said, people = lawbook.packs().facts, declared_of(application), members_of(application)
    whole = Told("全家", ((("人数", f"{len(people)} 人"), *_rows(facts, household, said.get(HOUSEHOLD, {})))))
    return [whole, *(_person(facts, person, said) for person in people)]


def _person(facts: Facts, person: FamilyMember, said: Sayings) -> Told:
    relation = Relation(person.relation).label if person.relation else "家里人"
    rows = [("身份证号", masked_number(str(person.number)) or "没有")]
    if person.born_on:
        rows.append(("出生日期", in_chinese(person.born_on)))
    rows += _rows(facts, member, said.get((person.pk, None), {}))
    for supporter in supporters_among(person, None):
        own = _rows(facts, obligor, said.get((person.pk, supporter.pk), {}))
        rows += [(f"{supporter.name}（要负担赡养、抚养的亲属）", ""), *own]
    return Told(f"{person.name}（{relation}）", tuple(rows))


def _rows(facts: Facts, entity: Entity, own: Mapping[str, Said]) -> Iterable[tuple[str, str]]:
    known = facts.of(entity)
    yield from _said(facts, [fact for fact in known if fact.group is None and fact.name in own], own)
    for group in (each for each in facts.groups.values() if each.entity is entity):
        inside = [fact for fact in known if fact.group == group.name]
        if any(fact.name in own for fact in inside):
            yield group.label, ""
            yield from _group(facts, group, inside, own)


def _group(facts: Facts, group: Group, inside: list[Fact], own: Mapping[str, Said]) -> Iterator[tuple[str, str]]:
    told_of = [fact for fact in inside if fact.name in own]
    yield from _said(facts, [fact for fact in told_of if own[fact.name].value != fact.absent], own)
    if len(told_of) == len(inside) and group.complete:
        yield "没写的", "就是没有"


def _said(facts: Facts, wanted: list[Fact], own: Mapping[str, Said]) -> Iterator[tuple[str, str]]:
    words = Words(facts.vocabulary)
    for fact in wanted:
        value = own[fact.name].value
        if value is not None:
            yield fact.label, words.say(fact.unit, value)
