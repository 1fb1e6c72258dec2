"""暂估: what would come out by what a family declared and by what was found, before anything is settled on.

Verification has the two sets of values, determination the law; nothing is stored, and no decision rests on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.determination.services.suppose import suppose
from doudi.flows.evaluate import of_the_living
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.errors import NotKnown, Refused
from doudi.verification.queries import Difference, obligors_noted
from doudi.verification.supposed import declared_document, found_document


@dataclass(frozen=True, slots=True)
class Provisional:
    """Both outcomes and the differences that matter, as JSON has them; or why there are none."""

    told: dict[str, Any] | None
    why_not: str = ""


def provisional(
    *,
    application: Application,
    family: Sequence[FamilyMember],
    living: Sequence[FamilyMember],
    rows: Sequence[Difference],
    on: date,
) -> Provisional:
    """Hold what was declared against what was found 暂估, under the law of the day; whoever calls has read both.

    A value that no household file can have (ninety cars) is told as the reason why nothing can be said.
    """
    noted = {member: each.positions for member, each in obligors_noted(application).items()}
    declared = declared_document(family, rows)
    found = of_the_living(found_document(family, rows, noted), living)
    try:
        return Provisional(suppose(application=application, family=family, declared=declared, found=found, on=on))
    except (Refused, NotKnown) as error:
        return Provisional(None, str(error))
