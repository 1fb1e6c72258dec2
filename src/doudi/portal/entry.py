"""Citizens enter: by a code to their phone, a code the window printed, or a provider of identities; and leave.

Every answer is the same whether or not anybody is known: nothing is looked up before a code has been proved.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from doudi.accounts.limits import TooManyTries, count_entry
from doudi.accounts.models import AccountKind
from doudi.accounts.outbound import NoAnswer, post_json
from doudi.accounts.services.codes import CodeUnfit, phone_code, take_phone_code
from doudi.accounts.services.open_citizen_account import open_citizen_account
from doudi.accounts.signed_in import ON_REQUEST, SignedIn, address_of, keeps_writes
from doudi.flows.enter_by_window_code import enter_by_window_code
from doudi.kernel import clock
from doudi.kernel.clock import Moment
from doudi.kernel.masking import masked_phone
from doudi.portal.entry_form import CODE, NAME, NUMBER, PAPER, PHONE, Form, Who, read_form, refused
from doudi.portal.entry_session import enter, remember, remembered

NEXT = "next"
TOO_MANY, UNFIT, NOT_NOW = 429, 422, 409
NOT_SENT = "短信暂时发不出去，请过几分钟再试，或者到乡镇（街道）社会救助窗口办理。"
View = Callable[..., HttpResponse]


def citizens_only(view: View) -> View:
    """Send whoever is not a citizen signed in to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        somebody: SignedIn | None = getattr(request, ON_REQUEST, None)
        if somebody is None or somebody.account.kind != AccountKind.CITIZEN:
            back = request.get_full_path() if request.method == "GET" else ""
            return HttpResponseRedirect(f"{reverse('portal:enter')}?{urlencode({NEXT: back})}")
        return view(request, *args, **kwargs)

    return guarded


@keeps_writes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for name, number and phone, and send a code to the phone."""
    back = (request.POST if request.method == "POST" else request.GET).get(NEXT, "")
    if request.method != "POST":
        return _ask_page(request, Form((NAME, NUMBER, PHONE)), back)
    form = read_form(request.POST, NAME, NUMBER, PHONE)
    if form.who is None:
        return _ask_page(request, form, back, UNFIT)
    moment = clock.read(os.environ)
    try:
        _count(request, form.who, moment)
        _send(form.who, moment)
    except TooManyTries as error:
        return _ask_page(request, refused(form, str(error)), back, TOO_MANY)
    except NoAnswer:
        return _ask_page(request, refused(form, NOT_SENT), back, NOT_NOW)
    remember(request, form.who, back)
    return HttpResponseRedirect(reverse("portal:enter_code"))


def _ask_page(request: HttpRequest, form: Form, back: str, status: int = 200) -> HttpResponse:
    told = {
        "form": form,
        "back": back,
        "by_phone": bool(settings.DOUDI_SMS_URL),
        "provider": settings.DOUDI_OIDC_CITIZENS,
    }
    return render(request, "entry/ask.html", told, status=status)


def _send(who: Who, moment: Moment) -> None:
    """Make a code and hand it to the provider of short messages."""
    if not settings.DOUDI_SMS_URL:
        raise NoAnswer(host="")
    code = phone_code(number=who.number, phone=who.phone, at=moment.at)
    minutes = int(settings.DOUDI_ENTRY.code_life.total_seconds() // 60)
    text = f"【社会救助】验证码 {code}，{minutes} 分钟内有效。不要告诉别人，工作人员也不会向您要。"
    post_json(settings.DOUDI_SMS_URL, {"phone": who.phone, "text": text})


def _count(request: HttpRequest, who: Who, moment: Moment) -> None:
    count_entry(
        settings.DOUDI_ENTRY, person=who.number.full, phone=who.phone, address=address_of(request), at=moment.at
    )


@keeps_writes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code, and let in."""
    kept = remembered(request)
    if kept is None:
        return HttpResponseRedirect(reverse("portal:enter"))
    who, back = kept
    if request.method != "POST":
        return _code_page(request, Form((CODE,)), who)
    moment = clock.read(os.environ)
    try:
        _count(request, who, moment)
        take_phone_code(number=who.number, phone=who.phone, code=request.POST.get("code", ""), at=moment.at)
    except (TooManyTries, CodeUnfit) as error:
        status = TOO_MANY if isinstance(error, TooManyTries) else UNFIT
        return _code_page(request, refused(Form((CODE,)), str(error)), who, status)
    account = open_citizen_account(name=who.name, number=who.number, phone=who.phone, on=moment.today)
    return enter(request, account, moment, back=back)


def _code_page(request: HttpRequest, form: Form, who: Who, status: int = 200) -> HttpResponse:
    told = {"form": form, "phone": masked_phone(who.phone)}
    return render(request, "entry/code.html", told, status=status)


@keeps_writes
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def window(request: HttpRequest) -> HttpResponse:
    """Let in with the code that the window printed. Raises what `open_to_applicant` raises."""
    if request.method != "POST":
        return _window_page(request, Form((NAME, NUMBER, PAPER)))
    form = read_form(request.POST, NAME, NUMBER, PAPER)
    if form.who is None:
        return _window_page(request, form, UNFIT)
    moment = clock.read(os.environ)
    try:
        _count(request, form.who, moment)
        paper = request.POST.get(PAPER.name, "")
        account = enter_by_window_code(
            name=form.who.name, number=form.who.number, code=paper, on=moment.today, at=moment.at
        )
    except TooManyTries as error:
        return _window_page(request, refused(form, str(error), at=PAPER), TOO_MANY)
    except CodeUnfit as error:
        return _window_page(request, refused(form, str(error), at=PAPER), UNFIT)
    return enter(request, account, moment, back=reverse("portal:matters"))


def _window_page(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    return render(request, "entry/window.html", {"form": form}, status=status)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("portal:home"))
