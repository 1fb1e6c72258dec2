"""Who is signed in, as pages see it. The middleware of the project makes it once a request; nothing here knows HTTP.

somebody = signed_in(request)                 # raises NotSignedIn
confirm(case=case, by=officer_of(request), on=somebody.on)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, TypeVar

from doudi.accounts.models import Account, Citizen, Office, Officer, Post
from doudi.accounts.roles import MAY, Act
from doudi.audit.actor import Actor, ActorKind
from doudi.kernel.errors import NotAllowed

ON_REQUEST: Final = "doudi_signed_in"
"""The attribute of a request under which the middleware leaves who is signed in."""
ADDRESS: Final = "doudi_address"
"""And where the request comes from."""
ENDED: Final = "doudi_ended"
"""The attribute under which it leaves the key of the account whose session it has just ended."""
OFFICE: Final = "doudi.office"
FACTOR: Final = "doudi.factor"
SEEN: Final = "doudi.seen"
BEGAN: Final = "doudi.began"
"""Keys of the session: the office chosen, whether the second factor was given, when last used, when begun."""

View = TypeVar("View", bound=Callable[..., Any])


class NotSignedIn(NotAllowed):
    """Nobody is signed in, or not as who the page is for."""

    code = "accounts.not_signed_in"
    sentence = "请先登录。"


class NoPost(NotAllowed):
    """The officer has no post today, so there is nothing they may do."""

    code = "accounts.no_post"
    sentence = "您今天没有在任的岗位，不能办理业务；请联系账号管理员。"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at one moment: an officer with the posts of today and the office they chose, or a citizen."""

    account: Account
    on: date
    at: datetime
    officer: Officer | None = None
    posts: tuple[Post, ...] = ()
    office: Office | None = None
    gave_second_factor: bool = False

    @property
    def offices(self) -> tuple[Office, ...]:
        """The offices to choose from, in the order of appointment."""
        return tuple(dict.fromkeys(post.office for post in self.posts))

    @property
    def roles(self) -> frozenset[str]:
        """The roles held today, wherever."""
        return frozenset(post.role for post in self.posts)

    @property
    def acts(self) -> frozenset[Act]:
        """What the posts at the chosen office allow: which links a page shows."""
        return _acts_of(frozenset(post.role for post in self.posts if post.office == self.office))

    @property
    def actor(self) -> Actor:
        """The actor of this request; an officer without office sees what nobody sees."""
        if self.officer is None:
            return Actor.citizen(self.account.pk)
        if self.office is None:
            return Actor(ActorKind.OFFICER, self.account.pk)
        return Actor.officer(self.account.pk, office=self.office.pk, place=self.office.place)


@cache
def _acts_of(roles: frozenset[str]) -> frozenset[Act]:
    return frozenset(act for role in roles for act in MAY[role])


def signed_in(request: object) -> SignedIn:
    """Return who is signed in. Raises NotSignedIn."""
    somebody = getattr(request, ON_REQUEST, None)
    if somebody is None:
        raise NotSignedIn
    return somebody


def officer_of(request: object) -> Officer:
    """Return the officer who asks, at an office of theirs. Raises NotSignedIn, NoPost."""
    somebody = signed_in(request)
    if somebody.officer is None:
        raise NotSignedIn
    if somebody.office is None:
        raise NoPost
    return somebody.officer


def citizen_of(request: object) -> Citizen:
    """Return the citizen who asks. Raises NotSignedIn."""
    somebody = signed_in(request)
    found = Citizen.objects.filter(account=somebody.account).first()
    if found is None:
        raise NotSignedIn
    return found


def address_of(request: object) -> str:
    """Return the address a request comes from, as the middleware found it."""
    return getattr(request, ADDRESS, "")


def keeps_writes(view: View) -> View:
    """Mark a view whose writes stay although it answers with 400 or more."""
    view.keeps_writes = True  # type: ignore[attr-defined]
    return view


def keeps_nothing(view: View) -> View:
    """Mark a view of whose answers nothing is kept, in no session either."""
    view.keeps_nothing = True  # type: ignore[attr-defined]
    return view


def shown_once(view: View) -> View:
    """Mark a view whose answer to a form is shown a single time: it has a secret that is kept nowhere."""
    view.shown_once = True  # type: ignore[attr-defined]
    return view


def for_anybody(view: View) -> View:
    """Mark a page of the desk that is there for whoever is not signed in."""
    view.for_anybody = True  # type: ignore[attr-defined]
    return view


def for_the_unready(view: View) -> View:
    """Mark a page of the desk for who still has to change a password or enrol a second factor."""
    view.for_the_unready = True  # type: ignore[attr-defined]
    return view
