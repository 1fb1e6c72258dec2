"""An arrangement beside those on record: what it changes day by day, and what makes one look twice before entering."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from doudi.desk.policy.days import runs_of, spans_of
from doudi.desk.tables import table, text
from doudi.faces.fields import in_chinese
from doudi.kernel.workdays import Notice, WorkCalendar, is_usual

WEEKDAYS = "一二三四五六日"


def notice_of(known: WorkCalendar, year: int) -> Notice | None:
    """Return what is on record for a year."""
    return next((each for each in known.notices if each.year == year), None)


def doubts(known: WorkCalendar, new: Notice) -> list[str]:
    """Say in what an arrangement is unlike every other year on record. No number here is law: years are compared."""
    others = [each for each in known.notices if each.year != new.year]
    since = others[0].year
    found = [
        _unlike("放假", "天", len(new.holidays), [len(each.holidays) for each in others], since),
        _unlike("调休上班", "天", len(new.workdays), [len(each.workdays) for each in others], since),
        _unlike("最长连续放假", "天", _longest(new), [_longest(each) for each in others], since, is_least_odd=False),
        _odd_months(new, others, since),
    ]
    return [each for each in found if each]


def _unlike(what: str, unit: str, count: int, before: list[int], since: int, *, is_least_odd: bool = True) -> str:
    least, most = min(before), max(before)
    if (least <= count or not is_least_odd) and count <= most:
        return ""
    more = "多" if count > most else "少"
    return f"{what} {count} {unit}，比有记录的哪一年都{more}：{since} 年以来每年 {least} 至 {most} {unit}。"


def _longest(notice: Notice) -> int:
    return max((len(run) for run in runs_of(notice.holidays)), default=0)


def _odd_months(new: Notice, others: list[Notice], since: int) -> str:
    usual = {day.month for each in others for day in each.holidays}
    odd = sorted({day.month for day in new.holidays} - usual)
    months = "、".join(f"{month} 月" for month in odd)
    return f"{months}放假：{since} 年以来这{'几' if len(odd) > 1 else '一'}个月都没有放过假。" if odd else ""


def beside(known: WorkCalendar, new: Notice) -> dict[str, Any]:
    """Draw an arrangement beside the one it corrects; beside that of the year before where there is none yet."""
    old = notice_of(known, new.year) or known.notices[-1]
    named = "现在的" if old.year == new.year else f"{old.year} 年的"
    lines: tuple[tuple[str, Callable[[Notice], object]], ...] = (
        ("放假天数", lambda each: f"{len(each.holidays)} 天"),
        ("放假", lambda each: "、".join(spans_of(each.holidays, year=each.year))),
        ("调休上班天数", lambda each: f"{len(each.workdays)} 天"),
        ("调休上班", lambda each: "、".join(spans_of(each.workdays, year=each.year)) or "没有"),
        ("来源", lambda each: each.source),
    )
    rows = [[text(label), text(say(old)), text(say(new))] for label, say in lines]
    return table(f"{new.year} 年的放假安排", ("", named, "要录入的"), rows, empty="")


def differences(known: WorkCalendar, new: Notice) -> dict[str, Any] | None:
    """Draw what a correction changes, day by day; None where the year is new."""
    old = notice_of(known, new.year)
    if old is None:
        return None
    days = sorted((old.holidays ^ new.holidays) | (old.workdays ^ new.workdays))
    rows = [[text(_named(day)), text(_kind(old, day)), text(_kind(new, day))] for day in days]
    columns = ("日子", "现在", "更正以后")
    return table(f"逐日的变化（{len(days)} 天）", columns, rows, empty="日子没有变化，只改来源。")


def _named(day: date) -> str:
    return f"{in_chinese(day)}（周{WEEKDAYS[day.weekday()]}）"


def _kind(notice: Notice, day: date) -> str:
    if day in notice.holidays:
        return "放假"
    if day in notice.workdays:
        return "调休上班"
    return "工作日" if is_usual(day) else "周末"
