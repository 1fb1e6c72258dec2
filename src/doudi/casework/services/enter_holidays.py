"""Enter the holidays of a year as they were announced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from doudi.accounts import permissions
from doudi.accounts.models import Office, Officer
from doudi.accounts.queries import reaches_all
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice
from doudi.casework.unusual import doubts
from doudi.kernel.errors import NotNow
from doudi.kernel.workdays import Notice, WorkCalendar

LOCK = "holidays"


class AlreadyEntered(NotNow):
    """The very same days of the year, from the same source, are what counts already, or wait to be confirmed."""

    code = "casework.holidays_already_entered"
    sentence = "{year} 年的放假安排已经由{officer}于 {day} 录入，内容一样，不用再录。"


@transaction.atomic
def enter_holidays(
    *, year: int, holidays: Iterable[date], workdays: Iterable[date], source: str, office: Office, by: Officer, on: date
) -> HolidayNotice:
    """Enter a notice of the State Council 放假安排, or a corrected one; `recompute_terms` then counts again.

    One calendar serves all places. Whoever has the notice enters a year that is missing; a year that is there, or one
    unlike every other, is entered by an office that reaches every office of the installation, or, by another one,
    counts once somebody at another office has agreed (`confirm_holidays`). The same sent twice by one officer on one
    day is one row.
    Raises MayNot, NoticeContradicts, AlreadyEntered.
    """
    permissions.require(by, Act.PUBLISH_STANDARD, at=office.place, on=on)
    free, worked = sorted(set(holidays)), sorted(set(workdays))
    take_turns()
    known = clocks.calendar()
    known.with_notice(year, free, worked, source)
    newest = HolidayNotice.objects.filter(year=year).select_related("entered_by").order_by("-pk").first()
    if newest is not None and (newest.holidays, newest.workdays, newest.source) == (free, worked, source):
        return _sent_again(newest, by, on)
    waits = needs_second(known, Notice(year, frozenset(free), frozenset(worked), source), office, on)
    notice = HolidayNotice.objects.create(
        year=year, holidays=free, workdays=worked, source=source, entered_by=by, entered_on=on, office=office,
        needs_second=waits,
    )  # fmt: skip
    act = "casework.holidays_proposed" if waits else "casework.holidays_entered"
    record(act, on=on, subject=notice, place=office.place, details={"year": year})
    return notice


def needs_second(known: WorkCalendar, new: Notice, office: Office, on: date) -> bool:
    """Tell whether another office has to agree: to a correction, and to a year unlike every other on record."""
    is_bold = new.year <= known.last_year or bool(doubts(known, new))
    return is_bold and not reaches_all(office, on)


def take_turns() -> None:
    """Let one officer at a time change the calendar."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LOCK])


def _sent_again(newest: HolidayNotice, by: Officer, on: date) -> HolidayNotice:
    """Return what was entered a moment ago, when it was sent twice; whoever else sends the same is told."""
    is_declined = newest.needs_second and not getattr(getattr(newest, "confirmation", None), "agrees", True)
    if (newest.entered_by_id, newest.entered_on) == (by.pk, on) and not is_declined:
        return newest
    raise AlreadyEntered(year=newest.year, officer=newest.entered_by, day=newest.entered_on)
