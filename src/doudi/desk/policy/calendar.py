"""工作日历: the holidays of each year as entered, and the form that enters the arrangement of a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doudi.accounts.roles import Act
from doudi.casework import clocks
from doudi.casework.models import HolidayNotice
from doudi.casework.recounting import Reached, reached_by
from doudi.casework.services.enter_holidays import enter_holidays
from doudi.desk.addresses import with_query
from doudi.desk.frame import CALENDAR
from doudi.desk.pages import PAGE, asking, done, officer, page, place, texts
from doudi.desk.policy.days import read_days, spans_of
from doudi.desk.tables import number, table, text
from doudi.faces.fields import Field, FieldError, in_chinese
from doudi.kernel.errors import DoudiError, NotNow
from doudi.kernel.workdays import Notice, NoticeContradicts, WorkCalendar, is_usual

YEAR, HOLIDAYS, WORKDAYS, SOURCE = "year", "holidays", "workdays", "source"
NAMES: Final = (YEAR, HOLIDAYS, WORKDAYS, SOURCE)
ENTER, EDIT = "enter", "edit"
LONGEST_SOURCE = 200
UNPROCESSABLE, CONFLICT = 422, 409
DIGITS_OF_A_YEAR = 4
SHIPPED = "随软件附带"


@dataclass(slots=True)
class Entry:
    """What was written, what it says, and what is wrong with it by field."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict[str, str])
    year: int = 0
    holidays: list[date] = field(default_factory=list[date])
    workdays: list[date] = field(default_factory=list[date])

    @property
    def source(self) -> str:
        """Where the arrangement was announced."""
        return self.given.get(SOURCE, "").strip()

    def read(self, known: WorkCalendar) -> WorkCalendar | None:
        """Read everything; return the calendar with it, None where something is wrong."""
        self.year = self._year(known)
        if self.year:
            self.holidays, self.workdays = self._days(HOLIDAYS), self._days(WORKDAYS)
        if not self.given.get(HOLIDAYS, "").strip():
            self.errors[HOLIDAYS] = "请填写放假的日子。"
        if not self.source:
            self.errors[SOURCE] = "请填写来源：通知的名称和文号。"
        elif len(self.source) > LONGEST_SOURCE:
            self.errors[SOURCE] = f"来源最多 {LONGEST_SOURCE} 字。"
        both, usual = set(self.holidays) & set(self.workdays), {day for day in self.workdays if is_usual(day)}
        if both:
            self.errors[WORKDAYS] = f"{'、'.join(spans_of(both, year=self.year))}既写了放假，又写了上班。"
        elif usual:
            self.errors[WORKDAYS] = (
                f"{'、'.join(spans_of(usual, year=self.year))}不是周六或者周日，不是调休上班的日子。"
            )
        return None if self.errors else self._renewed(known)

    def _year(self, known: WorkCalendar) -> int:
        written, last = self.given.get(YEAR, "").strip(), known.last_year + 1
        if written.isdecimal() and len(written) == DIGITS_OF_A_YEAR and known.first_year <= int(written) <= last:
            return int(written)
        self.errors[YEAR] = f"请填写 {known.first_year} 到 {last} 之间的年份。"
        return 0

    def _days(self, name: str) -> list[date]:
        try:
            return read_days(self.given.get(name, ""), self.year)
        except DoudiError as error:
            self.errors[name] = str(error)
            return []

    def _renewed(self, known: WorkCalendar) -> WorkCalendar | None:
        try:
            return known.with_notice(self.year, self.holidays, self.workdays, self.source)
        except NoticeContradicts as error:
            self.errors[HOLIDAYS] = str(error)
            return None

    def fields(self) -> list[Field]:
        """Return the boxes of the form."""
        told = {
            YEAR: ("哪一年", "input", "", "numeric"),
            HOLIDAYS: ("放假的日子", "textarea", "一行一段，照通知写，例如：元旦：1月1日至3日", ""),
            WORKDAYS: ("调休上班的日子", "textarea", "一行一天，没有的空着", ""),
            SOURCE: ("来源", "input", "通知的名称和文号", ""),
        }
        return [
            Field(name=name, label=label, shape=shape, hint=hint, mode=mode, value=self.given.get(name, ""),
                  error=self.errors.get(name, ""))
            for name, (label, shape, hint, mode) in told.items()
        ]  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is entered; read an arrangement, show what it changes, and enter it. Raises MayNot."""
    asking(request, Act.PUBLISH_STANDARD)
    known = clocks.calendar()
    if request.method != "POST":
        return _page(request, known, Entry({YEAR: str(known.last_year + 1)}))
    given = texts(request.POST)
    entry = Entry(given)
    renewed = entry.read(known)
    if renewed is None:
        return _page(request, known, entry, status=UNPROCESSABLE)
    if given.get("do") == EDIT:
        return _page(request, known, entry)
    reached = reached_by(known, renewed, entry.year)
    if given.get("do") == ENTER:
        return _enter(request, known, entry, reached)
    return page(request, "desk/policy/holidays.html", _read_back(entry, reached), current=CALENDAR)


def _enter(request: HttpRequest, known: WorkCalendar, entry: Entry, reached: list[Reached]) -> HttpResponse:
    somebody = asking(request, Act.PUBLISH_STANDARD)
    try:
        enter_holidays(
            year=entry.year, holidays=entry.holidays, workdays=entry.workdays, source=entry.source,
            place=place(somebody), by=officer(somebody), on=somebody.on,
        )  # fmt: skip
    except NotNow as error:
        entry.errors[YEAR] = str(error)
        return _page(request, known, entry, status=CONFLICT)
    told = f"{entry.year} 年的放假安排已录入。{_sentence(reached)}"
    return done(request, told, with_query("desk:calendar", {YEAR: entry.year}))


def _sentence(reached: list[Reached]) -> str:
    clocks_reached = sum(each.clocks for each in reached)
    if not clocks_reached:
        return "本地没有要重新计算的时限。"
    return f"本地有 {clocks_reached} 个正在计的时限，今晚零点以后重新计算；公示的截止日不变。"


def _read_back(entry: Entry, reached: list[Reached]) -> dict[str, Any]:
    rows = [
        [text(each.label), number(each.clocks), number(each.cases), text(_between(each))] for each in reached
    ]  # fmt: skip
    columns = ("时限", "个数>", "办件>", "现在的届满日")
    return {
        "year": entry.year, "source": entry.source, "sentence": _sentence(reached),
        "holidays": spans_of(entry.holidays, year=entry.year), "free": len(set(entry.holidays)),
        "workdays": spans_of(entry.workdays, year=entry.year),
        "sent": [(name, entry.given.get(name, "")) for name in NAMES],
        "reached": table("今晚要重新计算的时限", columns, rows, empty="没有。") if reached else None,
    }  # fmt: skip


def _between(each: Reached) -> str:
    first, last = in_chinese(each.first_due_on), in_chinese(each.last_due_on)
    return first if first == last else f"{first}至{last}"


def _page(request: HttpRequest, known: WorkCalendar, entry: Entry, status: int = 200) -> HttpResponse:
    wanted = request.GET.get(YEAR, "") or str(known.last_year)
    shown = next((each for each in known.notices if str(each.year) == wanted), known.notices[-1])
    fields = entry.fields()
    context = {
        "fields": fields, "next": known.last_year + 1, "entered": _entered(known), "shown": _shown(shown),
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
    own = list(HolidayNotice.objects.select_related("entered_by").order_by("-year", "-pk")[:PAGE])
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
