"""Days as a holiday notice writes them, read sentence by sentence and written back.

元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
2月15日至23日    2026-02-15—2026-02-23    2月14日、28日上班
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from doudi.casework.unusual import A_DAY, runs_of
from doudi.kernel.errors import Refused

DECEMBER = 12
ASIDE = re.compile(r"（[^）]*）|\([^)]*\)|\s")
NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+|\d{1,2})、")
NAMED = re.compile(r"^(?:\d{4}年)?[^：:\d]*[：:]")
"""What a sentence says before its days: the name of the feast."""
DAY = r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})[日号]?)"
SPAN = rf"{DAY}(?:(?:[至到~～]|[—–－-]{{1,2}}){DAY})?"
FREE, WORKED = r"((?:放假|调休|休息|补休|连休)+(?:\d+天)?)", r"((?:正常|照常)?(?:上班|补班))"
PART = re.compile(rf"{SPAN}(?:{FREE}|{WORKED})?")
COUNTED = re.compile(r"(?:放假|合计)?共?(\d+)天")
SAID_BESIDE = re.compile(r"不调休|(?:放假)?(?:调休)?与周末(?:连休|调休)|放假|调休")
"""What a notice says beside its days and that names none."""
AROUND = re.compile(r"通知|〔\d{4}〕\d*号|\[\d{4}\]\d*号|^各.*[：:]?$|节假日期间|办公厅$|人民政府$")
A_MONTH = re.compile(r"\d月|\d[-/.]\d")
SIGNED, DATED = re.compile(r".*(?:办公厅|人民政府|国务院|办公室)"), re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
"""What stands around the days of a notice, and who signs it before its own date."""
SENTENCES, PARTS = re.compile(r"[\n；;。]+"), re.compile(r"[、，,]+")


class DaysUnreadable(Refused):
    """Some words name no day, or a span that runs backwards."""

    code = "desk.days_unreadable"
    sentence = "{lines}，请写成“元旦：1月1日至3日”或者“2027-01-01”的样子。"


class DaysElsewhere(Refused):
    """Some words name a day that no notice of this year can speak of."""

    code = "desk.days_elsewhere"
    sentence = "“{line}”不在 {year} 年。"


class _Unread(Exception):
    """Why some words could not be read."""


@dataclass(slots=True)
class Days:
    """What was read: the days off, and the Saturdays and Sundays that are worked."""

    free: list[date] = field(default_factory=list[date])
    worked: list[date] = field(default_factory=list[date])


def read_days(text: str, year: int, *, are_worked: bool = False) -> Days:
    """Read every day that some sentences name; `are_worked`: those of which it is not said are working days.

    Raises DaysUnreadable, which names all that could not be read, and DaysElsewhere."""
    found, unread = Days(), list[str]()
    for sentence in _naming_days(text):
        if sentence.strip():
            try:
                _read(sentence, year, found, are_worked=are_worked)
            except _Unread as error:
                unread.append(str(error))
    if unread:
        raise DaysUnreadable(lines="；".join(unread))
    return found


def _naming_days(text: str) -> Iterator[str]:
    """Yield the sentences of a notice but for what stands around its days: title, number, address, signature, date."""
    before = ""
    for sentence in SENTENCES.split(text):
        plain = ASIDE.sub("", sentence)
        is_dated = DATED.fullmatch(plain) and SIGNED.fullmatch(before)
        if not (is_dated or (AROUND.search(plain) and not A_MONTH.search(plain))):
            yield sentence
        before = plain or before


def _read(sentence: str, year: int, found: Days, *, are_worked: bool) -> None:
    """Read one sentence; what it says of its last days counts for those before too: 14日、28日上班."""
    plain = NAMED.sub("", NUMBERED.sub("", ASIDE.sub("", sentence)))
    days, near, free, said = list[date](), date(year, 1, 1), 0, None
    for part in filter(None, PARTS.split(plain)):
        counted, matched = COUNTED.fullmatch(part), PART.fullmatch(part)
        if counted is not None:
            said = int(counted[1])
        elif matched is not None:
            span = _span_of(matched.groups()[:12], near, part, year, is_first=not days and not free)
            near = span[-1]
            days += span
            off, on = matched.groups()[12:]
            if off or on:
                (found.worked if on else found.free).extend(days)
                free += 0 if on else len(days)
                days = []
        elif not SAID_BESIDE.fullmatch(part):
            raise _Unread(f"“{part}”读不懂")
    (found.worked if are_worked else found.free).extend(days)
    free += 0 if are_worked else len(days)
    if said is not None and said != free:
        raise _Unread(f"“{sentence.strip()}”写的是共 {said} 天，读出来是 {free} 天")


def _span_of(parts: tuple[str | None, ...], near: date, line: str, year: int, *, is_first: bool) -> list[date]:
    if is_first and parts[5] and not parts[4]:
        raise _Unread(f"“{line}”没有写是几月")
    first = _day(parts[:6], near, line)
    last = _day(parts[6:], first, line) if any(parts[6:]) else first
    if last < first and first.month == DECEMBER and not (parts[6] or parts[9]):
        last = _day(parts[6:], first.replace(year=first.year + 1, day=1), line)
    if last < first:
        raise _Unread(f"“{line}”结束的日子在开始以前")
    if first.year < year - 1 or last.year > year + 1:
        raise DaysElsewhere(line=line, year=year)
    return [first + A_DAY * ahead for ahead in range((last - first).days + 1)]


def _day(parts: tuple[str | None, ...], near: date, line: str) -> date:
    """Make a day; what is not written, year or month, is that of the day before."""
    year, month, day = (
        int(iso or written or usual)
        for iso, written, usual in zip(parts[:3], parts[3:], (near.year, near.month, 0), strict=True)
    )
    try:
        return date(year, month, day)
    except ValueError:
        raise _Unread(f"“{line}”没有这一天") from None


def spans_of(days: Iterable[date], *, year: int) -> list[str]:
    """Write days back, those that follow one another as a span: 1月1日至3日; another year is written out."""
    runs = runs_of(days)
    return [_span(run[0], run[-1], year) for run in runs]


def _span(first: date, last: date, year: int) -> str:
    start = f"{first.month}月{first.day}日" if first.year == year else f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return start
    if (first.year, first.month) == (last.year, last.month):
        return f"{start}至{last.day}日"
    end = f"{last.month}月{last.day}日"
    return f"{start}至{end if last.year == first.year else f'{last.year}年{end}'}"
