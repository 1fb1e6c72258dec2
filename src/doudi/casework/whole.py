"""A case with its application, family, history, clocks and opinions, read by one statement.

Its page is the one asked for most, and each statement that the ORM composes costs more processor time than the
database spends on it: here the text of the statement is fixed, and the database puts the rows together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import Model

from doudi.accounts.models import Officer
from doudi.audit.row_security import TODAY
from doudi.casework.models import Case, Extension, Opinion, StepTaken, Term
from doudi.casework.rows import Row, fetched, gathered, lies_beside, object_of, objects_of
from doudi.determination.models import Determination
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.verification.models import OpenDifferences

OF_FAMILY = "(SELECT id FROM intake_familymember WHERE application_id = c.application_id)"
OFFICERS = (
    "(SELECT by_id FROM casework_steptaken WHERE case_id = c.id"
    " UNION SELECT by_id FROM casework_opinion WHERE case_id = c.id"
    " UNION SELECT accepted_by_id FROM intake_application WHERE id = c.application_id)"
)
DETERMINED = (
    "t.application_id = c.application_id AND t.programme = c.programme AND t.member_id IS NOT DISTINCT FROM c.member_id"
)
PARTS: dict[str, tuple[type[Model], str]] = {
    "application": (Application, "t.id = c.application_id"),
    "members": (FamilyMember, "t.application_id = c.application_id ORDER BY t.position"),
    "supporters": (Supporter, f"t.member_id IN {OF_FAMILY} ORDER BY t.member_id, t.position"),
    "differences": (OpenDifferences, "t.application_id = c.application_id"),
    "steps": (StepTaken, "t.case_id = c.id ORDER BY t.id"),
    "terms": (Term, "t.case_id = c.id ORDER BY t.id"),
    "extensions": (Extension, "t.term_id IN (SELECT id FROM casework_term WHERE case_id = c.id)"),
    "opinions": (Opinion, "t.case_id = c.id ORDER BY t.id"),
    "determinations": (Determination, f"{DETERMINED} ORDER BY t.id DESC"),
    "newest": (Determination, f"{DETERMINED} ORDER BY t.id DESC LIMIT 1"),
    "officers": (Officer, f"t.id IN {OFFICERS}"),
}
"""What is read beside the case `c`, each from its table `t`, and in which order."""
DEATHS = (
    "SELECT json_agg(json_build_array(t.person_id, t.died_on))"  # noqa: S608 - all of it is text of ours
    " FROM registry_personrecord t WHERE t.person_id IN"
    " (SELECT person_id FROM intake_familymember WHERE application_id = c.application_id)"
    f" AND upper_inf(t.known) AND t.valid @> {TODAY} AND t.died_on <= {TODAY}"
)
LATER = {"determinations": ("trace",)}
"""The long column: of the newest determination the page shows it, of the others it is read when somebody asks."""


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, and what was determined for it, the newest first: that one with its record.

    `deaths` are the days on which persons of the family died, by their keys, as the registry knows on the day it is."""

    case: Case
    determinations: list[Determination]
    deaths: dict[int, date]


def whole_case(number: str) -> WholeCase | None:
    """Return a case with all of PARTS at hand, or None where the actor sees none of that number; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [number])
        row = cursor.fetchone()
    return None if row is None else _put_together(json.loads(row[0]), json.loads(row[1]))


@cache
def _statement() -> str:
    parts = ", ".join(
        f"'{name}', ({gathered(model, where, without=LATER.get(name, ()))})" for name, (model, where) in PARTS.items()
    )
    parts += f", 'deaths', ({DEATHS})"
    return f"SELECT to_json(c)::text, json_build_object({parts})::text FROM casework_case c WHERE c.number = %s"  # noqa: S608 - all of it is text of ours


def _put_together(row: Row, parts: Row) -> WholeCase:
    """Tie the rows to one another as foreign keys do."""
    case, officers = object_of(Case, row), {each.pk: each for each in objects_of(Officer, parts["officers"])}
    [case.application] = objects_of(Application, parts["application"])
    case.application.accepted_by = officers.get(case.application.accepted_by_id or 0)
    family = _family(case.application, parts)
    case.member = next((each for each in family if each.pk == case.member_id), None)
    determinations = [
        *objects_of(Determination, parts["newest"]),
        *objects_of(Determination, parts["determinations"])[1:],
    ]
    steps, opinions = objects_of(StepTaken, parts["steps"]), objects_of(Opinion, parts["opinions"])
    for opinion in opinions:
        opinion.determination = next(each for each in determinations if each.pk == opinion.determination_id)
    for each in (*steps, *opinions):
        setattr(each, "by", officers.get(each.by_id or 0))  # noqa: B010 - each kind has its own type of it
    for name, rows in (("steps_taken", steps), ("terms", _terms(parts)), ("opinions", opinions)):
        for each in rows:
            each.case = case
        fetched(case, name, rows)
    deaths = {person: date.fromisoformat(day) for person, day in parts["deaths"] or ()}
    return WholeCase(case, determinations, deaths)


def _family(application: Application, parts: Row) -> list[FamilyMember]:
    """Give an application its members, each with supporters, and the number of its differences."""
    members, supporters = objects_of(FamilyMember, parts["members"]), objects_of(Supporter, parts["supporters"])
    for member in members:
        member.application = application
        fetched(member, "supporters", [each for each in supporters if each.member_id == member.pk])
    fetched(application, "members", members)
    lies_beside(application, "open_differences", objects_of(OpenDifferences, parts["differences"]))
    return members


def _terms(parts: Row) -> list[Term]:
    terms, extensions = objects_of(Term, parts["terms"]), objects_of(Extension, parts["extensions"])
    for term in terms:
        lies_beside(term, "extension", [each for each in extensions if each.term_id == term.pk])
    return terms
