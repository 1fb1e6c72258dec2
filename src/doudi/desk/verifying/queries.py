"""向各来源查询: one click asks every source; the page shows what is held here, and what comes, as it comes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.desk.addresses import with_query
from doudi.desk.case.checks import checks
from doudi.desk.case.opened import note_seen, opened
from doudi.desk.pages import done, officer, warned
from doudi.desk.verifying.forms import last_check
from doudi.kernel.errors import NotKnown, NotNow
from doudi.verification.connections import queries_of, tally
from doudi.verification.models import AnswerKind
from doudi.verification.queries import checks_of
from doudi.verification.services.ask_sources import Asked, ask_sources

NOTHING_NEW = 204


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def queries(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the sources; or, asked with `seen`, show the check once more results are there. Raises MayNot."""
    return _ask(request, number) if request.method == "POST" else _show(request, number)


def _ask(request: HttpRequest, number: str) -> HttpResponse:
    found = opened(request, number, Act.INVESTIGATE, Act.VERIFY)
    back = with_query("desk:case", {"tab": "papers"}, number)
    try:
        made = ask_sources(request=last_check(found), by=officer(found.somebody), on=found.on)
    except (NotNow, NotKnown) as error:
        warned(request, [str(error)])
        return HttpResponse(status=302, headers={"Location": back})
    return done(request, _told(made), back)


def _told(made: Asked) -> str:
    """Say what a click made; a source that failed has not answered."""
    answers = [each for each in made.answers if each.outcome != AnswerKind.FAILED]
    here, away = ({each.source for each in found} for found in (answers, made.queries))
    silent = {each.source for each in made.answers} - here
    told = f"{len(here)} 个来源已经答复 {len(answers)} 项。" if here else ""
    told += f"{len(silent)} 个来源未回复，原因见下。" if silent else ""
    told += f"已向 {len(away)} 个来源提出 {len(made.queries)} 项查询。" if away else ""
    return told or "正在查询，请稍候。"


def _show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the newest check; nothing where no result came since. The last result draws the whole page anew."""
    found = opened(request, number)
    rows = checks_of(found.case.application)[:1]
    if not rows:
        raise Http404
    counted = tally(queries_of(rows))
    if counted.under_way and str(counted.answered) == request.GET.get("seen"):
        return HttpResponse(status=NOTHING_NEW)
    note_seen(found, "case_seen", "联网查询结果")
    response = render(request, "desk/case/check.html", {"check": checks(found)[0], "case": found.case})
    if request.headers.get("HX-Request") and not counted.under_way:
        response["HX-Refresh"] = "true"
    return response
