"""Where an administrator begins: offices and people of their place; one person; somebody new; a new office."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from doudi.accounts.models import Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.queries import officers_under, offices_under
from doudi.accounts.roles import Act
from doudi.accounts.services.open_office import open_office
from doudi.accounts.services.take_on import take_on
from doudi.accounts.signed_in import SignedIn
from doudi.desk.doing.deeds import chosen_of, needed
from doudi.desk.frame import PEOPLE
from doudi.desk.pages import asking, done, officer, page, place, texts
from doudi.desk.people import forms
from doudi.desk.people.acts import ACTS, NoSuchAct
from doudi.desk.people.shown import offices_table, people_table, person_shown
from doudi.faces.fields import FieldError
from doudi.kernel.errors import DoudiError, NotAllowed, NotKnown, NotNow, Refused

MOST = 100
"""So many people a page; more are found by name."""
LONGEST = 60
UNPROCESSABLE, CONFLICT = 422, 409


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
    """Show one person, or do something about their posts or account. Raises MayNot; 404 for nobody of the place."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    found = _found(somebody, officer)
    if request.method != "POST":
        return _person(request, somebody, found, {})
    given = texts(request.POST)
    perform = ACTS.get(given.get("do", ""))
    try:
        if perform is None:
            raise NoSuchAct
        told, password = perform(found, given, somebody)
    except MayNot:
        raise
    except (Refused, NotNow, NotKnown, NotAllowed) as error:
        return _person(request, somebody, found, given, error)
    if password:
        return _password(request, found, password)
    return done(request, told, reverse("desk:person", args=[found.pk]))


def _found(somebody: SignedIn, key: int) -> Officer:
    found = officers_under(place(somebody)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _person(
    request: HttpRequest, somebody: SignedIn, found: Officer, given: Mapping[str, str], error: DoudiError | None = None
) -> HttpResponse:
    usual = forms.ROLE if given.get("do") == "appoint" else "act"
    wrong = {forms.wrong_field(error, usual): str(error)} if error else {}
    context = {
        "person": person_shown(found, somebody), "errors": [FieldError(name, told) for name, told in wrong.items()],
        "office": forms.offices(offices_under(place(somebody), somebody.on), given, wrong),
        "role": forms.roles(given, wrong),
    }  # fmt: skip
    return page(request, "desk/people/person.html", context, current=PEOPLE, status=_status(error))


def _status(error: DoudiError | None) -> int:
    return 200 if error is None else UNPROCESSABLE if isinstance(error, Refused) else CONFLICT


def _password(request: HttpRequest, found: Officer, password: str) -> HttpResponse:
    """Show a one-time password; this page is the only one that ever does."""
    context = {"person": found, "login": found.account.login, "password": password}
    return page(request, "desk/people/password.html", context, current=PEOPLE)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take somebody on: account, one-time password and first post, all or nothing. Raises MayNot."""
    somebody = asking(request, Act.MANAGE_ACCOUNTS)
    if request.method != "POST":
        return _new(request, somebody, {})
    given = texts(request.POST)
    try:
        post, password = take_on(
            login=forms.short(given, forms.LOGIN), name=forms.short(given, forms.NAME), role=forms.chosen_role(given),
            office=chosen_of(offices_under(place(somebody), somebody.on), given, forms.OFFICE, "单位"),
            by=officer(somebody), on=somebody.on,
        )  # fmt: skip
    except (Refused, NotNow) as error:
        return _new(request, somebody, given, error)
    return _password(request, post.officer, password)


def _new(
    request: HttpRequest, somebody: SignedIn, given: Mapping[str, str], error: DoudiError | None = None
) -> HttpResponse:
    wrong = {forms.wrong_field(error, forms.ROLE): str(error)} if error else {}
    fields = [
        forms.written(forms.NAME, given, wrong), forms.written(forms.LOGIN, given, wrong),
        forms.offices(offices_under(place(somebody), somebody.on), given, wrong), forms.roles(given, wrong),
    ]  # fmt: skip
    context = {"fields": fields, "errors": [FieldError(name, told) for name, told in wrong.items()]}
    return page(request, "desk/people/new.html", context, current=PEOPLE, status=_status(error))


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
            kind=forms.chosen_kind(given), name=forms.short(given, forms.NAME),
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
    fields = [forms.kinds(given, wrong), *(forms.written(name, given, wrong) for name in (
        forms.NAME, forms.PLACE, forms.PHONE, forms.ADDRESS))]  # fmt: skip
    context = {"fields": fields, "errors": [FieldError(name, told) for name, told in wrong.items()]}
    return page(request, "desk/people/office.html", context, current=PEOPLE, status=_status(error))
