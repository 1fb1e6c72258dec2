"""Working days, with the holidays and make-up days that the State Council announces year by year.

Days before the seed (2004) are refused. A year nobody entered a notice for is *provisional*: only weekends are assumed
free, and whatever touches it says so. How days are counted is given by the caller, who has it from a cited parameter.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import Final, Self

from doudi.kernel.errors import NotKnown, Refused

_SATURDAY: Final = 5
_LONGEST_TERM: Final = 3_660
_ONE_DAY: Final = timedelta(days=1)


class BeforeCalendar(NotKnown):
    """No holidays are recorded that early; guessing them would move deadlines."""

    code = "workdays.before_calendar"
    sentence = "工作日历从 {first} 年开始，没有 {day} 的节假日安排。"


class TermImpossible(Refused):
    """A term has between 0 and 3660 days."""

    code = "workdays.term_impossible"
    sentence = "期限的天数应在 0 到 3660 之间，不能是 {days}。"


class NoticeContradicts(Refused):
    """A holiday notice names days that lie elsewhere or are both free and worked, or a year that would leave a gap."""

    code = "workdays.notice_contradicts"
    sentence = "{year} 年节假日安排有误：{reason}。"


class DayKind(Enum):
    """What a term counts: 工作日 or 日 (every day of the calendar)."""

    WORKING = "working"
    CALENDAR = "calendar"


class LastDay(Enum):
    """What happens when a term ends on a day off: it stays (当日届满) or moves to the next working day (顺延)."""

    STAYS = "stays"
    NEXT_WORKDAY = "next_workday"


@dataclass(frozen=True)
class Counting:
    """How the days of a term are counted; each figure of it is a parameter with its own citation."""

    days: DayKind = DayKind.WORKING
    first_day_counts: bool = False
    last_day: LastDay = LastDay.NEXT_WORKDAY

    @property
    def asks_for_holidays(self) -> bool:
        """False only for a term of calendar days that ends where it ends."""
        return self.days is DayKind.WORKING or self.last_day is LastDay.NEXT_WORKDAY


@dataclass(frozen=True)
class Due:
    """The last day of a term; provisional when it depends on a year whose holidays are not announced yet."""

    day: date
    provisional: bool
    calendar_version: str


def is_usual(day: date) -> bool:
    """Tell whether offices work on such a day of the week where no notice says otherwise."""
    return day.weekday() < _SATURDAY


@dataclass(frozen=True)
class Notice:
    """The holidays and make-up working days announced for one year, and where that was read."""

    year: int
    holidays: frozenset[date]
    workdays: frozenset[date]
    source: str

    def __post_init__(self) -> None:
        if self.holidays & self.workdays:
            raise NoticeContradicts(year=self.year, reason="同一天既放假又上班")
        if any(is_usual(day) for day in self.workdays):
            raise NoticeContradicts(year=self.year, reason="调休上班的不是周六或者周日")
        if not all(self._may_name(day) for day in self.holidays | self.workdays):
            raise NoticeContradicts(year=self.year, reason="有的日期不在这一年")

    def _may_name(self, day: date) -> bool:
        """Allow the year itself and the two days a New Year's holiday may take from its neighbours."""
        return date(self.year - 1, 12, 25) <= day <= date(self.year + 1, 1, 7)


@dataclass(frozen=True)
class WorkCalendar:
    """Working days by the notices known so far. A value: entering a notice makes another one, of another version."""

    notices: tuple[Notice, ...]
    version: str = field(init=False)
    _announced: dict[date, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        announced: dict[date, bool] = {}
        for notice in self.notices:
            announced |= dict.fromkeys(notice.holidays, False) | dict.fromkeys(notice.workdays, True)
        object.__setattr__(self, "_announced", announced)
        object.__setattr__(self, "version", self._make_version())

    @classmethod
    def seed(cls) -> "WorkCalendar":
        """Give the calendar that comes with the product, 2004 to 2026."""
        return _seed()

    @property
    def first_year(self) -> int:
        """The first year with holidays on record."""
        return self.notices[0].year

    @property
    def last_year(self) -> int:
        """The last year with holidays on record; later ones are provisional."""
        return self.notices[-1].year

    def with_notice(self, year: int, holidays: Iterable[date], workdays: Iterable[date], source: str) -> Self:
        """Enter the notice of a year, or a corrected one. Raises NoticeContradicts; years are entered without gap."""
        if not self.first_year <= year <= self.last_year + 1:
            raise NoticeContradicts(year=year, reason=f"只能录入 {self.first_year} 到 {self.last_year + 1} 年的安排")
        others = [notice for notice in self.notices if notice.year != year]
        entered = Notice(year, frozenset(holidays), frozenset(workdays), source)
        return type(self)(tuple(sorted([*others, entered], key=lambda notice: notice.year)))

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work on a day. Raises BeforeCalendar."""
        if day.year < self.first_year:
            raise BeforeCalendar(first=self.first_year, day=day)
        return self._announced.get(day, is_usual(day))

    def is_provisional(self, day: date) -> bool:
        """Tell whether the holidays of the day's year are still unknown."""
        return day.year > self.last_year

    def add_workdays(self, start: date, days: int) -> Due:
        """End a term of working days, the first day not counted."""
        return self.due(start, days, Counting())

    def due(self, start: date, days: int, counting: Counting) -> Due:
        """End a term of `days` that begins on `start`. Raises BeforeCalendar and TermImpossible."""
        if not 0 <= days <= _LONGEST_TERM:
            raise TermImpossible(days=days)
        end = self._last_counted(start, days, counting)
        if counting.last_day is LastDay.NEXT_WORKDAY:
            end = next(day for day in _days_from(end) if self.is_workday(day))
        return Due(end, counting.asks_for_holidays and self.is_provisional(end), self.version)

    def _last_counted(self, start: date, days: int, counting: Counting) -> date:
        """Find the day on which the count is reached; a term of no days ends where it starts."""
        if days == 0:
            return start
        first = start if counting.first_day_counts else start + _ONE_DAY
        every_day = counting.days is DayKind.CALENDAR
        counted = (day for day in _days_from(first) if every_day or self.is_workday(day))
        return next(islice(counted, days - 1, None))

    def _make_version(self) -> str:
        lines = [
            f"{notice.year}:{','.join(map(str, sorted(notice.holidays)))}:{','.join(map(str, sorted(notice.workdays)))}"
            for notice in self.notices
        ]
        digest = sha256("\n".join(lines).encode()).hexdigest()
        return f"{self.first_year}-{self.last_year}.{digest[:8]}"


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _ONE_DAY


@lru_cache(maxsize=1)
def _seed() -> WorkCalendar:
    text = files("doudi.kernel").joinpath("calendar/2004-2026.json").read_text(encoding="utf-8")
    seed = json.loads(text)
    return WorkCalendar(tuple(_notice(int(year), days, seed["made_from"]) for year, days in seed["years"].items()))


def _notice(year: int, days: dict[str, list[str]], source: str) -> Notice:
    holidays, workdays = (frozenset(map(date.fromisoformat, days[kind])) for kind in ("holidays", "workdays"))
    return Notice(year, holidays, workdays, source)
