"""Adjust what was granted, by a decision of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import changing
from doudi.casework.models import Decision, Opinion
from doudi.casework.reasons import Ground
from doudi.casework.steps import Kind


@transaction.atomic
def adjust(
    *, opinion: Opinion, reasons: list[Ground], by: Officer, on: date, first_month: date | None = None
) -> Decision:
    """Adjust what was granted 增发、减发, to the amount of the determination. minfa-2021-57#31, #32.

    `first_month` only where no text says from when. Raises what `changing.decide` raises.
    """
    return changing.decide(opinion, Kind.ADJUST, reasons, by=by, on=on, first_month=first_month)
