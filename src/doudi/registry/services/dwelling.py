"""Households: form one, join it, leave it, move it. Who joins leaves wherever the same county had them before."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.registry import finding
from doudi.registry.models import Household, Membership, Person, Register, Relation
from doudi.registry.queries import members_of, place_of
from doudi.registry.refusals import HouseholdGone, NotHere
from doudi.registry.timelines import known_from, moment


@transaction.atomic
def form_household(*, place: str, address: str, register: Register | str, on: date, by: Officer) -> Household:
    """Begin a dwelling household 立户, still empty. Raises MayNot."""
    require(by, Act.REGISTER, at=place, on=on)
    household = Household.objects.create(
        place=place, address=address, register=Register(register), valid=DateRange(on, None)
    )
    record("registry.household_formed", on=on, subject=household, place=place)
    return household


@transaction.atomic
def join(
    *,
    person: Person,
    household: Household,
    relation: Relation | str,
    on: date,
    by: Officer,
    since: date | None = None,
) -> Membership:
    """Dwell in a household 迁入, `since` a day or from today on; ends where the person dwelt in the same county.

    Raises MayNot, HouseholdGone.
    """
    require(by, Act.REGISTER, at=household.place, on=on)
    first = since or on
    _require_standing(household, first)
    membership = dwell(person, household.place, household, relation, first)
    finding.refresh(person)
    record("registry.joined", on=on, subject=household, place=household.place, persons=[person.pk])
    return membership


@transaction.atomic
def leave(*, person: Person, on: date, by: Officer, reason: str, since: date | None = None) -> None:
    """Dwell there no longer 迁出, `since` a day or from today on; the history stays. Raises MayNot, NotHere."""
    place = place_of(person, on=on)
    if place is None:
        raise NotHere
    require(by, Act.REGISTER, at=place, on=on)
    depart(person, place, since or on, reason)


@transaction.atomic
def move(
    *, household: Household, place: str, address: str, on: date, by: Officer, register: Register | str = ""
) -> Household:
    """Move a household with all its members 整户迁移: it ends, and a new one begins elsewhere on that day.

    Raises MayNot, HouseholdGone.
    """
    require(by, Act.REGISTER, at=household.place, on=on)
    _require_standing(household, on)
    new = form_household(place=place, address=address, register=register or household.register, on=on, by=by)
    members = members_of(household, on=on)
    for member in members:
        depart(member.person, household.place, on, "整户迁移")
        dwell(member.person, place, new, member.relation, on)
        finding.refresh(member.person)
    Household.objects.filter(pk=household.pk).update(valid=DateRange(household.valid.lower, on))
    persons = [member.person_id for member in members]
    record("registry.moved", on=on, subject=new, place=place, persons=persons, details={"from": household.pk})
    return new


def dwell(person: Person, place: str, household: Household | None, relation: Relation | str, on: date) -> Membership:
    """Add the membership, after ending the one the same county had. For the acts of this stage."""
    depart(person, place, on, "迁入新居住地")
    return Membership.objects.create(
        person=person,
        household=household,
        place=place,
        relation=Relation(relation),
        valid=DateRange(on, None),
        known=known_from(moment()),
    )


def depart(person: Person, place: str, on: date, purpose: str) -> None:
    """End where a person dwells in the county of a place; leaves `registry.departed` at the place that is left."""
    with connection.cursor() as cursor:
        given = [person.pk, place, on.isoformat(), purpose]
        cursor.execute("SELECT registry_depart(%s, %s, %s::date, %s)", given)


def _require_standing(household: Household, on: date) -> None:
    until = household.valid.upper
    if until is not None and until <= on:
        raise HouseholdGone(day=on)
