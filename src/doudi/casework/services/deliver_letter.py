"""Record that a letter has reached the person."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.models import Letter
from doudi.kernel.errors import NotNow, Refused


class AlreadyDelivered(NotNow):
    """The letter was delivered before."""

    code = "casework.already_delivered"
    sentence = "文书 {number} 已于 {day} 送达。"


class DeliveredBeforeIssued(Refused):
    """The day lies before the letter was issued."""

    code = "casework.delivered_before_issued"
    sentence = "送达日期 {day} 早于制发日期 {issued}。"


@transaction.atomic
def deliver_letter(*, letter: Letter, by: Officer, on: date) -> Letter:
    """Record the delivery 送达; periods of remedies run from it.

    Raises MayNot, AlreadyDelivered, DeliveredBeforeIssued.
    """
    case = letter.decision.case
    permissions.require(by, Act.ISSUE, at=case.place, on=on)
    if on < letter.issued_on:
        raise DeliveredBeforeIssued(day=on, issued=letter.issued_on)
    won = Letter.objects.filter(pk=letter.pk, delivered_on=None).update(delivered_on=on)
    letter.refresh_from_db()
    if not won:
        raise AlreadyDelivered(number=letter.number, day=letter.delivered_on)
    record("casework.letter_delivered", on=on, subject=letter, place=case.place)
    return letter
