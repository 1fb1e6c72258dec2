"""An application is closed when the last of its cases has ended; afterwards the family may apply again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from doudi.accounts.models import Account, Officer
from doudi.casework.models import Case, Decision, Letter
from doudi.casework.services import terminate as terminating
from doudi.casework.services import withdraw as withdrawing
from doudi.casework.services.issue_letter import issue_letter
from doudi.casework.services.note_withdrawal import note_withdrawal
from doudi.casework.steps import Kind
from doudi.entitlements.models import Entitlement
from doudi.entitlements.queries import with_ends
from doudi.intake.models import Application
from doudi.intake.services.withdraw import close, withdraw
from doudi.intake.state import locked
from doudi.verification.models import ConsentEnd
from doudi.verification.services.end_consents import end_consents

ENDING = {Kind.REFUSE: ConsentEnd.NOT_GRANTED, Kind.STOP: ConsentEnd.BENEFIT_ENDED}
"""Decisions after which nothing more is asked about the family, where nothing else is given."""


def close_if_ended(application: Application, *, on: date) -> Application:
    """Close an application none of whose cases is under way any more 办结; one that was taken back stays so.

    Raises NoSuchApplication.
    """
    found = locked(application)
    is_over = found.withdrawn_on is not None or found.closed_on is not None
    if is_over or Case.objects.filter(application=found, closed_on=None).exists():
        return found
    return close(application=found, on=on)


def end_unless_given(application: Application, *, why: ConsentEnd, on: date) -> None:
    """End the consents of a family that has no case under way and from a day on is given nothing 授权到救助期满为止."""
    if Case.objects.filter(application=application, closed_on=None).exists():
        return
    given = with_ends(Entitlement.objects.filter(decision__case__application=application))
    if not given.filter(Q(last_month=None) | Q(last_month__gte=on.replace(day=1))).exists():
        end_consents(application=application, why=why, on=on)


@transaction.atomic
def tell(*, decision: Decision, by: Officer, on: date) -> Letter:
    """Issue the letter of a decision; with the last case its application is closed. Raises as `issue_letter` does."""
    letter = issue_letter(decision=decision, by=by, on=on)
    application = close_if_ended(decision.case.application, on=on)
    why = ENDING.get(Kind(decision.kind))
    if why:
        end_unless_given(application, why=why, on=decision.first_month or on)
    return letter


@transaction.atomic
def terminate(*, case: Case, ground: str, reason: str, by: Officer, on: date) -> Case:
    """End a case whose family will not cooperate 终止办理; with the last one its application is closed.

    Raises what `terminate` of the procedure raises.
    """
    ended = terminating.terminate(case=case, ground=ground, reason=reason, by=by, on=on)
    application = close_if_ended(ended.application, on=on)
    end_unless_given(application, why=ConsentEnd.NOT_GRANTED, on=on)
    return ended


@transaction.atomic
def take_back(*, application: Application, reason: str, by: Officer | Account, on: date) -> Application:
    """Take an application back 撤回: nothing of it goes on; what was decided stays.

    At the window what is under way ends at once; what a citizen takes back waits for an officer to close it.
    Raises what `withdraw` of intake and of the procedure raise, and `note_withdrawal`.
    """
    found = withdraw(application=application, by=by, on=on, reason=reason)
    for case in Case.objects.filter(application=found, closed_on=None, decided_on=None).order_by("pk"):
        if isinstance(by, Officer):
            withdrawing.withdraw(case=case, by=by, on=on)
        else:
            note_withdrawal(case=case, on=on)
    end_unless_given(found, why=ConsentEnd.WITHDRAWN, on=on)
    return found
