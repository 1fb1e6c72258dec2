"""Enter the holidays of a year as they were announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice


@transaction.atomic
def enter_holidays(
    *, year: int, holidays: Iterable[date], workdays: Iterable[date], source: str, place: str, by: Officer, on: date
) -> HolidayNotice:
    """Enter a notice of the State Council 放假安排, or a corrected one; `recompute_terms` then counts again.

    `place` is that of the office for which the officer acts. Raises MayNot, NoticeContradicts.
    """
    permissions.require(by, Act.PUBLISH_STANDARD, at=place, on=on)
    free, worked = sorted(set(holidays)), sorted(set(workdays))
    clocks.calendar().with_notice(year, free, worked, source)
    notice = HolidayNotice.objects.create(
        year=year, holidays=free, workdays=worked, source=source, entered_by=by, entered_on=on
    )
    record("casework.holidays_entered", on=on, subject=notice, place=place, details={"year": year})
    return notice
