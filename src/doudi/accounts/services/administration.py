"""Who may open offices and accounts: an administrator of the place, or the command line of the installation."""

from __future__ import annotations

from datetime import date

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit import actor
from doudi.kernel.errors import NotAllowed


class NotTheInstallation(NotAllowed):
    """Nobody was named as the one who acts, and it is not the command line either."""

    code = "accounts.not_the_installation"
    sentence = "管理账号须由账号管理员办理。"


def require_administrator(by: Officer | None, *, at: str, on: date) -> None:
    """Let an administrator of the place pass; without officer, the system alone. Raises MayNot, NotTheInstallation."""
    if by is not None:
        permissions.require(by, Act.MANAGE_ACCOUNTS, at=at, on=on)
    elif actor.current().kind is not actor.ActorKind.SYSTEM:
        raise NotTheInstallation
