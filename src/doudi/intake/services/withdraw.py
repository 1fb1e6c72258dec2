"""Take an application back; or note that everything about it is decided."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application
from doudi.intake.state import locked, require_hand, require_open
from doudi.kernel.errors import NotNow


class NotAcceptedYet(NotNow):
    """Only what was accepted can be closed."""

    code = "intake.not_accepted_yet"
    sentence = "申请 {number} 还没有受理，不能办结。"


@transaction.atomic
def withdraw(*, application: Application, by: Officer | Account, on: date, reason: str = "") -> Application:
    """Take an application back 撤回, by who filed it or at the window; afterwards one may apply again.

    Raises NoSuchApplication, AlreadyWithdrawn, AlreadyClosed, NotYours, MayNot.
    """
    found = locked(application)
    require_open(found)
    require_hand(by, found, act=Act.REGISTER, on=on)
    found.withdrawn_on, found.withdrawn_reason = on, reason.strip()[:200]
    found.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    record("intake.withdrawn", on=on, subject=found, place=found.place)
    return found


@transaction.atomic
def close(*, application: Application, on: date) -> Application:
    """Note that everything about it was decided 办结; the flow that ends its last case calls this.

    Raises NoSuchApplication, AlreadyWithdrawn, AlreadyClosed, NotAcceptedYet.
    """
    found = locked(application)
    require_open(found)
    if found.accepted_on is None:
        raise NotAcceptedYet(number=found.number)
    found.closed_on = on
    found.save(update_fields=["closed_on"])
    record("intake.closed", on=on, subject=found, place=found.place)
    return found
