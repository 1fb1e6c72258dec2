"""An arrangement beside those on record: what it changes day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from doudi.desk.policy.days import spans_of
from doudi.faces.fields import in_chinese
from doudi.faces.tables import table, text
from doudi.kernel.workdays import Notice, WorkCalendar, is_usual

WEEKDAYS = "一二三四五六日"


def notice_of(known: WorkCalendar, year: int) -> Notice | None:
    """Return what is on record for a year."""
    return next((each for each in known.notices if each.year == year), None)


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
