"""Register somebody who dwells at a place; who has the same number is the same person, wherever registered first."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.divisions import county_of
from doudi.kernel.residentid import Sex
from doudi.registry import finding
from doudi.registry.identity import Number, person_with
from doudi.registry.models import STILL_KNOWN, Household, Person, PersonRecord, Relation
from doudi.registry.names import sort_key
from doudi.registry.queries import membership_of
from doudi.registry.refusals import NameMissing, NotYetBorn
from doudi.registry.services.dwelling import dwell
from doudi.registry.timelines import known_from, moment


@transaction.atomic
def register_person(  # noqa: PLR0913 - what is told of a person, each by its name
    *,
    name: str,
    sex: Sex | str,
    born_on: date,
    number: Number,
    place: str,
    relation: Relation | str,
    on: date,
    by: Officer,
    household: Household | None = None,
) -> Person:
    """Register a person 人员登记 and where they dwell. Registering again changes nothing that is recorded already.

    A name, sex or birth that differs from the county's own record leaves that record as it is, and the event says so:
    `correct_person` is the act for it. Raises MayNot, NameMissing, NotYetBorn.
    """
    require(by, Act.REGISTER, at=place, on=on)
    _require_plausible(name, born_on, on)
    found = person_with(number, place=place, on=on, purpose="人员登记")
    _see_to_dwelling(found, place, household, relation, on)
    person = Person.objects.select_for_update(no_key=True).get(pk=found.pk)
    told = {"name": name.strip(), "sex": Sex(sex).value, "born_on": born_on}
    kept = _recorded(person, int(county_of(place)), told)
    finding.refresh(person)
    differs = sorted(column for column, value in told.items() if getattr(kept, column) != value)
    record("registry.registered", on=on, subject=person, place=place, persons=[person.pk], details={"differs": differs})
    return person


def _require_plausible(name: str, born_on: date, on: date) -> None:
    if not name.strip():
        raise NameMissing
    if born_on > on:
        raise NotYetBorn(born=born_on, day=on)


def _see_to_dwelling(
    person: Person, place: str, household: Household | None, relation: Relation | str, on: date
) -> None:
    """Leave it where the person dwells there already; otherwise they dwell here from now on."""
    dwelling = membership_of(person, on=on)
    stays = dwelling is not None and dwelling.place == place and household in {None, dwelling.household}
    if not stays:
        dwell(person, place, household, relation, on)


def _recorded(person: Person, county: int, told: dict[str, object]) -> PersonRecord:
    """Return the county's record, which is made when there is none."""
    kept = PersonRecord.objects.filter(STILL_KNOWN, person=person, county=county).order_by("-valid__startswith").first()
    return kept or PersonRecord.objects.create(
        person=person,
        county=county,
        sort_key=sort_key(str(told["name"])),
        valid=DateRange(cast("date", told["born_on"]), None),
        known=known_from(moment()),
        **told,
    )
