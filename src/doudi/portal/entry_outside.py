"""Citizens enter by a provider of identities, which tells their name, resident number and phone."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doudi.accounts import oidc
from doudi.accounts.options import Provider
from doudi.accounts.services.open_citizen_account import link_citizen, open_citizen_account
from doudi.kernel import clock
from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong
from doudi.portal.entry_form import Who
from doudi.portal.entry_session import enter

KEPT = "doudi.oidc.citizen"
NEXT = "next"


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    if settings.DOUDI_OIDC_CITIZENS is None:
        return HttpResponseRedirect(reverse("portal:enter"))
    address, kept = oidc.begin(settings.DOUDI_OIDC_CITIZENS, back=_back(request))
    request.session[KEPT] = {**kept, NEXT: request.GET.get(NEXT, "")}
    return HttpResponseRedirect(address)


@never_cache
@require_safe
def finish(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider vouches for. Raises IdentityRefused."""
    provider, kept = settings.DOUDI_OIDC_CITIZENS, request.session.pop(KEPT, None)
    if provider is None or kept is None:
        return HttpResponseRedirect(reverse("portal:enter"))
    claims = oidc.finish(provider, kept, dict(request.GET.items()), back=_back(request))
    who, moment = _who(provider, claims), clock.read(os.environ)
    account = open_citizen_account(name=who.name, number=who.number, phone=who.phone, on=moment.today)
    link_citizen(account=account, issuer=provider.issuer, subject=str(claims["sub"]))
    return enter(request, account, moment, back=kept[NEXT])


def _who(provider: Provider, claims: dict[str, Any]) -> Who:
    name, number, phone = (str(claims.get(claim, "")).strip() for claim in provider.claims)
    try:
        return Who(name, ResidentNumber.parse(number), phone)
    except ResidentNumberWrong as error:
        raise oidc.IdentityRefused(label=provider.label) from error


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("portal:enter_back"))
