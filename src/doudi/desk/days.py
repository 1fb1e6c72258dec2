"""How many days are left, in the days that the clock itself counts: the same on the list and on the page of a case."""

from __future__ import annotations

from datetime import date, timedelta

from doudi.faces.badges import SOON, Badge, days_badge
from doudi.kernel.workdays import Counting, DayKind, LastDay, WorkCalendar

UNITS = {DayKind.WORKING: "个工作日", DayKind.CALENDAR: "日"}


def days_left(on: date, due: date, kind: DayKind, known: WorkCalendar) -> int:
    """Count the days from the next one to the last; of a limit that is over, those since it, below zero."""
    if kind is DayKind.CALENDAR or on == due:
        return (due - on).days
    first, last, sign = (on, due, 1) if on < due else (due, on, -1)
    days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    return sign * sum(known.is_workday(day) for day in days) or sign


def soon_by(on: date, known: WorkCalendar) -> date:
    """Return the last of the next `SOON` working days: until then a limit is near."""
    counting = Counting(DayKind.WORKING, first_day_counts=False, last_day=LastDay.STAYS)
    return known.due(on, SOON, counting).day


def left_badge(left: int, kind: DayKind, label: str = "") -> Badge:
    """Say it as a badge: 剩 3 个工作日, 本环节今日到期."""
    shown = days_badge(left)
    if left == 0:
        return Badge(shown.tone, f"{label}今日到期", shown.icon)
    word = "超期" if left < 0 else "剩"
    return Badge(shown.tone, f"{label}{word} {abs(left)} {UNITS[kind]}", shown.icon)
