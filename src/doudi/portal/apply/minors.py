"""Who of a family being filled in is a minor: the age is the law's, not ours."""

from __future__ import annotations

from datetime import date

from doudi.portal.apply.filling import BORN_ON, Filling
from doudi.standards import majority


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
    return majority.is_minor(born, place=filling.place, on=on)
