"""Signing in by password, with the code of an authenticator, or by the provider of identities; signing out."""

from __future__ import annotations

import os
from dataclasses import replace

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts import oidc
from doudi.accounts.limits import LockedOut, count_sign_in, forget_sign_in
from doudi.accounts.models import AccountKind
from doudi.accounts.queries import account_of_identity
from doudi.accounts.services.second_factor import CodeWrong, check
from doudi.accounts.signed_in import for_anybody
from doudi.desk.left import ENDED, is_waiting
from doudi.desk.signin.entering import NEXT, checked, enter, pending, proved
from doudi.desk.signin.fields import CODE, LOGIN, PASSWORD, errors_of, refused
from doudi.faces.fields import Field
from doudi.kernel import clock
from doudi.kernel.errors import NotAllowed

KEPT = "doudi.oidc"
TOO_MANY = 429
SECOND_FACTOR = "second factor"
"""Codes are counted for the account, wherever they are tried from: who tries them knows the password already."""
MISMATCH = "登录名或密码不对。"


class NotLinked(NotAllowed):
    """The provider vouches for somebody whom no administrator has linked to an account."""

    code = "desk.identity_not_linked"
    sentence = "您在{label}的身份还没有绑定这里的账号，请联系账号管理员。"


@for_anybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login name and password."""
    if request.method != "POST":
        return _sign_in_page(request, (LOGIN, PASSWORD), back=request.GET.get(NEXT, ""))
    given, back = request.POST.get("login", "").strip(), request.POST.get(NEXT, "")
    moment = clock.read(os.environ)
    try:
        account = checked(request, given, request.POST.get("password", ""), at=moment.at)
    except LockedOut as error:
        return _sign_in_page(request, (refused(LOGIN, str(error), value=given), PASSWORD), back=back, status=TOO_MANY)
    if account is not None and account.kind == AccountKind.OFFICER:
        return proved(request, account, moment, back=back)
    boxes = (replace(LOGIN, value=given), refused(PASSWORD, MISMATCH))
    return _sign_in_page(request, boxes, back=back, status=422)


def _sign_in_page(request: HttpRequest, boxes: tuple[Field, ...], *, back: str, status: int = 200) -> HttpResponse:
    told = {"boxes": boxes, "errors": errors_of(boxes), "back": back, "provider": settings.DOUDI_OIDC}
    told["ended"] = ENDED if is_waiting(request) else ""
    return render(request, "signin/sign_in.html", told, status=status)


@for_anybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the authenticator."""
    moment = clock.read(os.environ)
    waiting = pending(request, moment)
    if waiting is None:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    account, back = waiting
    if request.method != "POST":
        return _code_page(request, CODE)
    try:
        count_sign_in(settings.DOUDI_SIGN_IN, login=account.login, address=SECOND_FACTOR, at=moment.at)
        check(account=account, code=request.POST.get("code", ""), at=moment.at)
    except (CodeWrong, LockedOut) as error:
        status = TOO_MANY if isinstance(error, LockedOut) else 422
        return _code_page(request, refused(CODE, str(error)), status=status)
    forget_sign_in(login=account.login, address=SECOND_FACTOR)
    return enter(request, account, moment, back=back, gave_second_factor=True)


def _code_page(request: HttpRequest, box: Field, status: int = 200) -> HttpResponse:
    return render(request, "signin/code.html", {"boxes": (box,), "errors": errors_of((box,))}, status=status)


@for_anybody
@never_cache
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider of identities; by a link, for the CSP lets forms go nowhere else."""
    if settings.DOUDI_OIDC is None:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    address, kept = oidc.begin(settings.DOUDI_OIDC, back=_back_from_outside(request))
    request.session[KEPT] = {**kept, NEXT: request.GET.get(NEXT, "")}
    return HttpResponseRedirect(address)


@for_anybody
@never_cache
@require_safe
def back_from_outside(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider vouches for, if an administrator has linked them. Raises IdentityRefused, NotLinked."""
    provider = settings.DOUDI_OIDC
    kept = request.session.pop(KEPT, None)
    if provider is None or kept is None:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    claims = oidc.finish(provider, kept, dict(request.GET.items()), back=_back_from_outside(request))
    account = account_of_identity(provider.issuer, str(claims["sub"]))
    if account is None or account.kind != AccountKind.OFFICER:
        raise NotLinked(label=provider.label)
    return proved(request, account, clock.read(os.environ), back=kept[NEXT])


def _back_from_outside(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("desk:back_from_outside"))


@for_anybody
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("desk:sign_in"))
