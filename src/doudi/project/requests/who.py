"""Who asks: the session, how long it lives, and the posts and office behind it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from doudi.accounts.models import Account, AccountKind, Office, Officer, Post
from doudi.accounts.queries import held_on
from doudi.accounts.signed_in import BEGAN, ENDED, FACTOR, OFFICE, SEEN, SignedIn
from doudi.kernel.clock import Moment

SECONDS_BETWEEN_NOTES = 60
"""That a session is in use is written down once a minute, not at each page."""


def who_asks(request: HttpRequest, moment: Moment) -> SignedIn | None:
    """Return who is signed in; a session that was idle or lasted too long is ended here."""
    if not request.user.is_authenticated:
        return None
    if not _still_lives(request.session, moment.at.timestamp()):
        setattr(request, ENDED, request.user.pk)
        request.session.flush()
        return None
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - AUTH_USER_MODEL; for the type checker
    gave = bool(request.session.get(FACTOR))
    if account.kind != AccountKind.OFFICER:
        return SignedIn(account, moment.today, moment.at, gave_second_factor=gave)
    posts = _posts(account, moment)
    officer = posts[0].officer if posts else Officer.objects.get(account=account)
    office = _chosen(posts, request.session.get(OFFICE))
    return SignedIn(account, moment.today, moment.at, officer, posts, office, gave)


def _still_lives(session: SessionBase, now: float) -> bool:
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.DOUDI_SECONDS_IDLE:
        return False
    if now - seen > SECONDS_BETWEEN_NOTES:
        session[SEEN] = now
    return True


def _posts(account: Account, moment: Moment) -> tuple[Post, ...]:
    held = Post.objects.filter(held_on(moment.today), officer__account=account)
    return tuple(held.select_related("officer", "office").order_by("pk"))


def _chosen(posts: tuple[Post, ...], wanted: object) -> Office | None:
    """The office of the session while a post there is held; otherwise the first."""
    offices = [post.office for post in posts]
    return next((office for office in offices if office.pk == wanted), offices[0] if offices else None)
