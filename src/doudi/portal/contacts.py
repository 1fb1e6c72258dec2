"""Whom a citizen can telephone: the office of their township, else the civil affairs office of the county."""

from __future__ import annotations

from datetime import date
from typing import Final

from doudi.accounts.models import Office
from doudi.accounts.roles import OfficeKind
from doudi.kernel.divisions import county_of

TOWNSHIP_DIGITS: Final = 9


def contact(place: str, on: date) -> Office | None:
    """Return the office that answers for a place on a day, a public number first; none while no place is told."""
    if not place:
        return None
    at = {
        (place[:TOWNSHIP_DIGITS], OfficeKind.TOWNSHIP.value): 0,
        (county_of(place), OfficeKind.CIVIL_AFFAIRS.value): 1,
    }
    rows = Office.objects.filter(place__in={code for code, _ in at}, valid__contains=on).order_by("pk")
    fit = [row for row in rows if (row.place, row.kind) in at]
    return min(fit, key=lambda row: (not row.phone, at[row.place, row.kind]), default=None)
