"""Who of a family being filled in is a minor: the age is the law's, not ours."""

from __future__ import annotations

from datetime import date
from typing import Final

from doudi.kernel.residentid import age_on
from doudi.portal.apply.filling import BORN_ON, Filling
from doudi.standards.queries import current_snapshot

ADULT_AGE: Final = "family.adult_age"
COUNTY_DIGITS: Final = 6


def born_on(filling: Filling, owner: str) -> date | None:
    """Return the day of birth, as the number has it or as it was written."""
    number = filling.number_of(owner)
    if number is not None:
        return number.born_on
    try:
        return date.fromisoformat(filling.text.text(f"{owner}.{BORN_ON}"))
    except ValueError:
        return None


def is_minor(filling: Filling, owner: str, on: date) -> bool:
    """Whether a guardian has to sign; nobody is a minor whose birth is not known."""
    born = born_on(filling, owner)
    if born is None or born > on or not filling.place:
        return False
    adult = current_snapshot().resolve(ADULT_AGE, filling.place[:COUNTY_DIGITS], on).value
    return isinstance(adult, int) and age_on(born, on) < adult
