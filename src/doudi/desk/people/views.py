"""Where an administrator begins: offices and people of their place; one person; somebody new; a new office."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from doudi.accounts.models import Officer, Post
from doudi.accounts.permissions import MayNot
from doudi.accounts.queries import officers_under, offices_under
from doudi.accounts.roles import Act
from doudi.accounts.services.open_office import open_office
from doudi.accounts.services.open_officer_account import LoginTaken
from doudi.accounts.services.take_on import take_on
from doudi.accounts.services.undo_appointment import ReasonMissing
from doudi.accounts.signed_in import SignedIn
from doudi.desk.doing.deeds import chosen_of, needed
from doudi.desk.frame import PEOPLE
from doudi.desk.pages import asking, done, officer, page, place, texts
from doudi.desk.people import forms
from doudi.desk.people.acts import DEEDS, NoSuchAct, Sure, rehearse
from doudi.desk.people.once import keep, take
from doudi.desk.people.shown import offices_table, people_table, person_shown
from doudi.faces.fields import FieldError, in_chinese
from doudi.kernel.errors import DoudiError, NotAllowed, NotKnown, NotNow, Refused

MOST = 100
"""So many people a page; more are found by name."""
LONGEST = 60
UNPROCESSABLE, CONFLICT = 422, 409
SURE, YES, EDIT = "sure", "yes", "edit"
"""What the button of a page sends that asks before an act."""


class OutOfReach(Refused):
    """The place of a new office is not that of the administrator, nor below it."""

    code = "desk.out_of_reach"
    sentence = "不在本辖区，只能在本地和下级设立单位。"


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List offices and people of the place. Raises MayNot."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    here, wanted = place(somebody), request.GET.get("q", "").strip()[:LONGEST]
    found = officers_under(here)
    if wanted:
        found = found.filter(Q(name__startswith=wanted) | Q(account__login=wanted))
    listed = list(found[: MOST + 1])
    context = {
        "wanted": wanted, "more": len(listed) > MOST, "people": people_table(listed[:MOST], somebody.on),
        "offices": offices_table(offices_under(here, somebody.on)),
    }  # fmt: skip
    return page(request, "desk/people/list.html", context, current=PEOPLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, officer: int) -> HttpResponse:
    """Show one person; ask about an act on their posts or account, then do it. Raises MayNot; 404 for nobody here."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    found = _found(somebody, officer)
    if request.method != "POST":
        return _person(request, somebody, found, {})
    given = texts(request.POST)
    deed = DEEDS.get(given.get("do", ""))
    try:
        if deed is None:
            raise NoSuchAct
        if given.get(SURE) != YES:
            rehearse(deed, found, given, somebody)
            return _sure(request, found, given, deed.ask(found, given, somebody))
        told, password = deed.perform(found, given, somebody)
    except MayNot:
        raise
    except ReasonMissing as error:
        return _sure(request, found, given, DEEDS["undo"].ask(found, given, somebody), error)
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        return _person(request, somebody, found, given, error)
    return _once(request, found, password) if password else done(request, told, _address(found))


def _found(somebody: SignedIn, key: int) -> Officer:
    found = officers_under(place(somebody)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _address(found: Officer) -> str:
    return reverse("desk:person", args=[found.pk])


def _sure(
    request: HttpRequest, found: Officer, given: Mapping[str, str], sure: Sure, error: DoudiError | None = None
) -> HttpResponse:
    """Ask before an act on somebody."""
    wrong = {forms.BECAUSE: str(error)} if error else {}
    context = {
        "sure": sure, "name": found.name, "back": _address(found), "errors": _errors(wrong),
        "sent": [(name, given.get(name, "")) for name in ("do", forms.OFFICE, forms.ROLE, forms.POST)],
        "why": forms.written(forms.BECAUSE, given, wrong) if sure.asks_why else None,
    }  # fmt: skip
    return page(request, "desk/people/sure.html", context, current=PEOPLE, status=_status(error))


def _person(
    request: HttpRequest, somebody: SignedIn, found: Officer, given: Mapping[str, str], error: DoudiError | None = None
) -> HttpResponse:
    usual = forms.ROLE if given.get("do") == "appoint" else "act"
    wrong = {forms.wrong_field(error, usual): str(error)} if error else {}
    context = {
        "person": person_shown(found, somebody), "errors": _errors(wrong),
        "office": forms.offices(offices_under(place(somebody), somebody.on), given, wrong),
        "role": forms.roles(given, wrong),
    }  # fmt: skip
    return page(request, "desk/people/person.html", context, current=PEOPLE, status=_status(error))


def _errors(wrong: Mapping[str, str]) -> list[FieldError]:
    return [FieldError(name, told) for name, told in wrong.items()]


def _status(error: DoudiError | None) -> int:
    return 200 if error is None else UNPROCESSABLE if isinstance(error, Refused) else CONFLICT


def _once(request: HttpRequest, found: Officer, made: str) -> HttpResponse:
    """Go on to the page that shows a one-time password, so that loading it again makes no other."""
    keep(request, found, made)
    return _to_password(found)


def _to_password(found: Officer) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:person_password", args=[found.pk]))


@never_cache
@require_safe
def password(request: HttpRequest, officer: int) -> HttpResponse:
    """Show a one-time password, the first time; afterwards say that it was shown. Raises MayNot; 404 as `person`."""
    found = _found(asking(request, Act.MANAGE_ACCOUNTS), officer)
    shown = take(request, found) if request.method == "GET" else ""
    context = {"person": found, "login": found.account.login, "password": shown}
    return page(request, "desk/people/password.html", context, current=PEOPLE)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take somebody on, having asked: account, one-time password and first post, all or nothing. Raises MayNot."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    given = texts(request.POST)
    if request.method != "POST" or given.get(SURE) == EDIT:
        return _new(request, somebody, given)
    try:
        with transaction.atomic():
            post, made = _taken_on(somebody, given)
            if given.get(SURE) != YES:
                transaction.set_rollback(True)
    except (Refused, NotNow) as error:
        made_before = _sent_twice(somebody, given) if isinstance(error, LoginTaken) else None
        return _to_password(made_before) if made_before else _new(request, somebody, given, error)
    if given.get(SURE) != YES:
        return _sure_of_new(request, somebody, given, post)
    return _once(request, post.officer, made)


def _sent_twice(somebody: SignedIn, given: Mapping[str, str]) -> Officer | None:
    """Return who was taken on by the very same form, sent twice by one double click."""
    if given.get(SURE) != YES:
        return None
    same = officers_under(place(somebody)).filter(account__login=given[forms.LOGIN], name=given[forms.NAME].strip())
    return same.filter(account__is_password_temporary=True, account__last_login=None).first()


def _taken_on(somebody: SignedIn, given: Mapping[str, str]) -> tuple[Post, str]:
    return take_on(
        login=forms.short(given, forms.LOGIN), name=forms.short(given, forms.NAME), role=forms.chosen_role(given),
        office=chosen_of(offices_under(place(somebody), somebody.on), given, forms.OFFICE, "单位"),
        by=officer(somebody), on=somebody.on,
    )  # fmt: skip


def _sure_of_new(request: HttpRequest, somebody: SignedIn, given: Mapping[str, str], post: Post) -> HttpResponse:
    sure = Sure(
        title=f"为{post.officer.name}开户，任命为{post.office.name}的{post}？", button="确认开户并任命",
        told=(f"登录名：{given[forms.LOGIN]}。", f"{in_chinese(somebody.on)}（今天）起任职。", "初始密码显示一次。"),
    )  # fmt: skip
    sent = [(name, given[name]) for name in (forms.NAME, forms.LOGIN, forms.OFFICE, forms.ROLE)]
    context = {"sure": sure, "name": "新增人员", "sent": sent, "errors": [], "why": None}
    return page(request, "desk/people/sure.html", context, current=PEOPLE)


def _new(
    request: HttpRequest, somebody: SignedIn, given: Mapping[str, str], error: DoudiError | None = None
) -> HttpResponse:
    wrong = {forms.wrong_field(error, forms.ROLE): str(error)} if error else {}
    fields = [
        forms.written(forms.NAME, given, wrong), forms.written(forms.LOGIN, given, wrong),
        forms.offices(offices_under(place(somebody), somebody.on), given, wrong), forms.roles(given, wrong),
    ]  # fmt: skip
    context = {
        "title": "新增人员", "up": _up(), "fields": fields, "errors": _errors(wrong), "submit": "开户并任命",
        "lead": "开户以后显示一次初始密码，请当面告诉本人，首次登录须更换。",
    }  # fmt: skip
    return page(request, "desk/form.html", context, current=PEOPLE, status=_status(error))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """Open an office at the place or below. Raises MayNot."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    if request.method != "POST":
        return _office(request, {})
    given = texts(request.POST)
    try:
        made = open_office(
            kind=forms.chosen_kind(given), name=forms.short(given, forms.NAME, label=forms.OFFICE_NAME),
            place=needed(given, forms.PLACE, "行政区划代码"), phone=forms.short(given, forms.PHONE),
            address=forms.short(given, forms.ADDRESS), by=officer(somebody), on=somebody.on,
        )  # fmt: skip
    except MayNot:
        return _office(request, given, OutOfReach())
    except (Refused, NotNow, NotKnown) as error:
        return _office(request, given, error)
    return done(request, f"已设立{made.name}。", reverse("desk:people"))


def _office(request: HttpRequest, given: Mapping[str, str], error: DoudiError | None = None) -> HttpResponse:
    wrong = {forms.wrong_field(error, forms.PLACE): str(error)} if error else {}
    fields = [forms.kinds(given, wrong), *(forms.written(name, given, wrong, of_office=True) for name in (
        forms.NAME, forms.PLACE, forms.PHONE, forms.ADDRESS))]  # fmt: skip
    context = {"title": "设立单位", "up": _up(), "fields": fields, "errors": _errors(wrong), "submit": "设立"}
    return page(request, "desk/form.html", context, current=PEOPLE, status=_status(error))


def _up() -> tuple[str, str]:
    return reverse("desk:people"), "单位和人员"
