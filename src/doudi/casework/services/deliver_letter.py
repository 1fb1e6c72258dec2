"""Record that a letter has reached the person."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Letter
from doudi.casework.steps import Delivery
from doudi.kernel.errors import NotNow, Refused


class AlreadyDelivered(NotNow):
    """The letter was delivered before."""

    code = "casework.already_delivered"
    sentence = "文书 {number} 已于 {day} 送达。"


class DeliveredAhead(Refused):
    """The day has not come yet."""

    code = "casework.delivered_ahead"
    sentence = "送达日期 {day} 还没有到。"


class DeliveredBeforeIssued(Refused):
    """The day lies before the letter was issued."""

    code = "casework.delivered_before_issued"
    sentence = "送达日期 {day} 早于制发日期 {issued}。"


@transaction.atomic
def deliver_letter(*, letter: Letter, how: Delivery, by: Officer, on: date, delivered_on: date | None = None) -> Letter:
    """Record that a letter was delivered, and how 送达: today, or on an earlier day. Periods of remedies run from it.

    Raises MayNot, AlreadyDelivered, DeliveredBeforeIssued, DeliveredAhead.
    """
    case = letter.decision.case
    permissions.require(by, Act.ISSUE, at=case.place, on=on)
    day = delivered_on or on
    if day > on:
        raise DeliveredAhead(day=day)
    if day < letter.issued_on:
        raise DeliveredBeforeIssued(day=day, issued=letter.issued_on)
    won = Letter.objects.filter(pk=letter.pk, delivered_on=None).update(delivered_on=day, delivered_how=how)
    letter.refresh_from_db()
    if not won:
        raise AlreadyDelivered(number=letter.number, day=letter.delivered_on)
    record("casework.letter_delivered", on=on, subject=letter, place=case.place)
    return letter
