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
from doudi.desk.case.history import last_done
from doudi.desk.case.opened import Opened, note_seen, opened
from doudi.desk.doing.deeds import AnswerNeeded, Deed, NotOffered, left_empty
from doudi.desk.doing.offered import DEEDS, is_offered
from doudi.desk.left import refills, typed_before
from doudi.desk.pages import asking, done, officer, page, texts
from doudi.faces.fields import FieldError, anchor
from doudi.flows.evaluate import evaluate
from doudi.kernel.errors import DoudiError, NotKnown, NotNow, Refused

REFUSED, CONFLICT = 422, 409
WHOLE_FORM = "act"
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
        return _form(request, found, deed, texts(typed_before(request) or QueryDict()), {})
    return _done(request, found, deed, texts(request.POST))


def _done(request: HttpRequest, found: Opened, deed: Deed, given: dict[str, str]) -> HttpResponse:
    """Do it, or say why not: who comes second, what was left empty, what the act itself refuses."""
    seen = given.get("version", "")
    if not seen.isdecimal() or len(seen) > LONGEST_VERSION or int(seen) != found.case.version:
        return _too_late(request, found, AlreadyHandled(number=found.case.number))
    if empty := _left_empty(found, deed, given):
        return _form(request, found, deed, given, empty)
    try:
        told = deed.perform(found, given, officer(found.somebody))
    except NotNow as error:
        return _too_late(request, found, error)
    except (Refused, NotKnown) as error:
        return _form(request, found, deed, given, _said_of(error))
    return done(request, told, reverse("desk:case", args=[found.case.number]))


def _left_empty(found: Opened, deed: Deed, given: dict[str, str]) -> dict[str, str]:
    """Say what was left empty; whom the act is not offered to hears from the act itself why not."""
    return left_empty(deed.fields(found, given), given) if deed.fields and is_offered(deed, found) else {}


def _said_of(error: DoudiError) -> dict[str, str]:
    """Put an error to its field, or to the whole form."""
    return {error.field if isinstance(error, AnswerNeeded) else WHOLE_FORM: str(error)}


def _form(
    request: HttpRequest, found: Opened, deed: Deed, given: dict[str, str], errors: dict[str, str]
) -> HttpResponse:
    fields = deed.fields(found, given) if deed.fields else []
    shown = [replace(each, error=errors.get(each.name, "")) for each in fields]
    context = {
        "case": found.case, "deed": deed, "fields": shown, "version": found.case.version,
        "lines": [line for line in deed.told(found) if line] if deed.told else [],
        "errors": [FieldError(anchor(name), sentence) for name, sentence in errors.items()],
        "beside": DEEDS.get(deed.beside),
    }  # fmt: skip
    status = REFUSED if errors else 200
    return page(request, "desk/case/do.html", context, current=found.case.step, status=status)


def _too_late(request: HttpRequest, found: Opened, error: NotNow) -> HttpResponse:
    """Say that it cannot be done now, and lead back to the case as it stands now."""
    context = {"case": found.case, "sentence": str(error), "code": error.code, "last": last_done(found)}
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
