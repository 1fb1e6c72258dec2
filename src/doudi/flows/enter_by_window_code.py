"""Enter by the code that the window printed: the account sees the application it was printed for."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from doudi.accounts.models import Account
from doudi.accounts.services.codes import CodeUnfit, take_window_code
from doudi.accounts.services.open_citizen_account import open_citizen_account
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.intake.services.confirm_by_applicant import open_to_applicant
from doudi.kernel.residentid import ResidentNumber
from doudi.kernel.spans import Span

HOW = "窗口打印的验证码"


def enter_by_window_code(*, name: str, number: ResidentNumber, code: str, on: date, at: datetime) -> Account:
    """Take the code and open its application to the applicant's account for a time.

    That a wrong code was tried is kept; everything else is one transaction. Raises CodeUnfit, and what
    `open_to_applicant` raises."""
    subject = take_window_code(number=number, code=code, at=at)
    with acting(Actor.system("entry"), on=on):
        application = Application.objects.filter(pk=subject).first()
        if application is None:
            raise CodeUnfit
        account = open_citizen_account(name=name, number=number, phone="", on=on)
        span = Span(on, on + settings.DOUDI_ENTRY.opening_life)
        open_to_applicant(application=application, account=account, how=HOW, span=span, on=on)
    return account
