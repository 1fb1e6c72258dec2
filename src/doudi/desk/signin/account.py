"""One's own account: password, second factor, recovery codes, the office one works for."""

from __future__ import annotations

import segno
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts.limits import LockedOut
from doudi.accounts.models import SecondFactor
from doudi.accounts.services.change_password import change_password
from doudi.accounts.services.second_factor import CodeWrong, enrol, enrolment_address, new_secret, renew_recovery_codes
from doudi.accounts.signed_in import FACTOR, OFFICE, SignedIn, for_the_unready, keeps_writes, shown_once, signed_in
from doudi.desk.signin.entering import checked
from doudi.desk.signin.fields import AGAIN, FIRST_CODE, NEW, OLD, errors_of, refused
from doudi.faces.fields import Field
from doudi.kernel.errors import NotKnown, Refused

SECRET = "doudi.secret"  # noqa: S105 - the key of the session under which the secret waits for its first code


class NoSuchOffice(NotKnown):
    """The officer has no post at this office today."""

    code = "desk.no_such_office"
    sentence = "您今天在这个单位没有岗位。"


@for_the_unready
@never_cache
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, for which office, and what can be changed."""
    somebody = signed_in(request)
    told = {"somebody": somebody, "has_factor": SecondFactor.objects.filter(account=somebody.account).exists()}
    return render(request, "signin/account.html", told)


@require_POST
def choose_office(request: HttpRequest) -> HttpResponse:
    """Work for another of one's offices from now on. Raises NoSuchOffice."""
    wanted = request.POST.get("office", "")
    office = next((each for each in signed_in(request).offices if str(each.pk) == wanted), None)
    if office is None:
        raise NoSuchOffice
    request.session[OFFICE] = office.pk
    return HttpResponseRedirect(reverse("desk:start"))


@keeps_writes
@for_the_unready
@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password. A wrong old one is counted as at signing in, also when it is refused."""
    somebody = signed_in(request)
    if request.method != "POST":
        return _password_page(request, (OLD, NEW, AGAIN), somebody)
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    try:
        is_right = checked(request, somebody.account.login, old, at=somebody.at) is not None
    except LockedOut as error:
        return _password_page(request, (refused(OLD, str(error)), NEW, AGAIN), somebody, status=429)
    if not is_right:
        return _password_page(request, (refused(OLD, "原密码不对。"), NEW, AGAIN), somebody, status=422)
    if new != request.POST.get("again", ""):
        return _password_page(request, (OLD, NEW, refused(AGAIN, "两遍写的不一样。")), somebody, status=422)
    try:
        change_password(account=somebody.account, password=new, on=somebody.on)
    except Refused as error:
        return _password_page(request, (OLD, refused(NEW, str(error)), AGAIN), somebody, status=422)
    update_session_auth_hash(request, somebody.account)
    return HttpResponseRedirect(reverse("desk:start"))


def _password_page(
    request: HttpRequest, boxes: tuple[Field, ...], somebody: SignedIn, status: int = 200
) -> HttpResponse:
    told = {"boxes": boxes, "errors": errors_of(boxes), "somebody": somebody}
    return render(request, "signin/password.html", told, status=status)


@shown_once
@for_the_unready
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator: show its secret as picture and text, take the first code, show the recovery codes."""
    somebody = signed_in(request)
    if SecondFactor.objects.filter(account=somebody.account).exists():
        return HttpResponseRedirect(reverse("desk:account"))
    secret = request.session.setdefault(SECRET, new_secret())
    if request.method != "POST":
        return _enrolment_page(request, somebody, secret, FIRST_CODE)
    try:
        given = request.POST.get("code", "")
        codes = enrol(account=somebody.account, secret=secret, code=given, at=somebody.at, on=somebody.on)
    except CodeWrong as error:
        return _enrolment_page(request, somebody, secret, refused(FIRST_CODE, str(error)), status=422)
    del request.session[SECRET]
    request.session[FACTOR] = True
    return render(request, "signin/recovery_codes.html", {"codes": codes})


def _enrolment_page(
    request: HttpRequest, somebody: SignedIn, secret: str, box: Field, status: int = 200
) -> HttpResponse:
    picture = segno.make(enrolment_address(secret, somebody.account.login)).svg_data_uri(scale=5, border=4)
    spelled = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    told = {"picture": picture, "secret": spelled, "boxes": (box,), "errors": errors_of((box,))}
    return render(request, "signin/second_factor.html", told, status=status)


@shown_once
@never_cache
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    somebody = signed_in(request)
    if not SecondFactor.objects.filter(account=somebody.account).exists():
        return HttpResponseRedirect(reverse("desk:second_factor"))
    codes = renew_recovery_codes(account=somebody.account, on=somebody.on)
    return render(request, "signin/recovery_codes.html", {"codes": codes})
