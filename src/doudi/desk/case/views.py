"""The page of a case, a paper of it, and a number in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.casework.steps import Step
from doudi.desk.addresses import with_query
from doudi.desk.case.calculation import calculation
from doudi.desk.case.comparison import comparison
from doudi.desk.case.family import family
from doudi.desk.case.handed_back import handed_back
from doudi.desk.case.header import header_of
from doudi.desk.case.history import history
from doudi.desk.case.letters import letters_shown
from doudi.desk.case.opened import Opened, note_seen, opened
from doudi.desk.case.papers import papers
from doudi.desk.case.paying import paying, returned_months
from doudi.desk.case.progress import progress
from doudi.desk.doing.offered import offered
from doudi.desk.pages import asking, page
from doudi.faces.fields import Field, FieldError
from doudi.intake.services.add_document import read_document

MEMBERS, INCOME, CALCULATION, PAPERS, PAYING, HISTORY = (
    "members", "income", "calculation", "papers", "paying", "history"
)  # fmt: skip
TABS = {
    MEMBERS: "家庭成员", INCOME: "收入与财产", CALCULATION: "测算依据", PAPERS: "材料", PAYING: "发放", HISTORY: "日志",
}  # fmt: skip
BODIES: dict[str, Callable[[Opened], dict[str, Any]]] = {
    MEMBERS: family, INCOME: comparison, PAPERS: papers, PAYING: paying, HISTORY: history,
}  # fmt: skip
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
LONGEST_PURPOSE = 200


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case, opened on the tab with work to do. Raises MayNot; 404 where the officer sees none of that number."""
    found = opened(request, number)
    tab = request.GET.get("tab", "")
    if tab not in _tabs_of(found):
        tab = _busiest(found)
    body = _calculation(request, found) if tab == CALCULATION else BODIES[tab](found)
    note_seen(found, "case_seen", TABS[tab])
    context = {
        "case": found.case, "header": header_of(found), "steps": progress(found), "tab": tab, "tabs": _tabs(found, tab),
        "body": body, "template": f"desk/case/{tab}.html", "offered": offered(found),
        "unsettled": found.open_differences, "letters": letters_shown(found), "handed_back": handed_back(found),
    }  # fmt: skip
    return page(request, "desk/case/page.html", context, current=found.case.step)


def _calculation(request: HttpRequest, found: Opened) -> dict[str, Any]:
    return calculation(found, full=request.GET.get("rows") == "all", compare=request.GET.get("compare", ""))


def _tabs_of(found: Opened) -> list[str]:
    """List the tabs there are: payments only once something was given."""
    return [code for code in TABS if code != PAYING or found.entitlements]


def _busiest(found: Opened) -> str:
    if found.lacks_payee or found.came_back:
        return PAYING
    if found.open_differences and found.case.closed_on is None:
        return INCOME
    if found.step in (Step.OPINION, Step.REVIEW, Step.CONFIRMATION, Step.LETTER):
        return CALCULATION
    return PAPERS if found.step in (Step.START_SURVEY, Step.SURVEY) else MEMBERS


def _tabs(found: Opened, current: str) -> list[dict[str, Any]]:
    counts = {INCOME: found.open_differences, PAYING: int(found.lacks_payee) + len(returned_months(found))}
    return [
        {
            "label": TABS[code], "current": code == current, "count": counts.get(code, 0),
            "href": with_query("desk:case", {"tab": code}, found.case.number),
        }
        for code in _tabs_of(found)
    ]  # fmt: skip


@never_cache
@require_safe
def document(request: HttpRequest, key: int) -> HttpResponse:
    """Give a paper; looking at it leaves an event. Raises MayNot, NoSuchDocument."""
    somebody = asking(request, Act.READ_CASE, Act.REGISTER)
    found, content = read_document(document=key, purpose="办理", on=somebody.on)
    response = HttpResponse(content, content_type=found.media_type)
    response["Content-Disposition"] = f'inline; filename="{found.pk}.{EXTENSIONS[found.media_type]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, number: str, member: int) -> HttpResponse:
    """Show a number in full, after it was said what for. Raises MayNot; 404 for who is not of the family."""
    found = opened(request, number, Act.READ_IDENTITY)
    person = next((each for each in found.members if each.pk == member), None)
    if person is None:
        raise Http404
    purpose = request.POST.get("purpose", "").strip()[:LONGEST_PURPOSE]
    wrong = "请写明用途" if request.method == "POST" and not purpose else ""
    shown = request.method == "POST" and not wrong
    if shown:
        record(
            "intake.number_seen", on=found.on, subject=person, place=found.case.place, purpose=purpose,
            persons=[person.person_id] if person.person_id else [],
        )  # fmt: skip
    box = Field(name="purpose", label="用途", hint="会记入日志，本人可以查询谁看过", value=purpose, error=wrong)
    context = {
        "case": found.case, "person": person, "shown": shown, "box": box,
        "errors": [FieldError(box.anchor, wrong)] if wrong else [],
    }  # fmt: skip
    return page(request, "desk/case/identity.html", context, current=found.case.step, status=422 if wrong else 200)
