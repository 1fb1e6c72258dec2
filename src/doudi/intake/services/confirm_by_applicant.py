"""The applicant says that what somebody else filed is theirs; and is let in to see it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts import permissions
from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, Opening
from doudi.intake.services.grant_mandate import confirm_mandate
from doudi.intake.state import account_of, locked, require_not_accepted
from doudi.kernel.errors import NotAllowed, NotNow, Refused
from doudi.kernel.spans import Span


class FilerConfirms(NotAllowed):
    """Who filed it cannot say in the applicant's place that the applicant wants it."""

    code = "intake.filer_confirms"
    sentence = "代为提出的申请，须由申请人本人确认，提交的人不能代为确认。"


class AlreadyConfirmed(NotNow):
    """The applicant has confirmed before."""

    code = "intake.already_confirmed"
    sentence = "申请人已于 {day} 确认过，不需要再次确认。"


class ConfirmationUnproved(Refused):
    """Nobody said how the applicant confirmed."""

    code = "intake.confirmation_unproved"
    sentence = "须写明申请人怎样确认的（短信验证码、当面签字等）。"


@transaction.atomic
def confirm_by_applicant(
    *, application: Application, how: str, by: Officer | Account, on: date, at: datetime
) -> Application:
    """Note that the applicant confirmed 申请人确认, and with it the mandate it was filed under.

    Raises NoSuchApplication, AlreadyAccepted, AlreadyWithdrawn, AlreadyClosed, AlreadyConfirmed, FilerConfirms,
    ConfirmationUnproved, MayNot, MandateOver.
    """
    found = locked(application)
    require_not_accepted(found)
    if isinstance(by, Officer):
        permissions.require(by, Act.REGISTER, at=found.place, on=on)
    account = account_of(by)
    mandate = found.mandate
    if account.pk in (found.filed_by_id, mandate.account_id if mandate else None):
        raise FilerConfirms
    if found.confirmed_on is not None:
        raise AlreadyConfirmed(day=found.confirmed_on)
    if not how.strip():
        raise ConfirmationUnproved
    if mandate is not None and mandate.confirmed_at is None:
        found.mandate = confirm_mandate(mandate=mandate, evidence=how, by=by, on=on, at=at)
    found.confirmed_on, found.confirmed_how, found.confirmed_by = on, how.strip(), account
    found.save(update_fields=["confirmed_on", "confirmed_how", "confirmed_by"])
    record("intake.confirmed_by_applicant", on=on, subject=found, place=found.place)
    return found


@transaction.atomic
def open_to_applicant(*, application: Application, account: Account, how: str, span: Span, on: date) -> Opening:
    """Let the applicant's account see the application for a time 本人查看, after its code was redeemed.

    Also what is closed: its letter and its payments are read afterwards. Raises NoSuchApplication.
    """
    found = locked(application)
    live = found.openings.filter(account=account, valid__contains=on).first()
    if live is not None:
        return live
    opening = Opening.objects.create(
        application=found, account=account, mandate=found.mandate, how=how, valid=(span.start, span.end)
    )
    record("intake.opened_to_applicant", on=on, subject=found, place=found.place)
    return opening
