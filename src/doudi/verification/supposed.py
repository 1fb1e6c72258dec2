"""Two household files of one family that nobody has settled on: what it declared, and what was found.

Neither counts. What counts is `queries.adopted_document`, where a difference nobody settled is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from doudi.intake.household import Said, Whom, write
from doudi.intake.models import FamilyMember
from doudi.verification.queries import Difference, counted


def declared_document(family: Iterable[FamilyMember], rows: Iterable[Difference]) -> dict[str, Any]:
    """Return the household file as the family declared it, whatever was found."""
    return write(family, _said(rows, lambda row: Said(row.declared, "declared", row.declared_as_of)))


def found_document(
    family: Iterable[FamilyMember], rows: Iterable[Difference], noted: Mapping[int, Container[int]]
) -> dict[str, Any]:
    """Return the household file as it was found: what is settled as settled, the rest as a source or a visit told it.

    Where sources contradict each other nothing has been found: it is unknown. `noted` as in `intake.household.write`.
    """
    return write(family, _said(rows, _found), noted)


def _found(row: Difference) -> Said:
    if row.is_settled:
        return counted(row)
    if row.contested:
        return Said(None)
    if row.found is not None:
        return Said(row.found, "verified", row.found_on)
    return Said(row.seen, "found", row.seen_on)


def _said(rows: Iterable[Difference], choose: Callable[[Difference], Said]) -> dict[Whom, dict[str, Said]]:
    said: dict[Whom, dict[str, Said]] = defaultdict(dict)
    for row in rows:
        said[row.whom][row.fact] = choose(row)
    return said
