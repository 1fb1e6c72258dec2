"""What a state of the worklist stands for: the question to casework, and the places that may be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from doudi.accounts.queries import named_and_under
from doudi.accounts.signed_in import SignedIn
from doudi.casework.models import Case
from doudi.casework.queries import Filters
from doudi.desk.days import soon_by
from doudi.desk.pages import place, texts
from doudi.desk.worklist.asked import Asked, read_asked
from doudi.kernel.workdays import WorkCalendar
from doudi.registry.queries import found_by_tail

VILLAGE, TOWNSHIP = 12, 9


def asked_of(somebody: SignedIn, sent: QueryDict) -> Asked:
    """Read what the address asks of somebody's list."""
    return read_asked(texts(sent), place(somebody), digits_below(somebody))


def filters_of(somebody: SignedIn, asked: Asked, working_days: WorkCalendar) -> Filters:
    """Say it as the question of casework; the end of a number is looked up in the registry."""
    tail = found_by_tail(place(somebody), asked.tail, on=somebody.on) if asked.tail else []
    return asked.filters(somebody.on, soon_by(somebody.on, working_days), (each.person_id for each in tail))


def digits_below(somebody: SignedIn) -> int:
    """Return the digits of the places of the filter: the villages of a township, the townships of a county."""
    return VILLAGE if len(place(somebody)) >= TOWNSHIP else TOWNSHIP


def names_for(somebody: SignedIn, cases: list[Case]) -> Mapping[str, str]:
    """Return the names of the places of some cases, and of those of the filter; one query."""
    here, digits = place(somebody), digits_below(somebody)
    return named_and_under({case.place for case in cases}, here, somebody.on, digits=digits)


def choosable(somebody: SignedIn, names: Mapping[str, str]) -> dict[str, str]:
    """List the places of the filter among those names."""
    here, digits = place(somebody), digits_below(somebody)
    return {code: name for code, name in names.items() if code.startswith(here) and len(code) == digits}
