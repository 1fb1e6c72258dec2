"""Keeps count of the differences nobody has settled; the acts of this stage that make or settle some call it."""

from __future__ import annotations

from datetime import date

from doudi.intake.models import Application
from doudi.verification.models import OpenDifferences
from doudi.verification.queries import unsettled


def recount(application: Application, *, on: date) -> int:
    """Count the open differences of an application anew and keep the number; return it."""
    number = len(unsettled(application))
    changed = OpenDifferences.objects.filter(application=application).update(number=number, counted_on=on)
    if number and not changed:
        OpenDifferences.objects.create(application=application, number=number, counted_on=on)
    return number
