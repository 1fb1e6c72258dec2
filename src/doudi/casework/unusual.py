"""What makes an arrangement of holidays look twice: in what it is unlike every year on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from doudi.kernel.workdays import Notice, WorkCalendar

A_DAY = timedelta(days=1)


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


def runs_of(days: Iterable[date]) -> list[list[date]]:
    """Put days together that follow one another."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day == runs[-1][-1] + A_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
