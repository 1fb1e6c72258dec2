"""The register as bulk work reads it: of each family what was last adopted, as of a day, as known at a moment.

Read in pages by their keys with a few statements a page, whatever the number of families; nothing names anybody: a
household goes by the number of its application, a member by the key in it. Ages are as of the day, by the births that
the registry knows; who has died by then is left out, and so is a family of which nobody lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from doudi.determination.freezing import facts_of, people_of
from doudi.determination.models import InputHousehold
from doudi.kernel.divisions import county_of
from doudi.policy.household import Household, Person
from doudi.standards import lawbook

AT_ONCE: Final = 2000
"""So many families are in memory together."""
RELATION, HEAD, PARTNER, AGE = "relation", "applicant", "spouse", "age"

LATEST = """
SELECT i.id, a.number
FROM determination_inputhousehold i
JOIN intake_application a ON a.id = i.application_id
JOIN LATERAL (SELECT f.person_id FROM intake_familymember f WHERE f.application_id = i.application_id
              ORDER BY f.position LIMIT 1) head ON true
WHERE i.id > %(after)s AND i."on" <= %(on)s
  AND EXISTS (SELECT 1 FROM determination_determination d WHERE d.inputs_id = i.id AND d.made_at <= %(known)s)
  AND NOT EXISTS (
    SELECT 1 FROM determination_inputhousehold j
    WHERE j.application_id = i.application_id AND j.id > i.id AND j."on" <= %(on)s
      AND EXISTS (SELECT 1 FROM determination_determination d WHERE d.inputs_id = j.id AND d.made_at <= %(known)s))
  AND NOT EXISTS (
    SELECT 1 FROM intake_familymember again
    JOIN determination_inputhousehold j ON j.application_id = again.application_id
    WHERE again.person_id = head.person_id AND j.id > i.id AND j."on" <= %(on)s
      AND again.position = (SELECT min(f.position) FROM intake_familymember f
                            WHERE f.application_id = again.application_id)
      AND EXISTS (SELECT 1 FROM determination_determination d WHERE d.inputs_id = j.id AND d.made_at <= %(known)s))
ORDER BY i.id LIMIT %(limit)s
"""
"""The newest adopted facts of each family, whichever of its applications they belong to."""

LIVES = """
SELECT DISTINCT ON (m.id) m.id, r.born_on, r.died_on
FROM determination_inputmember m
JOIN intake_familymember f ON f.id = m.member_id
JOIN registry_personrecord r ON r.person_id = f.person_id
WHERE m.household_id = ANY(%(households)s) AND r.valid @> %(on)s::date AND r.known @> %(known)s::timestamptz
ORDER BY m.id, lower(r.known) DESC, r.id DESC
"""
"""When the members were born and died, of those whom the registry knows."""


def families(*, on: date, known_at: datetime) -> Iterator[list[tuple[str, str, Household]]]:
    """Yield the families in pages, each with the number of its application and its county."""
    after = 0
    while page := _rows(LATEST, {"after": after, "on": on, "known": known_at, "limit": AT_ONCE}):
        after = page[-1][0]
        numbers = dict(page)
        lives = {key: (born, died) for key, born, died in _rows(
            LIVES, {"households": list(numbers), "on": on, "known": known_at}
        )}  # fmt: skip
        rows = InputHousehold.objects.filter(pk__in=numbers).prefetch_related("members__obligors").order_by("pk")
        read = ((numbers[row.pk], county_of(row.place), _household(row, lives, on)) for row in rows)
        yield [each for each in read if each[2].members]


def _household(row: InputHousehold, lives: Mapping[int, tuple[date, date | None]], on: date) -> Household:
    """Return a family as of a day: those who live, as old as they are then."""
    frozen = people_of(row)
    died = {key for key, _ in frozen if key in lives and _is_over(lives[key][1], on)}
    people = [_aged(person, lives[key][0], on) if key in lives else person for key, person in frozen if key not in died]
    is_headless = any(_is(person, HEAD) for key, person in frozen if key in died)
    return Household(facts_of(row), _headed(people) if is_headless else people, {}, {})


def _is_over(died_on: date | None, on: date) -> bool:
    return died_on is not None and died_on <= on


def _aged(person: Person, born: date, on: date) -> Person:
    """Return somebody as old as they are on a day; who was born after it is as old as was adopted."""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return replace(person, facts={**person.facts, AGE: years}) if years >= 0 else person


def _headed(people: list[Person]) -> list[Person]:
    """Count relations from the partner, or from who alone is left; of others nobody has said them since the death."""
    heir = next((each for each in people if _is(each, PARTNER) or len(people) == 1), None)
    if heir is None:
        return [replace(each, facts=_without(each.facts, RELATION)) for each in people]
    return [replace(each, facts={**each.facts, RELATION: _relation(HEAD)}) if each is heir else each for each in people]


def _without(facts: Mapping[str, int], name: str) -> dict[str, int]:
    return {each: value for each, value in facts.items() if each != name}


def _is(person: Person, relation: str) -> bool:
    return person.facts.get(RELATION) == _relation(relation)


def _relation(code: str) -> int:
    """Return the number of a relation to the applicant."""
    facts = lawbook.packs().facts
    return facts.vocabulary.of(facts.by_name[RELATION].unit).read(code)


def _rows(statement: str, given: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()
