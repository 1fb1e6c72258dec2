"""What an act finds when it comes to an application: whether it is there, still open, and whose it is."""

from __future__ import annotations

from datetime import date

from doudi.accounts import permissions
from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.intake.models import Application
from doudi.kernel.errors import NotAllowed, NotKnown, NotNow


class NoSuchApplication(NotKnown):
    """There is none, or none that the actor may see; the two look the same."""

    code = "intake.no_such_application"
    sentence = "没有这份申请，或者不在您的办理范围内。"


class AlreadyWithdrawn(NotNow):
    """The applicant has taken it back."""

    code = "intake.already_withdrawn"
    sentence = "申请 {number} 已于 {day} 撤回，不能再办理；需要时请重新申请。"


class AlreadyClosed(NotNow):
    """Everything about it was decided."""

    code = "intake.already_closed"
    sentence = "申请 {number} 已于 {day} 办结，不能再改动；情况有变化的，请重新申请。"


class AlreadyAccepted(NotNow):
    """Somebody accepted it before."""

    code = "intake.already_accepted"
    sentence = "申请 {number} 已于 {day} 由{officer}受理，这一步不能再办理。"


class NotYours(NotAllowed):
    """The account neither filed the application nor acts for its applicant."""

    code = "intake.not_yours"
    sentence = "这份申请不是您提交的，您也没有有效的委托。"


def locked(application: Application) -> Application:
    """Return an application for changing, as it stands now; two that come at once take turns.

    Raises NoSuchApplication.
    """
    found = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk).first()
    if found is None:
        raise NoSuchApplication
    return found


def require_open(application: Application) -> None:
    """Refuse what was withdrawn or closed. Raises AlreadyWithdrawn, AlreadyClosed."""
    if application.withdrawn_on is not None:
        raise AlreadyWithdrawn(number=application.number, day=application.withdrawn_on)
    if application.closed_on is not None:
        raise AlreadyClosed(number=application.number, day=application.closed_on)


def require_not_accepted(application: Application) -> None:
    """Refuse what belongs before acceptance. Raises AlreadyWithdrawn, AlreadyClosed, AlreadyAccepted."""
    require_open(application)
    if application.accepted_on is not None:
        officer = str(application.accepted_by)
        raise AlreadyAccepted(number=application.number, day=application.accepted_on, officer=officer)


def account_of(by: Officer | Account) -> Account:
    """Return the account of whoever acts."""
    return by.account if isinstance(by, Officer) else by


def require_hand(by: Officer | Account, application: Application, *, act: Act, on: date) -> None:
    """Ask whether an officer may do an act there, or an account has to do with the application.

    Raises MayNot, NotYours.
    """
    if isinstance(by, Officer):
        permissions.require(by, act, at=application.place, on=on)
        return
    if not (_filed(application, by) or _helps(application, by, on) or _was_let_in(application, by, on)):
        raise NotYours


def _filed(application: Application, account: Account) -> bool:
    return application.filed_by_id == account.pk and application.mandate_id is None


def _helps(application: Application, account: Account, on: date) -> bool:
    mandate = application.mandate
    if mandate is None or mandate.account_id != account.pk or on not in mandate.valid:
        return False
    is_mine = application.filed_by_id == account.pk or mandate.confirmed_at is not None
    return is_mine and (mandate.ended_on is None or mandate.ended_on > on)


def _was_let_in(application: Application, account: Account, on: date) -> bool:
    return application.openings.filter(account=account, valid__contains=on).exists()
