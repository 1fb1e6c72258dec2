"""Correct what is recorded of a person, or tell a change: a new name, the death."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.accounts.permissions import require
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.kernel.divisions import county_of
from doudi.kernel.spans import Span
from doudi.registry import finding
from doudi.registry.models import STILL_KNOWN, Person, PersonRecord
from doudi.registry.names import sort_key
from doudi.registry.queries import place_of
from doudi.registry.refusals import (
    DiesBeforeBirth,
    DiesTooLate,
    MergedAway,
    NameMissing,
    NotHere,
    NothingToCorrect,
    NotYetBorn,
    ReasonMissing,
)
from doudi.registry.services.dwelling import depart
from doudi.registry.timelines import revise, span_of

CORRECTABLE: Final = frozenset({"name", "sex", "born_on", "died_on"})


@transaction.atomic
def correct_person(
    *, person: Person, told: Mapping[str, object], reason: str, on: date, by: Officer, since: date | None = None
) -> PersonRecord:
    """Correct name, sex, birth or death 更正; `since` a day where something changed, without it where it was wrong.

    What was known until now stays readable with `known_at`. Returns the record that holds last. Raises MayNot, NotHere,
    MergedAway, ReasonMissing, NothingToCorrect, NameMissing, NotYetBorn, DiesTooLate, DiesBeforeBirth.
    """
    place, person = _open_for(person, by, on)
    _require_plausible(told, reason, on)
    revised = _revised(person, place, told, since)
    finding.refresh(person)
    record("registry.corrected", on=on, subject=person, place=place, purpose=reason[:200], persons=[person.pk])
    return revised


@transaction.atomic
def record_death(*, person: Person, died_on: date, source: str, on: date, by: Officer) -> PersonRecord:
    """Record a death 死亡登记, from a certificate, the police or the funeral home; the person dwells nowhere after it.

    Raises what `correct_person` raises.
    """
    place, person = _open_for(person, by, on)
    _require_plausible({"died_on": died_on}, source, on)
    revised = _revised(person, place, {"died_on": died_on}, None)
    depart(person, place, died_on + timedelta(days=1), "死亡登记")
    record("registry.died", on=on, subject=person, place=place, purpose=source[:200], persons=[person.pk])
    return revised


def _open_for(person: Person, by: Officer, on: date) -> tuple[str, Person]:
    """Return the place that answers for a person, and the person, locked so that corrections take turns."""
    place = place_of(person, on=on)
    if place is None:
        raise NotHere
    require(by, Act.REGISTER, at=place, on=on)
    locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if locked.merged_into_id is not None:
        raise MergedAway
    return place, locked


def _require_plausible(told: Mapping[str, object], reason: str, on: date) -> None:
    if not told or not CORRECTABLE.issuperset(told):
        raise NothingToCorrect
    if not reason.strip():
        raise ReasonMissing
    if not str(told.get("name", "-")).strip():
        raise NameMissing
    born, died = told.get("born_on"), told.get("died_on")
    if isinstance(born, date) and born > on:
        raise NotYetBorn(born=born, day=on)
    if isinstance(died, date) and died > on:
        raise DiesTooLate(died=died, day=on)


def _revised(person: Person, place: str, told: Mapping[str, object], since: date | None) -> PersonRecord:
    rows = PersonRecord.objects.filter(STILL_KNOWN, person=person, county=int(county_of(place))).order_by(
        "valid__startswith"
    )
    first = rows.first()
    if first is None:
        raise NotHere
    born, died = told.get("born_on", first.born_on), told.get("died_on", first.died_on)
    if isinstance(born, date) and isinstance(died, date) and died < born:
        raise DiesBeforeBirth(died=died, born=born)
    spelled = {"sort_key": sort_key(str(told["name"]))} if "name" in told else {}
    changes: dict[str, object] = {**told, **spelled}
    return revise(rows, Span(since or span_of(first).start), changes=changes)[-1]
