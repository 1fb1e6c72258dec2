"""Who somebody is, with whom they dwell, and who is found by a word: on a day, as known now or at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from doudi.audit.actor import place_range
from doudi.registry.identity import TAIL, tail_token
from doudi.registry.models import (
    STILL_KNOWN,
    Household,
    Identifier,
    Membership,
    NameToken,
    Person,
    PersonMerge,
    PersonRecord,
)
from doudi.registry.names import folded, is_roman
from doudi.registry.timelines import true_on

SHORTEST_ROMAN = 2
LAST = "\U0010ffff"
"""Sorts after every character: the end of all words that begin alike."""


@dataclass(frozen=True)
class Page:
    """Where a list goes on: after the sort key and person of its last line."""

    sort_key: str = ""
    person: int = 0


def record_of(person: Person, *, on: date, known_at: datetime | None = None) -> PersonRecord | None:
    """Return what is recorded of a person; where several counties have told, and the actor sees them, the last told."""
    rows = PersonRecord.objects.filter(true_on(on, known_at), person=person)
    return rows.order_by("-known__startswith", "-pk").first()


def records_of(persons: Iterable[int], *, on: date, known_at: datetime | None = None) -> dict[int, PersonRecord]:
    """Return the records of many persons by their keys, with one query."""
    rows = PersonRecord.objects.filter(true_on(on, known_at), person__in=list(persons))
    return {row.person_id: row for row in rows.order_by("known__startswith", "pk")}


def identifiers_of(person: Person) -> list[Identifier]:
    """List the numbers a person goes by, opened; showing one in full takes the right to."""
    return list(Identifier.objects.filter(STILL_KNOWN, person=person).order_by("kind", "pk"))


def membership_of(person: Person, *, on: date, known_at: datetime | None = None) -> Membership | None:
    """Return where a person dwells, as far as the actor sees."""
    rows = Membership.objects.filter(true_on(on, known_at), person=person).select_related("household")
    return rows.order_by("-known__startswith", "-pk").first()


def household_of(person: Person, *, on: date, known_at: datetime | None = None) -> Household | None:
    """Return the household a person dwells in."""
    found = membership_of(person, on=on, known_at=known_at)
    return found.household if found else None


def members_of(household: Household, *, on: date, known_at: datetime | None = None) -> list[Membership]:
    """List who dwells in a household, in the order they were first recorded."""
    return list(Membership.objects.filter(true_on(on, known_at), household=household).order_by("pk"))


def place_of(person: Person, *, on: date) -> str | None:
    """Return the place a person dwells at, last dwelt at, or was once said to, among those the actor sees."""
    rows = Membership.objects.filter(person=person)
    dwelling = rows.filter(true_on(on)).order_by("-pk").first()
    before = dwelling or rows.filter(STILL_KNOWN).order_by("-valid__startswith", "-pk").first()
    last = before or rows.order_by("-pk").first()
    return last.place if last else None


def search(place: str, text: str, *, on: date, limit: int = 50, after: Page | None = None) -> list[PersonRecord]:
    """Find persons of a place by the beginning of a name, in characters or pinyin, or by initials; sorted by pinyin.

    A single Latin letter finds nobody. Who dwelt at the place before is found as well.
    """
    wanted = folded(text)
    if not wanted or (is_roman(wanted) and len(wanted) < SHORTEST_ROMAN):
        return []
    return _listed(place, Q(token__gte=wanted, token__lt=wanted + LAST), on, limit, after)


def found_by_tail(place: str, tail: str, *, on: date, limit: int = 50) -> list[PersonRecord]:
    """Find persons of one county, or of a place in it, by the last four characters of a number."""
    if len(tail) != TAIL:
        return []
    return _listed(place, Q(token=tail_token(place, tail)), on, limit, None)


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """List the keys that were merged into a person's, and the splits, oldest first."""
    return PersonMerge.objects.filter(kept=person).order_by("pk")


def told_differently(on: date) -> list[int]:
    """List persons whose counties tell different things of them, or who dwell in two; for who sees both."""
    records = PersonRecord.objects.filter(true_on(on)).values_list("person", "name", "sex", "born_on", "died_on")
    told: dict[int, set[tuple[object, ...]]] = {}
    for person, *facts in records.order_by("person"):
        told.setdefault(person, set()).add(tuple(facts))
    homes: dict[int, set[int]] = {}
    for person, county in Membership.objects.filter(true_on(on)).values_list("person", "county").order_by("person"):
        homes.setdefault(person, set()).add(county)
    return sorted({key for known in (told, homes) for key, said in known.items() if len(said) > 1})


def _listed(place: str, word: Q, on: date, limit: int, after: Page | None) -> list[PersonRecord]:
    """Choose the page among the words alone, then read its records: two queries, however many have the name."""
    first, end = place_range(place)
    words = NameToken.objects.filter(word, place__gte=first, place__lt=end)
    if after is not None:
        words = words.filter(Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, person__gt=after.person))
    page = words.order_by("sort_key", "person").values_list("sort_key", "person").distinct()[:limit]
    persons = [person for _, person in page]
    records = records_of(persons, on=on)
    return [records[person] for person in persons if person in records]
