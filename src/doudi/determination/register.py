"""The register as bulk work reads it: of each family what was last adopted, as of a day, as known at a moment.

Read in pages by their keys with a few statements a page, whatever the number of families; nothing names anybody: a
household goes by the number of its application, a member by the key in it. Ages are as of the day, by the births that
the registry knows; who has died by then is left out, and so is a family of which nobody lives. What the month looks
back on is what the last determination before it left behind, computed again from what that one was made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.db import connection

from doudi.determination import freezing, lawtexts
from doudi.determination.freezing import facts_of, people_of
from doudi.determination.models import Determination, InputHousehold
from doudi.kernel.divisions import county_of
from doudi.policy.assessment import determine
from doudi.policy.household import Household, Person
from doudi.policy.snapshot import LawSnapshot
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
    after, snapshots = 0, dict[int, LawSnapshot]()
    while page := _rows(LATEST, {"after": after, "on": on, "known": known_at, "limit": AT_ONCE}):
        after = page[-1][0]
        numbers = dict(page)
        lives = {key: (born, died) for key, born, died in _rows(
            LIVES, {"households": list(numbers), "on": on, "known": known_at}
        )}  # fmt: skip
        rows = InputHousehold.objects.filter(pk__in=numbers).prefetch_related("members__obligors").order_by("pk")
        laws = _laws(list(numbers), known_at, snapshots)
        read = ((numbers[row.pk], county_of(row.place), _household(row, lives, on, laws[row.pk])) for row in rows)
        yield [each for each in read if each[2].members]


def _laws(inputs: list[int], known_at: datetime, snapshots: dict[int, LawSnapshot]) -> dict[int, LawSnapshot]:
    """Return the law that each of some frozen families was last determined by; `snapshots` are those made so far."""
    made = Determination.objects.filter(inputs__in=inputs, made_at__lte=known_at).select_related("law").order_by("pk")
    found: dict[int, LawSnapshot] = {}
    for each in made:
        if each.law.pk not in snapshots:
            snapshots[each.law.pk] = lawtexts.law_of(each.law)
        found[each.inputs_id] = snapshots[each.law.pk]  # pyright: ignore[reportAttributeAccessIssue] Django's column
    return found


def _household(
    row: InputHousehold, lives: Mapping[int, tuple[date, date | None]], on: date, law: LawSnapshot
) -> Household:
    """Return a family as of a day: those who live, as old as they are then."""
    frozen = people_of(row)
    died = {key for key, _ in frozen if key in lives and _is_over(lives[key][1], on)}
    people = [_aged(person, lives[key][0], on) if key in lives else person for key, person in frozen if key not in died]
    is_headless = any(_is(person, HEAD) for key, person in frozen if key in died)
    living = {None, *(person.id for person in people)}
    before = {key: value for key, value in _looked_back_on(row, on, law).items() if key[1] in living}
    return Household(facts_of(row), _headed(people) if is_headless else people, {}, before)


def _looked_back_on(row: InputHousehold, on: date, law: LawSnapshot) -> dict[tuple[str, str | None], int]:
    """Return the states that a month begins with: those of this month's determination, or what an earlier one left."""
    frozen = freezing.thaw(row)
    if (row.on.year, row.on.month) == (on.year, on.month):
        return frozen.before
    done = determine(law, frozen, place=county_of(row.place), on=row.on, only=law.packs.handled)
    return {key: int(value) for key, value in done.carried().items() if isinstance(value, int)}


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
