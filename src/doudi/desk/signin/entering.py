"""From a proved identity to a session: the second factor first, where the account has one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from doudi.accounts.limits import count_sign_in, forget_sign_in
from doudi.accounts.models import Account, Post, SecondFactor
from doudi.accounts.queries import held_on
from doudi.accounts.signed_in import BEGAN, FACTOR, SEEN, address_of
from doudi.audit.actor import Actor, ActorKind, acting
from doudi.audit.services.record import record
from doudi.desk.left import welcome
from doudi.kernel.clock import Moment

PENDING = "doudi.pending"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SECONDS_PENDING = 300
NEXT = "next"


def checked(request: HttpRequest, login_name: str, password: str, *, at: datetime) -> Account | None:
    """Return the account whose login name and password these are. Raises LockedOut after too many wrong ones."""
    where = address_of(request)
    count_sign_in(settings.DOUDI_SIGN_IN, login=login_name, address=where, at=at)
    account = authenticate(request, username=login_name, password=password)
    if not isinstance(account, Account):
        return None
    forget_sign_in(login=login_name, address=where)
    return account


def proved(request: HttpRequest, account: Account, moment: Moment, *, back: str) -> HttpResponse:
    """Go on after a password or a provider: ask for the code of the authenticator, or let in."""
    if not SecondFactor.objects.filter(account=account).exists():
        return enter(request, account, moment, back=back, gave_second_factor=False)
    request.session.cycle_key()
    request.session[PENDING] = {"account": account.pk, "since": moment.at.timestamp(), NEXT: back}
    return HttpResponseRedirect(reverse("desk:code"))


def pending(request: HttpRequest, moment: Moment) -> tuple[Account, str] | None:
    """Return who still has to give a code, and where they wanted to go; None after five minutes."""
    waiting: dict[str, Any] | None = request.session.get(PENDING)
    if waiting is None or moment.at.timestamp() - waiting["since"] > SECONDS_PENDING:
        return None
    account = Account.objects.filter(pk=waiting["account"], is_active=True).first()
    return (account, waiting[NEXT]) if account else None


def enter(
    request: HttpRequest, account: Account, moment: Moment, *, back: str, gave_second_factor: bool
) -> HttpResponse:
    """Begin the session of an account, leave an event, and go where they wanted to go."""
    request.session.pop(PENDING, None)
    login(request, account, backend=BACKEND)
    request.session[FACTOR] = gave_second_factor
    request.session[BEGAN] = request.session[SEEN] = moment.at.timestamp()
    with acting(_actor(account, moment), on=moment.today):
        record("accounts.signed_in", on=moment.today, subject=account)
    welcome(request, account)
    return HttpResponseRedirect(safe(back))


def _actor(account: Account, moment: Moment) -> Actor:
    """Return who has come in: an officer at the first of their offices of today, as the page that follows has it."""
    held = Post.objects.filter(held_on(moment.today), officer__account=account).select_related("office")
    post = held.order_by("pk").first()
    if post is None:
        return Actor(ActorKind(account.kind), account.pk)
    return Actor.officer(account.pk, office=post.office_id, place=post.office.place)


def safe(back: str) -> str:
    """Return an address of ours to go to; whatever else was asked for, the start of the desk."""
    return back if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("desk:start")
