"""Enter the holidays of a year as they were announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice
from doudi.kernel.errors import NotNow

LOCK = "holidays"


class AlreadyEntered(NotNow):
    """The very same days of the year, from the same source, are what counts already."""

    code = "casework.holidays_already_entered"
    sentence = "{year} 年的放假安排已经由{officer}于 {day} 录入，内容一样，不用再录。"


@transaction.atomic
def enter_holidays(
    *, year: int, holidays: Iterable[date], workdays: Iterable[date], source: str, place: str, by: Officer, on: date
) -> HolidayNotice:
    """Enter a notice of the State Council 放假安排, or a corrected one; `recompute_terms` then counts again.

    `place` is that of the office for which the officer acts. Raises MayNot, NoticeContradicts,
    AlreadyEntered; of two who send the same at once one is told.
    """
    permissions.require(by, Act.PUBLISH_STANDARD, at=place, on=on)
    free, worked = sorted(set(holidays)), sorted(set(workdays))
    clocks.calendar().with_notice(year, free, worked, source)
    _require_new(year, free, worked, source)
    notice = HolidayNotice.objects.create(
        year=year, holidays=free, workdays=worked, source=source, entered_by=by, entered_on=on
    )
    record("casework.holidays_entered", on=on, subject=notice, place=place, details={"year": year})
    return notice


def _require_new(year: int, free: list[date], worked: list[date], source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])
    newest = HolidayNotice.objects.filter(year=year).select_related("entered_by").order_by("-pk").first()
    if newest is not None and (newest.holidays, newest.workdays, newest.source) == (free, worked, source):
        raise AlreadyEntered(year=year, officer=newest.entered_by, day=newest.entered_on)
