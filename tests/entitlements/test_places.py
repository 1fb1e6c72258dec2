"""Who sees an entitlement: the places it lies under, and the family it is for."""

from __future__ import annotations

from datetime import date

from doudi.audit.actor import Actor, acting
from doudi.entitlements import models, queries
from tests.entitlements import given

TODAY = date(2024, 3, 1)
TABLES = (models.Entitlement, models.Component, models.Beneficiary, models.Payee, models.BankAccount)


def seen(actor: Actor) -> set[int]:
    """How many rows each table has for somebody."""
    with acting(actor, on=TODAY):
        return {table.objects.count() for table in TABLES}


def test_an_entitlement_is_seen_in_its_places_and_by_the_family_alone() -> None:
    family = given.family()
    given.granted(family)
    filed_by = family.application.filed_by_id

    assert 0 not in seen(Actor.officer(1, office=1, place=given.COUNTY))
    assert 0 not in seen(Actor.officer(1, office=1, place=given.VILLAGE))
    assert seen(Actor.officer(1, office=1, place="430972")) == {0}
    assert 0 not in seen(Actor.citizen(filed_by))
    assert seen(Actor.citizen(filed_by + 1000)) == {0}


def test_what_is_due_elsewhere_is_not_seen_from_here() -> None:
    given.granted()

    with acting(Actor.officer(1, office=1, place="430972"), on=TODAY):
        assert queries.due(given.JUNE, "000000", on=TODAY) == []
