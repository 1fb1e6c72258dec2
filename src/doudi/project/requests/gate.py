"""The gate of the desk: every page there is for officers who are ready to work, unless the page says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from doudi.accounts.models import AccountKind
from doudi.accounts.signed_in import ON_REQUEST, SignedIn, officer_of

DESK = "desk"


def answer_at_the_gate(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
    """Return where to go first, or None where the page may be entered. Raises NoPost."""
    match = request.resolver_match
    if match is None or DESK not in match.namespaces or getattr(view, "for_anybody", False):
        return None
    somebody: SignedIn | None = getattr(request, ON_REQUEST, None)
    if somebody is None or somebody.account.kind != AccountKind.OFFICER:
        return _go(request, "desk:sign_in", come_back=True)
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


def _go(request: HttpRequest, name: str, *, come_back: bool = False) -> HttpResponse:
    back = request.get_full_path() if come_back and request.method == "GET" else ""
    address = reverse(name) + (f"?{urlencode({'next': back})}" if back else "")
    if request.headers.get("HX-Request"):  # a part of a page would be swapped for the whole page of signing in
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
