"""The gate of the desk: every page there is for officers who are ready to work, unless the page says otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from doudi.accounts.models import AccountKind
from doudi.accounts.signed_in import ENDED, ON_REQUEST, SignedIn, officer_of
from doudi.desk.left import leave
from doudi.kernel import clock
from doudi.project.requests.problems import came_from

DESK = "desk"


def answer_at_the_gate(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """Return where to go first, or None where the page may be entered. Raises NoPost."""
    match = request.resolver_match
    if match is None or DESK not in match.namespaces or getattr(view, "for_anybody", False):
        return None
    somebody: SignedIn | None = getattr(request, ON_REQUEST, None)
    if somebody is None or somebody.account.kind != AccountKind.OFFICER:
        return _to_the_door(request, view)
    if getattr(view, "for_the_unready", False):
        return None
    if somebody.account.is_password_temporary and somebody.account.has_usable_password():
        return _go(request, "desk:password")
    if lacks_second_factor(somebody):
        return _go(request, "desk:second_factor")
    officer_of(request)
    return None


def lacks_second_factor(somebody: SignedIn) -> bool:
    """Say whether a role of today needs a second factor that was not given; who has none yet has to enrol one."""
    return not somebody.gave_second_factor and not settings.DOUDI_SECOND_FACTOR_ROLES.isdisjoint(somebody.roles)


def _to_the_door(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse:
    """Send to sign in, and back afterwards: to the page that was asked for, or the one a form was sent from."""
    if request.method != "POST":
        return _go(request, "desk:sign_in", back=request.get_full_path())
    came, at = came_from(request), clock.read(os.environ).at.timestamp()
    refills = getattr(view, "refills", False) and came.partition("?")[0] in ("", request.path)
    leave(request, account=getattr(request, ENDED, None), at=at, refills=refills)
    return _go(request, "desk:sign_in", back=request.get_full_path() if refills else came)


def _go(request: HttpRequest, name: str, *, back: str = "") -> HttpResponse:
    address = reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request"):  # a part of a page would be swapped for the whole page of signing in
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
