"""Who is a minor: the age is the law's of the place and day, never ours."""

from __future__ import annotations

from datetime import date
from typing import Final

from doudi.kernel.divisions import county_of
from doudi.kernel.residentid import age_on
from doudi.standards.queries import current_snapshot

ADULT_AGE: Final = "family.adult_age"


def is_minor(born_on: date, *, place: str, on: date) -> bool:
    """Tell whether somebody has not come of age 未成年; nobody is a minor where the law tells no age.

    Raises BornLater.
    """
    adult_age = current_snapshot().resolve(ADULT_AGE, county_of(place), on).value
    return isinstance(adult_age, int) and age_on(born_on, on) < adult_age
