"""The forms of verification. Each POST makes one call; what is wrong in a form comes back in the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from doudi.accounts.roles import Act
from doudi.desk.addresses import with_query
from doudi.desk.case.opened import Opened, note_seen, opened
from doudi.desk.doing.deeds import AnswerNeeded, left_empty
from doudi.desk.left import refills, typed_before
from doudi.desk.pages import done, officer, page, texts
from doudi.desk.verifying import answers, forms
from doudi.desk.verifying import nothing_found as nothing
from doudi.desk.verifying import unreachable as away
from doudi.faces.fields import Field, FieldError, anchor
from doudi.flows.report_check import report_check
from doudi.intake.services.add_document import add_document
from doudi.kernel.errors import NotKnown, NotNow, Refused
from doudi.verification.services import check_anew as expired
from doudi.verification.services.adopt import adopt
from doudi.verification.services.object_to_check import recheck
from doudi.verification.services.record_answer import record_answer
from doudi.verification.services.record_home_visit import record_home_visit
from doudi.verification.services.sign_consent import sign_consent

UNPROCESSABLE, CONFLICT = 422, 409
WHOLE_FORM = "act"
MOST_BYTES = 20 * 1024 * 1024
Asked = Callable[[Opened, dict[str, Any]], list[Field]]


class PaperMissing(Refused):
    """No file was chosen, or it is too large to be read at all."""

    code = "desk.paper_missing"
    sentence = "请选择要上传的文件（最大 20 MB）。"


def _page(
    request: HttpRequest, found: Opened, title: str, fields: list[Field], errors: Mapping[str, str] | None = None,
    *, status: int = 200, is_choice: bool = False,
) -> HttpResponse:  # fmt: skip
    """Draw a form, with what is wrong at its fields; `is_choice`: it only leads on to another one."""
    wrong = errors or {}
    context = {
        "case": found.case, "title": title, "is_choice": is_choice,
        "fields": [replace(each, error=wrong.get(each.name, "")) if each.name else each for each in fields],
        "errors": [FieldError(anchor(name), sentence) for name, sentence in wrong.items()],
    }  # fmt: skip
    return page(request, "desk/case/verify.html", context, current=found.case.step, status=status)


def _answered(
    request: HttpRequest, found: Opened, title: str, asked: Asked, perform: Callable[[dict[str, Any]], str], tab: str
) -> HttpResponse:
    given = forms.sent(request.POST)
    if request.method != "POST":
        note_seen(found, "case_seen", title)
        typed = typed_before(request)
        return _page(request, found, title, asked(found, texts(request.GET) if typed is None else forms.sent(typed)))
    try:
        empty = left_empty(asked(found, given), given)
        told = "" if empty else perform(given)
    except (Refused, NotNow, NotKnown) as error:
        status = CONFLICT if isinstance(error, NotNow) else UNPROCESSABLE
        wrong = {error.field if isinstance(error, AnswerNeeded) else WHOLE_FORM: str(error)}
        return _page(request, found, title, asked(found, given), wrong, status=status)
    if empty:
        return _page(request, found, title, asked(found, given), empty, status=UNPROCESSABLE)
    return done(request, told, with_query("desk:case", {"tab": tab}, found.case.number))


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Settle one difference: which value counts, and why. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE)

    def perform(given: dict[str, Any]) -> str:
        settlement = forms.settlement(found, given)
        adopt(application=found.case.application, settlement=settlement, by=officer(found.somebody), on=found.on)
        return f"“{forms.fact_label(settlement.fact)}”已认定。"

    return _answered(request, found, "认定采信", forms.settling, perform, "income")


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """Note the leave of members to ask sources about them, each signed by themselves or a guardian. Raises MayNot."""
    found = opened(request, number, Act.REGISTER)

    def perform(given: dict[str, Any]) -> str:
        by, signatures = officer(found.somebody), forms.signatures(found, given)
        for member, signature in signatures:
            sign_consent(member=member, signature=signature, by=by, on=found.on)
        return f"已登记 {len(signatures)} 人的核对授权。"

    return _answered(request, found, "登记核对授权", forms.consenting, perform, "papers")


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unreachable(request: HttpRequest, number: str) -> HttpResponse:
    """Note that the leave of a member cannot be had. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE)

    def perform(given: dict[str, Any]) -> str:
        return away.note(found, given)

    return _answered(request, found, "登记无法取得授权", away.asked, perform, "papers")


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Note what a source said of a member; a failure is no finding. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE, Act.VERIFY)

    def perform(given: dict[str, Any]) -> str:
        check, member, told = answers.answer(found, given)
        record_answer(request=check, member=member, answer=told, by=officer(found.somebody), on=found.on)
        return f"已录入{member.name}的核对结果。"

    if request.method != "POST" and not answers.is_chosen(found, request.GET):
        note_seen(found, "case_seen", "录入核对结果")
        return _page(request, found, "录入核对结果", answers.choosing(found, request.GET), is_choice=True)
    return _answered(request, found, "录入核对结果", answers.asked, perform, "papers")


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nothing_found(request: HttpRequest, number: str) -> HttpResponse:
    """Note which sources have nothing on record, of several members together. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE, Act.VERIFY)

    def perform(given: dict[str, Any]) -> str:
        return nothing.note(found, given)

    return _answered(request, found, "登记查无记录", nothing.asked, perform, "papers")


@require_POST
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Make the report of the newest check, with its provisional evaluation. Raises what `make_report` raises."""
    found = opened(request, number, Act.INVESTIGATE, Act.VERIFY)
    report_check(request=forms.last_check(found), by=officer(found.somebody), on=found.on)
    return done(request, "核对报告已出具。", with_query("desk:case", {"tab": "income"}, number))


@require_POST
def check_again(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the sources again because the family objects. Raises what `recheck` raises."""
    found = opened(request, number, Act.INVESTIGATE)
    recheck(application=found.case.application, by=officer(found.somebody), on=found.on)
    return done(request, "已提请复核，各来源重新查询。", with_query("desk:case", {"tab": "papers"}, number))


@require_POST
def check_anew(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the sources again because the last report has expired. Raises what the service raises."""
    found = opened(request, number, Act.INVESTIGATE)
    expired.check_anew(application=found.case.application, by=officer(found.somebody), on=found.on)
    return done(request, "已重新提请核对。", with_query("desk:case", {"tab": "papers"}, number))


@refills
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Note a visit by two or more. Raises MayNot."""
    found = opened(request, number, Act.INVESTIGATE)

    def perform(given: dict[str, Any]) -> str:
        visited, visitors = forms.visit(found, given)
        by = officer(found.somebody)
        record_home_visit(
            application=found.case.application, visited=visited, visitors=[by, *visitors], by=by, on=found.on
        )
        return "入户调查已登记。"

    return _answered(request, found, "登记入户调查", forms.visiting, perform, "papers")


@require_POST
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Add a paper or photo. Raises PaperMissing, and what `add_document` raises."""
    found = opened(request, number, Act.REGISTER)
    sent = request.FILES.get("paper")
    if sent is None or sent.size is None or sent.size > MOST_BYTES:
        raise PaperMissing
    add_document(
        application=found.case.application, kind=request.POST.get("kind", ""), content=sent.read(),
        title=sent.name or "", member=forms.member_of(found, request.POST.get("member", "")),
        by=officer(found.somebody), on=found.on,
    )  # fmt: skip
    return done(request, "材料已上传。", with_query("desk:case", {"tab": "papers"}, number))
