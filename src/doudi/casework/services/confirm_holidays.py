"""Agree to holidays that another office has entered and that wait for a second one, or decline them."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Office, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework import clocks
from doudi.casework.models import HolidayConfirmation, HolidayNotice
from doudi.casework.services.enter_holidays import take_turns
from doudi.kernel.errors import NotAllowed, NotNow


class NotWaiting(NotNow):
    """The arrangement has been settled, or a later one counts already."""

    code = "casework.holidays_not_waiting"
    sentence = "{year} 年的这份安排已经处理过，或者已经有更新的安排，不能再确认。"


class SameOffice(NotAllowed):
    """One calendar serves all places: the office that wants it changed does not agree to its own change."""

    code = "casework.holidays_same_office"
    sentence = "这份安排须由另一个单位的政策人员确认，不能由“{office}”自己确认。"


@transaction.atomic
def confirm_holidays(*, notice_id: int, agrees: bool, office: Office, by: Officer, on: date) -> HolidayConfirmation:
    """Settle an arrangement that waits; agreed to, it counts from now on. Raises MayNot, NotWaiting, SameOffice."""
    permissions.require(by, Act.PUBLISH_STANDARD, at=office.place, on=on)
    take_turns()
    notice = HolidayNotice.objects.select_related("office").get(pk=notice_id)
    later = HolidayNotice.objects.filter(clocks.COUNTS, year=notice.year, pk__gt=notice.pk)
    is_settled = HolidayConfirmation.objects.filter(notice=notice).exists()
    if not notice.needs_second or is_settled or later.exists():
        raise NotWaiting(year=notice.year)
    if office == notice.office or by == notice.entered_by:
        raise SameOffice(office=notice.office)
    made = HolidayConfirmation.objects.create(
        notice=notice, entered_by_id=notice.entered_by_id, entered_office_id=notice.office_id, agrees=agrees, by=by,
        office=office, confirmed_on=on,
    )  # fmt: skip
    act = "casework.holidays_confirmed" if agrees else "casework.holidays_declined"
    record(act, on=on, subject=notice, place=office.place, details={"year": notice.year})
    return made
