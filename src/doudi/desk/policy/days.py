"""Days as a holiday notice writes them, read line by line and written back: `元旦：1月1日至3日`, `2027-01-03`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from doudi.kernel.errors import Refused

A_DAY = timedelta(days=1)
ASIDE = re.compile(r"（[^）]*）|\([^)]*\)|\s")
NAMED = re.compile(r"^[^：:]*[：:]")
"""What a line says before its days: the name of the feast."""
DAY = r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)"
SPAN = re.compile(rf"{DAY}(?:[至到~～—-]{DAY})?")
BETWEEN = re.compile(r"[\n；;、，,]+")


class DaysUnreadable(Refused):
    """A line names no day, or a span that runs backwards."""

    code = "desk.days_unreadable"
    sentence = "“{line}”{reason}，请写成“元旦：1月1日至3日”或者“2027-01-01”的样子。"


class DaysElsewhere(Refused):
    """A line names a day that no notice of this year can speak of."""

    code = "desk.days_elsewhere"
    sentence = "“{line}”不在 {year} 年。"


def read_days(text: str, year: int) -> list[date]:
    """Read every day that some lines name. Raises DaysUnreadable, DaysElsewhere."""
    lines = (line.strip() for line in BETWEEN.split(text))
    return [day for line in lines if line for day in _line(line, year)]


def _line(line: str, year: int) -> Iterator[date]:
    found = SPAN.fullmatch(NAMED.sub("", ASIDE.sub("", line)))
    if found is None:
        raise DaysUnreadable(line=line, reason="读不懂")
    parts = found.groups()
    if parts[5] and not parts[4]:
        raise DaysUnreadable(line=line, reason="没有写是几月")
    first = _day(parts[:6], date(year, 1, 1), line)
    last = _day(parts[6:], first, line) if any(parts[6:]) else first
    if last < first:
        raise DaysUnreadable(line=line, reason="结束的日子在开始以前")
    if first.year < year - 1 or last.year > year + 1:
        raise DaysElsewhere(line=line, year=year)
    yield from (first + A_DAY * ahead for ahead in range((last - first).days + 1))


def _day(parts: tuple[str | None, ...], near: date, line: str) -> date:
    """Make a day; what is not written, year or month, is that of the day before."""
    year, month, day = (
        int(iso or written or usual)
        for iso, written, usual in zip(parts[:3], parts[3:], (near.year, near.month, 0), strict=True)
    )
    try:
        return date(year, month, day)
    except ValueError:
        raise DaysUnreadable(line=line, reason="没有这一天") from None


def spans_of(days: Iterable[date], *, year: int) -> list[str]:
    """Write days back, those that follow one another as a span: 1月1日至3日; another year is written out."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + A_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_span(run[0], run[-1], year) for run in runs]


def _span(first: date, last: date, year: int) -> str:
    start = f"{first.month}月{first.day}日" if first.year == year else f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return start
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至{last.day}日"
    end = f"{last.month}月{last.day}日"
    return f"{start}至{end if last.year == first.year else f'{last.year}年{end}'}"
