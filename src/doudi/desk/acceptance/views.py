"""Applications that wait: accept, tell once what is missing, send on to where they belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doudi.accounts.queries import full_name, places_under
from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.services.record import record
from doudi.casework.queries import cases_of
from doudi.desk.acceptance.shown import forms_of, programme_choices, waiting_table, wanted_of
from doudi.desk.doing.deeds import day
from doudi.desk.frame import ACCEPTANCE
from doudi.desk.pages import PAGE, asking, done, officer, page, place, texts
from doudi.faces.declared import filer_of, told
from doudi.faces.fields import Field, FieldError
from doudi.flows import closing
from doudi.flows.accept_application import accept_application
from doudi.intake.models import Application, Relation
from doudi.intake.papers import papers
from doudi.intake.queries import (
    application_numbered,
    documents_of,
    masked_number,
    members_of,
    missing_papers,
    waiting_applications,
)
from doudi.intake.services.add_document import add_document
from doudi.intake.services.confirm_by_applicant import confirm_by_applicant
from doudi.intake.services.forward import forward
from doudi.intake.services.tell_missing import tell_missing
from doudi.kernel.errors import DoudiError, NotKnown, NotNow, Refused
from doudi.verification.signed import papers_signed

MOST_BYTES = 20 * 1024 * 1024
UNPROCESSABLE, CONFLICT = 422, 409


class FileMissing(Refused):
    """No file was chosen, or it is too large to be read at all."""

    code = "desk.file_missing"
    sentence = "请选择要上传的文件（最大 20 MB）。"


@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits to be accepted, the oldest first. Raises MayNot."""
    somebody = asking(request, Act.REGISTER)
    found = list(waiting_applications()[:PAGE])
    record("intake.applications_seen", on=somebody.on, place=place(somebody), purpose="受理")
    context = {"table": waiting_table(found, somebody.on)}
    return page(request, "desk/acceptance/waiting.html", context, current=ACCEPTANCE)


@never_cache
@require_safe
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Show an application with what it lacks and what may be done. Raises MayNot; 404 where the officer sees none."""
    somebody = asking(request, Act.REGISTER)
    return _shown(request, somebody, _found(number))


def _found(number: str) -> Application:
    found = application_numbered(number)
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, somebody: SignedIn, found: Application, given: Mapping[str, str] | None = None,
    error: DoudiError | None = None,
) -> HttpResponse:  # fmt: skip
    members = members_of(found)
    persons = [each.person_id for each in members if each.person_id]
    record(
        "intake.application_seen", on=somebody.on, subject=found, place=found.place, purpose="受理", persons=persons,
        details={"members": len(members)},
    )  # fmt: skip
    missing = missing_papers(found, signed=papers_signed(found, somebody.on))
    context = {
        "application": found, "place": full_name(found.place, somebody.on),
        "members": [_person(each) for each in members],
        "documents": _documents(found), "missing": [str(each) for each in missing],
        "programmes": programme_choices(found, members), "forms": forms_of(given or {}),
        "supplement": getattr(found, "supplement", None), "kinds": _kinds(), "people": _people(members),
        "errors": [FieldError("act", str(error))] if error else [], "cases": cases_of(found),
        "may_accept": Act.ACCEPT in somebody.acts, "is_waiting": _is_waiting(found),
        "needs_confirmation": _needs_confirmation(found), "towns": _towns(somebody),
        "filer": filer_of(found), "declared": told(found),
        "is_open": found.withdrawn_on is None and found.closed_on is None,
    }  # fmt: skip
    status = 200 if error is None else CONFLICT if isinstance(error, NotNow) else UNPROCESSABLE
    return page(request, "desk/acceptance/application.html", context, current=ACCEPTANCE, status=status)


def _person(member: Any) -> dict[str, str]:
    relation = Relation(member.relation).label if member.relation else ""
    return {"name": member.name, "relation": relation, "identity": masked_number(member.number)}


def _documents(found: Application) -> list[tuple[int, str]]:
    kinds = papers().kinds
    return [(each.pk, kinds[each.kind].label if each.kind in kinds else each.kind) for each in documents_of(found)]


def _kinds() -> list[tuple[str, str]]:
    return [(name, kind.label) for name, kind in papers().kinds.items()]


def _people(members: list[Any]) -> list[tuple[int, str]]:
    return [(member.pk, member.name) for member in members]


def _is_waiting(found: Application) -> bool:
    return found.accepted_on is None and found.withdrawn_on is None and found.closed_on is None


def _needs_confirmation(found: Application) -> bool:
    filed_by_another = found.mandate is not None or found.channel in ("village", "hotline", "lead")
    return found.confirmed_on is None and filed_by_another


def _towns(somebody: SignedIn) -> list[tuple[str, str]]:
    """List where an application may be sent on to: the townships of the county."""
    county = place(somebody)[:6]
    return list(places_under(county, somebody.on, digits=9).values_list("code", "name"))


# ---------------------------------------------------------------- acts


def _do(
    request: HttpRequest, number: str, act: Act, perform: Callable[[Application, SignedIn], tuple[str, str]]
) -> HttpResponse:
    """Do one act on an application; what cannot be done is said on its page, where the form still stands."""
    somebody = asking(request, act)
    found = _found(number)
    try:
        told, address = perform(found, somebody)
    except (Refused, NotNow, NotKnown) as error:
        return _shown(request, somebody, _found(number), texts(request.POST), error)
    return done(request, told, address)


@never_cache
@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept it and open its cases. Raises MayNot."""

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        cases = accept_application(
            application=found, wanted=wanted_of(found, request.POST.getlist("programme")), by=officer(somebody),
            on=somebody.on, near_relative_of=request.POST.get("near_relative_of", "").strip(),
        )  # fmt: skip
        return f"已受理，立件 {len(cases)} 件，时限从今天起算。", reverse("desk:case", args=[cases[0].number])

    return _do(request, number, Act.ACCEPT, perform)


@never_cache
@require_POST
def tell(request: HttpRequest, number: str) -> HttpResponse:
    """Tell once everything that is missing. Raises MayNot."""

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        due_on = day(texts(request.POST), "due_on", "补齐期限")
        told_once = tell_missing(
            application=found, by=officer(somebody), on=somebody.on, due_on=due_on,
            signed=papers_signed(found, somebody.on),
        )  # fmt: skip
        return f"已一次性告知 {len(told_once.items)} 项，不能再次要求补正。", reverse("desk:application", args=[number])

    return _do(request, number, Act.ACCEPT, perform)


@never_cache
@require_POST
def send_on(request: HttpRequest, number: str) -> HttpResponse:
    """Send it on to the township where it belongs. Raises MayNot."""

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
        forward(application=found, to=to, reason=reason, by=officer(somebody), on=somebody.on)
        return "已转办，申请人不用重新提交。", reverse("desk:acceptance")

    return _do(request, number, Act.REGISTER, perform)


@never_cache
@require_POST
def confirmed(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the applicant confirmed what somebody else filed. Raises MayNot."""

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        how = request.POST.get("how", "")
        confirm_by_applicant(application=found, how=how, by=officer(somebody), on=somebody.on, at=somebody.at)
        return "申请人已确认。", reverse("desk:application", args=[number])

    return _do(request, number, Act.REGISTER, perform)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why, then note that the applicant takes it back. Raises MayNot."""
    if request.method != "POST":
        return _asked_why(request, number)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _asked_why(request, number, "请填写撤回原因", UNPROCESSABLE)

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        closing.take_back(application=found, reason=reason, by=officer(somebody), on=somebody.on)
        return "申请已撤回。", reverse("desk:acceptance")

    return _do(request, number, Act.REGISTER, perform)


def _asked_why(request: HttpRequest, number: str, error: str = "", status: int = 200) -> HttpResponse:
    """Ask once more, and for the reason. Raises MayNot; 404 where the officer sees none."""
    asking(request, Act.REGISTER)
    field = Field(name="reason", label="撤回原因", hint="例如：找到工作，不再申请", error=error)
    errors = [FieldError(field.anchor, error)] if error else []
    context = {"application": _found(number), "field": field, "errors": errors}
    return page(request, "desk/acceptance/take_back.html", context, current=ACCEPTANCE, status=status)


@never_cache
@require_http_methods(["POST"])
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Add a paper to an application that waits. Raises MayNot."""

    def perform(found: Application, somebody: SignedIn) -> tuple[str, str]:
        sent = request.FILES.get("paper")
        if sent is None or sent.size is None or sent.size > MOST_BYTES:
            raise FileMissing
        member = next((each for each in members_of(found) if str(each.pk) == request.POST.get("member")), None)
        add_document(
            application=found, kind=request.POST.get("kind", ""), content=sent.read(), title=sent.name or "",
            member=member, by=officer(somebody), on=somebody.on,
        )  # fmt: skip
        return "材料已上传。", reverse("desk:application", args=[number])

    return _do(request, number, Act.REGISTER, perform)
