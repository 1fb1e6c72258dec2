"""Doing something to a case: the page that asks, and the POST that does it. Of two officers the first one wins."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from doudi.accounts.roles import Act
from doudi.casework.state import AlreadyHandled
from doudi.desk.addresses import with_query
from doudi.desk.case.calculation import EVALUATES, purpose_now
from doudi.desk.case.opened import Opened, note_seen, opened
from doudi.desk.doing.deeds import AnswerNeeded, Deed, NotOffered
from doudi.desk.doing.offered import DEEDS, is_offered
from doudi.desk.left import refills, typed_before
from doudi.desk.pages import asking, done, officer, page, texts
from doudi.faces.fields import FieldError, anchor
from doudi.flows.evaluate import evaluate
from doudi.kernel.errors import DoudiError, NotKnown, NotNow, Refused

REFUSED, CONFLICT = 422, 409
LONGEST_VERSION = 9


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask what an act asks, or do it. Raises NotAllowed; what is wrong in the form comes back in the form.

    What is not offered is not asked either; who sends it all the same hears why from the act itself.
    """
    found = opened(request, number)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if request.method != "POST":
        if not is_offered(deed, found):
            return _too_late(request, found, NotOffered(act=deed.label))
        note_seen(found, "case_seen", deed.label)
        return _form(request, found, deed, texts(typed_before(request) or QueryDict()), None)
    given = texts(request.POST)
    seen = given.get("version", "")
    if not seen.isdecimal() or len(seen) > LONGEST_VERSION or int(seen) != found.case.version:
        return _too_late(request, found, AlreadyHandled(number=found.case.number))
    try:
        told = deed.perform(found, given, officer(found.somebody))
    except NotNow as error:
        return _too_late(request, found, error)
    except (Refused, NotKnown) as error:
        return _form(request, found, deed, given, error)
    return done(request, told, reverse("desk:case", args=[number]))


def _form(
    request: HttpRequest, found: Opened, deed: Deed, given: dict[str, str], error: DoudiError | None
) -> HttpResponse:
    fields = deed.fields(found, given) if deed.fields else []
    wrong = error.field if isinstance(error, AnswerNeeded) else ""
    shown = [replace(each, error=str(error)) if each.name == wrong else each for each in fields]
    context = {
        "case": found.case, "deed": deed, "fields": shown, "version": found.case.version,
        "lines": [line for line in deed.told(found) if line] if deed.told else [],
        "errors": [FieldError(anchor(wrong or "act"), str(error))] if error else [],
    }  # fmt: skip
    status = REFUSED if error else 200
    return page(request, "desk/case/do.html", context, current=found.case.step, status=status)


def _too_late(request: HttpRequest, found: Opened, error: NotNow) -> HttpResponse:
    """Say that it cannot be done now, and lead back to the case as it stands now."""
    context = {"case": found.case, "sentence": str(error), "code": error.code}
    return page(request, "desk/case/conflict.html", context, current=found.case.step, status=CONFLICT)


@require_POST
def determine(request: HttpRequest, number: str) -> HttpResponse:
    """Determine by what counts now. Raises what `evaluate` raises."""
    asking(request, *EVALUATES)
    found = opened(request, number, Act.READ_CASE)
    by = officer(found.somebody)
    evaluate(application=found.case.application, purpose=purpose_now(found), by=by, on=found.on)
    address = with_query("desk:case", {"tab": "calculation"}, number)
    return done(request, "已按现在认定的情况测算。", address)
