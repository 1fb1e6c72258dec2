"""Suspend what was granted, by a decision of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework import changing
from doudi.casework.models import Decision, Opinion
from doudi.casework.reasons import Ground
from doudi.casework.steps import Kind


@transaction.atomic
def suspend(
    *, opinion: Opinion, reasons: list[Ground], by: Officer, on: date, first_month: date | None = None
) -> Decision:
    """Suspend what was granted 停发. minfa-2021-57#32, #34.

    `first_month` only where no text says from when. Raises what `changing.decide` raises.
    """
    return changing.decide(opinion, Kind.SUSPEND, reasons, by=by, on=on, first_month=first_month)
