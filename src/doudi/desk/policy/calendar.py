"""工作日历: the holidays of each year as entered, and the form that enters the arrangement of a year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice
from doudi.casework.recounting import Reached, reached_by
from doudi.casework.services.confirm_holidays import confirm_holidays
from doudi.casework.services.enter_holidays import enter_holidays, needs_second
from doudi.casework.unusual import doubts
from doudi.desk.addresses import with_query
from doudi.desk.frame import CALENDAR
from doudi.desk.pages import PAGE, asking, done, office, officer, page, texts
from doudi.desk.policy.comparing import beside, differences
from doudi.desk.policy.days import spans_of
from doudi.desk.policy.entry import CHECKED, NAMES, YEAR, Entry, checked
from doudi.faces.fields import FieldError, in_chinese
from doudi.faces.tables import number, table, text
from doudi.kernel.errors import NotKnown, NotNow
from doudi.kernel.workdays import Notice, WorkCalendar

ENTER, EDIT, AGREE, DECLINE = "enter", "edit", "agree", "decline"
WAITING = "waiting"
UNPROCESSABLE, CONFLICT = 422, 409
LONGEST_KEY = 18
SHIPPED = "随软件附带"
ALL_PLACES = "全国同一个日历，各地都按它计算。"
SECOND = "您的单位不管着本系统的全部单位，{what}要由另一个单位的政策人员确认以后才算数。"
CORRECTION, UNLIKE = "更正", "和以往各年都不一样的安排"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is entered; read an arrangement and what it changes, enter it; settle one that waits. Raises MayNot."""
    asking(request, Act.PUBLISH_STANDARD)
    known = clocks.calendar()
    given = texts(request.POST)
    if request.GET.get(WAITING) or given.get("do") in (AGREE, DECLINE):
        return _settle(request, known, given.get("do", ""))
    if request.method != "POST":
        return _page(request, known, Entry({YEAR: str(known.last_year + 1)}))
    entry = Entry(given)
    renewed = entry.read(known)
    if renewed is None:
        return _page(request, known, entry, status=UNPROCESSABLE)
    if given.get("do") == EDIT:
        return _page(request, known, entry)
    reached = reached_by(known, renewed, entry.year)
    doubtful = doubts(known, entry.notice)
    if given.get("do") == ENTER and (not doubtful or given.get(CHECKED)):
        return _enter(request, known, entry, reached)
    wrong = "这份安排和以往各年都不一样，请核对后打勾。" if given.get("do") == ENTER else ""
    return _read_back(request, known, entry, reached, doubtful, wrong)


def _enter(request: HttpRequest, known: WorkCalendar, entry: Entry, reached: list[Reached]) -> HttpResponse:
    somebody = asking(request, Act.PUBLISH_STANDARD)
    try:
        made = enter_holidays(
            year=entry.year, holidays=entry.holidays, workdays=entry.workdays, source=entry.source,
            office=office(somebody), by=officer(somebody), on=somebody.on,
        )  # fmt: skip
    except NotNow as error:
        entry.errors[YEAR] = str(error)
        return _page(request, known, entry, status=CONFLICT)
    told = f"{entry.year} 年的放假安排已录入。{_sentence(reached)}"
    if made.needs_second:
        told = f"{_named(entry.year, known)}已经提出，等另一个单位的政策人员确认；在那以前按现在的日历计算。"
    return done(request, told, with_query("desk:calendar", {YEAR: entry.year}))


def _named(year: int, known: WorkCalendar) -> str:
    return f"{year} 年的{CORRECTION if year <= known.last_year else '放假安排'}"


def _deed(year: int, known: WorkCalendar) -> str:
    return CORRECTION if year <= known.last_year else "录入"


def _sentence(reached: list[Reached]) -> str:
    clocks_reached = sum(each.clocks for each in reached)
    if not clocks_reached:
        return "本地没有要重新计算的时限。"
    return f"本地有 {clocks_reached} 个正在计的时限，今晚零点以后重新计算；公示的截止日不变。"


def _read_back(
    request: HttpRequest, known: WorkCalendar, entry: Entry, reached: list[Reached], doubtful: list[str], wrong: str
) -> HttpResponse:
    somebody = asking(request, Act.PUBLISH_STANDARD)
    is_correction = entry.year <= known.last_year
    waits = needs_second(known, entry.notice, office(somebody), somebody.on)
    tick = checked(wrong) if doubtful else None
    context = {
        **_compared(known, entry.notice, reached), "doubtful": doubtful, "tick": tick,
        "title": f"{_deed(entry.year, known)} {entry.year} 年的放假安排？",
        "rule": SECOND.format(what=CORRECTION if is_correction else UNLIKE) if waits else ALL_PLACES,
        "sent": [(name, entry.given.get(name, "")) for name in NAMES],
        "buttons": [("确认录入", "primary", ENTER), ("返回修改", "", EDIT)],
        "errors": [FieldError(tick.anchor, wrong)] if tick and wrong else [],
    }  # fmt: skip
    status = UNPROCESSABLE if wrong else 200
    return page(request, "desk/policy/holidays.html", context, current=CALENDAR, status=status)


def _compared(known: WorkCalendar, new: Notice, reached: list[Reached]) -> dict[str, Any]:
    rows = [
        [text(each.label), number(each.clocks), number(each.cases), text(_between(each))] for each in reached
    ]  # fmt: skip
    columns = ("时限", "个数>", "办件>", "现在的届满日")
    return {
        "year": new.year, "sentence": _sentence(reached), "beside": beside(known, new),
        "differences": differences(known, new),
        "reached": table("今晚要重新计算的时限", columns, rows, empty="没有。") if reached else None,
    }  # fmt: skip


def _settle(request: HttpRequest, known: WorkCalendar, do: str) -> HttpResponse:
    """Show an arrangement that waits for another office, or settle it. Raises MayNot, NotWaiting, SameOffice."""
    somebody = asking(request, Act.PUBLISH_STANDARD)
    key = request.POST.get(WAITING, "") or request.GET.get(WAITING, "")
    found = (
        clocks.waiting_holidays().filter(pk=int(key)).first() if key.isdecimal() and len(key) < LONGEST_KEY else None
    )
    if found is None:
        raise NoCorrection
    if do:
        agrees = do == AGREE
        confirm_holidays(
            notice_id=found.pk, agrees=agrees, office=office(somebody), by=officer(somebody), on=somebody.on
        )
        told = "已确认，从现在起算数；正在计的时限今晚重新计算。" if agrees else "没有同意，日历不变。"
        return done(request, f"{_named(found.year, known)}{told}", with_query("desk:calendar", {YEAR: found.year}))
    new = Notice(found.year, frozenset(found.holidays), frozenset(found.workdays), found.source)
    renewed = known.with_notice(new.year, new.holidays, new.workdays, new.source)
    is_own = found.office == office(somebody) or found.entered_by == officer(somebody)
    context = {
        **_compared(known, new, reached_by(known, renewed, new.year)), "doubtful": doubts(known, new),
        "title": f"{found.office.name}要{_deed(found.year, known)} {found.year} 年的放假安排",
        "sent": [(WAITING, found.pk)],
        "rule": f"{_by(found)}。{'等另一个单位的政策人员确认。' if is_own else ALL_PLACES}",
        "buttons": [] if is_own else [(f"同意{_deed(found.year, known)}", "primary", AGREE), ("不同意", "", DECLINE)],
    }  # fmt: skip
    return page(request, "desk/policy/holidays.html", context, current=CALENDAR)


class NoCorrection(NotKnown):
    """No arrangement waits under this number: it has been settled, or never was."""

    code = "desk.no_correction"
    sentence = "没有这份等待确认的安排，可能已经有人处理。"


def _between(each: Reached) -> str:
    first, last = in_chinese(each.first_due_on), in_chinese(each.last_due_on)
    return first if first == last else f"{first}至{last}"


def _page(request: HttpRequest, known: WorkCalendar, entry: Entry, status: int = 200) -> HttpResponse:
    wanted = request.GET.get(YEAR, "") or str(known.last_year)
    shown = next((each for each in known.notices if str(each.year) == wanted), known.notices[-1])
    fields = entry.fields()
    context = {
        "fields": fields, "next": known.last_year + 1, "entered": _entered(known), "shown": _shown(shown),
        "waiting": [
            {"said": f"{each.year} 年，{each.office.name}，{_by(each)}",
             "address": with_query("desk:calendar", {WAITING: each.pk})}
            for each in clocks.waiting_holidays()
        ],
        "errors": [FieldError(each.anchor, each.error) for each in fields if each.error],
    }  # fmt: skip
    return page(request, "desk/policy/calendar.html", context, current=CALENDAR, status=status)


def _shown(notice: Notice) -> dict[str, Any]:
    year, is_shipped = notice.year, notice in WorkCalendar.seed().notices
    source = f"{SHIPPED}（{notice.source}）" if is_shipped else notice.source
    return {
        "year": year, "source": source, "holidays": spans_of(notice.holidays, year=year),
        "workdays": spans_of(notice.workdays, year=year),
    }  # fmt: skip


def _entered(known: WorkCalendar) -> dict[str, Any]:
    """List the years, the newest first: from the product or entered by whom; a correction stands beside the first."""
    own = list(clocks.entered_holidays()[:PAGE])
    years = {each.year for each in own}
    rows = [
        *(_row(each.year, each.holidays, each.workdays, f"{each.source}（{_by(each)}）") for each in own),
        *(
            _row(each.year, each.holidays, each.workdays, SHIPPED)
            for each in reversed(known.notices)
            if each.year not in years
        ),
    ]
    rows.sort(key=lambda row: str(row[0]["text"]), reverse=True)
    return table("已有的安排", ("年份", "放假>", "调休上班>", "来源"), rows[:PAGE], empty="没有。")


def _row(year: int, holidays: Collection[date], workdays: Collection[date], source: str) -> list[dict[str, Any]]:
    address = with_query("desk:calendar", {YEAR: year})
    return [
        text(f"{year} 年", address), number(f"{len(holidays)} 天"), number(f"{len(workdays)} 天"), text(source),
    ]  # fmt: skip


def _by(notice: HolidayNotice) -> str:
    return f"{in_chinese(notice.entered_on)}，{notice.entered_by}录入"
