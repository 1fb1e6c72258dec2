"""Who may open offices and accounts: an administrator of the place, or the command line of the installation."""

from __future__ import annotations

from datetime import date

from doudi.accounts import permissions
from doudi.accounts.models import Officer
from doudi.accounts.roles import Act
from doudi.audit import actor
from doudi.kernel.divisions import lies_in
from doudi.kernel.errors import NotAllowed


class NotTheInstallation(NotAllowed):
    """Nobody was named as the one who acts, and it is not the command line either."""

    code = "accounts.not_the_installation"
    sentence = "管理账号须由账号管理员办理。"


class PostsElsewhere(NotAllowed):
    """The officer works beyond the place too, or never worked there: a new password would open more than it may."""

    code = "accounts.posts_elsewhere"
    sentence = "{officer}在本辖区以外也有岗位，或者没有在本辖区任职，账号由上级账号管理员办理。"


def require_reach(officer: Officer, *, by: Officer | None, at: str, on: date) -> None:
    """Ask whether an administrator of `at` may touch the account itself of an officer. Raises PostsElsewhere."""
    if by is None:
        return
    places = [post.office.place for post in officer.posts.select_related("office").order_by("pk")]
    today = [post.office.place for post in permissions.posts_of(officer, on)]
    if not any(lies_in(place, at) for place in places) or not all(lies_in(place, at) for place in today):
        raise PostsElsewhere(officer=officer)


def require_administrator(by: Officer | None, *, at: str, on: date) -> None:
    """Let an administrator of the place pass; without officer, the system alone. Raises MayNot, NotTheInstallation."""
    if by is not None:
        permissions.require(by, Act.MANAGE_ACCOUNTS, at=at, on=on)
    elif actor.current().kind is not actor.ActorKind.SYSTEM:
        raise NotTheInstallation
