"""Bring the places of the packs into the table of places."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Place
from doudi.accounts.pinyin import sort_key
from doudi.audit.services.record import record
from doudi.policy import places


@transaction.atomic
def load_places(*, known: Iterable[places.Place], on: date) -> int:
    """Make the rows of places say what the packs say, and tell how many were new or different.

    Run as often as wanted: a second time nothing changes. Townships entered in the product are not touched."""
    changed = [each for each in known if _load(each)]
    if changed:
        record("accounts.places_loaded", on=on, details={"codes": [each.code for each in changed]})
    return len(changed)


def _load(place: places.Place) -> bool:
    valid = DateRange(place.since, place.until)
    row = Place.objects.filter(code=place.code, valid__overlap=valid).order_by("pk").first()
    row = row or Place(code=place.code)
    if (row.name, row.valid) == (place.name, valid):
        return False
    row.name, row.sort_key, row.valid = place.name, sort_key(place.name), valid
    row.save()
    return True
