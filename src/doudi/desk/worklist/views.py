"""The worklist and what may be done to several cases at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from doudi.accounts.roles import Act
from doudi.accounts.signed_in import SignedIn
from doudi.audit.services.record import record
from doudi.casework.clocks import calendar
from doudi.casework.models import Case
from doudi.casework.queries import cases_by_key, summary, worklist
from doudi.casework.steps import ENDED, Step
from doudi.casework.tallies import Summary, Tally
from doudi.desk.addresses import with_query
from doudi.desk.days import soon_by
from doudi.desk.frame import ALL, MINE, has_worklist, posts_here, tally_of
from doudi.desk.pages import PAGE, asking, done, officer, page, place, warned
from doudi.desk.worklist.asked import Asked, choices
from doudi.desk.worklist.notices import notice_sheets
from doudi.desk.worklist.rows import rows_of
from doudi.desk.worklist.sought import asked_of, choosable, filters_of, names_for
from doudi.faces.badges import SOON, Badge
from doudi.flows.start_checking import start_checking
from doudi.kernel.errors import DoudiError, Refused
from doudi.kernel.workdays import WorkCalendar
from doudi.payments.returns import number_came_back

NOTICE_STEPS = (Step.POSTING, Step.NOTICE, Step.COUNTY_POSTING, Step.COUNTY_NOTICE)
LONGEST_KEY = 18
STARTS = (
    (Act.AUDIT, "desk:audit"), (Act.MAKE_BATCH, "desk:batches"), (Act.APPROVE_BATCH, "desk:batches"),
    (Act.PUBLISH_STANDARD, "desk:policy"), (Act.MANAGE_ACCOUNTS, "desk:people"), (Act.LEAVE_LEAD, "desk:register"),
)  # fmt: skip
"""Where the work is of those for whom no case waits."""


class NothingTicked(Refused):
    """No case was ticked."""

    code = "desk.nothing_ticked"
    sentence = "请先勾选要办理的件。"


class StepsDiffer(Refused):
    """Cases at several steps were ticked, or at a step where this cannot be done."""

    code = "desk.steps_differ"
    sentence = "批量办理只适用于同一环节的办件：“{act}”须都在{steps}环节，勾选的有{found}。"


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the list; for whom no case ever waits, the start is where their own work is."""
    somebody = asking(request)
    if Act.READ_CASE not in somebody.acts or not (request.GET or has_worklist(somebody)):
        return HttpResponseRedirect(_elsewhere(somebody))
    asked = asked_of(somebody, request.GET)
    current = asked.step or (MINE if asked.is_mine else ALL)
    working_days = calendar()
    known = tally_of(somebody, soon_by=soon_by(somebody.on, working_days))
    context = _context(somebody, asked, known, working_days)
    return page(request, "desk/worklist.html", context, current=current, counted=known)


def _elsewhere(somebody: SignedIn) -> str:
    if Act.VERIFY in somebody.acts:
        return with_query("desk:start", {"step": Step.SURVEY.value})
    return reverse(next((name for act, name in STARTS if act in somebody.acts), "desk:account"))


def _context(somebody: SignedIn, asked: Asked, known: Tally, working_days: WorkCalendar) -> dict[str, Any]:
    posts, on, filters = posts_here(somebody), somebody.on, filters_of(somebody, asked, working_days)
    found = worklist(posts, filters, on=on, mark=asked.mark, size=PAGE)
    names = names_for(somebody, found.cases)
    rows, persons = rows_of(found.cases, names, working_days, on=on)
    is_usual = asked.is_mine and not asked.is_narrowed
    counted = known.mine if is_usual else summary(posts, filters, on=on, soon_by=soon_by(on, working_days))
    record("casework.list_seen", on=on, place=place(somebody), purpose="办理", persons=persons)
    return {
        "asked": asked, "choices": choices(asked, choosable(somebody, names)), "rows": rows, "counted": counted,
        "export": asked.address("desk:export"),
        "badges": [] if asked.step in ENDED else _badges(counted),
        "pager": _pager(asked, counted, len(rows), found.next_mark),
        "title": _title(asked), "returned": number_came_back(place=place(somebody)) if asked.is_mine else 0,
        "may_start": Act.INVESTIGATE in somebody.acts, "may_print": Act.POST_NOTICE in somebody.acts,
        "may_register": Act.REGISTER in somebody.acts,
    }  # fmt: skip


def _title(asked: Asked) -> str:
    if asked.step:
        return Step(asked.step).label
    return "查找结果" if asked.q else "我的待办" if asked.is_mine else "全部在办"


def _badges(counted: Summary) -> list[Badge]:
    late = [Badge("over", f"超期 {counted.overdue}", "alert-triangle")] if counted.overdue else []
    soon = [Badge("warn", f"{SOON} 个工作日内到期 {counted.soon}", "clock")] if counted.soon else []
    calm = counted.cases - counted.overdue - counted.soon
    return [*late, *soon, *([Badge("ok", f"正常 {calm}")] if calm > 0 else [])]


def _pager(asked: Asked, counted: Summary, lines: int, mark: str | None) -> dict[str, Any]:
    first = asked.first if asked.mark else 1
    after = asked.address(mark=mark, first=first + lines) if mark else ""
    return {
        "first": first if lines else 0, "last": first + lines - 1 if lines else 0, "total": counted.cases,
        "before": asked.address() if asked.mark else "", "before_label": "回到第一页", "after": after,
    }  # fmt: skip


# ---------------------------------------------------------------- several at once


@require_POST
def start_many(request: HttpRequest) -> HttpResponse:
    """Start survey and check of the ticked cases, each for itself: what fails is told and undoes nothing else.

    Raises NothingTicked, StepsDiffer."""
    somebody = asking(request, Act.INVESTIGATE)
    ticked = _ticked(request, "发起核对", (Step.START_SURVEY,))
    failed: list[str] = []
    for case in ticked:
        try:
            start_checking(case=case, by=officer(somebody), on=somebody.on)
        except DoudiError as error:
            failed.append(f"{case.number} 未成功：{error}")
    warned(request, failed)
    started = len(ticked) - len(failed)
    return done(request, f"{started} 件已发起核对，{len(failed)} 件未成功。", reverse("desk:start"))


@never_cache
@require_POST
def print_notices(request: HttpRequest) -> HttpResponse:
    """Show the sheets of the ticked cases for the board of the village. Raises NothingTicked, StepsDiffer."""
    somebody = asking(request, Act.POST_NOTICE, Act.REVIEW)
    ticked = _ticked(request, "打印公示单", NOTICE_STEPS)
    sheets = notice_sheets(ticked, somebody.on)
    record("casework.notices_printed", on=somebody.on, place=place(somebody), purpose="公示")
    return page(request, "desk/notices.html", {"sheets": sheets, "office": somebody.office})


def _ticked(request: HttpRequest, act: str, steps: tuple[Step, ...]) -> list[Case]:
    keys = [int(key) for key in request.POST.getlist("case")[:PAGE] if key.isdecimal() and len(key) <= LONGEST_KEY]
    found = cases_by_key(keys)
    if not found:
        raise NothingTicked
    standing = {Step(case.step) for case in found}
    if len(standing) > 1 or not standing <= set(steps):
        told = "、".join(sorted(step.label for step in standing))
        raise StepsDiffer(act=act, steps="、".join(f"“{step.label}”" for step in steps), found=told)
    return found
