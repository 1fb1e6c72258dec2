"""Gives an application its number: county, year, and the next of the series; two at once get two."""

from __future__ import annotations

from datetime import date

from django.db import connection

from doudi.kernel.divisions import county_of

NEXT = """
INSERT INTO intake_numberseries (county, year, last) VALUES (%s, %s, 1)
ON CONFLICT (county, year) DO UPDATE SET last = intake_numberseries.last + 1 RETURNING last
"""


def next_number(place: str, on: date) -> str:
    """Return the next number of a county and year: 430971-2022-000123."""
    county = county_of(place)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [county, on.year])
        last = cursor.fetchall()[0][0]
    return f"{county}-{on.year}-{last:06}"
