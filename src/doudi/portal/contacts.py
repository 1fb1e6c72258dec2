"""Whom a citizen can telephone: the office of their township, else the civil affairs office of the county."""

from __future__ import annotations

from datetime import date
from typing import Final

from doudi.accounts.models import Office
from doudi.accounts.roles import OfficeKind

TOWNSHIP_DIGITS: Final = 9
COUNTY_DIGITS: Final = 6


def contact(place: str, on: date) -> Office | None:
    """Return the office that answers for a place on a day, one with a public number first."""
    at = {
        (place[:TOWNSHIP_DIGITS], OfficeKind.TOWNSHIP.value): 0,
        (place[:COUNTY_DIGITS], OfficeKind.CIVIL_AFFAIRS.value): 1,
    }
    rows = Office.objects.filter(place__in={code for code, _ in at}, valid__contains=on).order_by("pk")
    fit = [row for row in rows if (row.place, row.kind) in at]
    return min(fit, key=lambda row: (not row.phone, at[row.place, row.kind]), default=None)
