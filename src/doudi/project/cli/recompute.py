"""`doudi recompute`: months of a case as decided beside what comes out now, as differences; nothing is kept."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from doudi.kernel import clock
from doudi.kernel.errors import Refused
from doudi.kernel.money import show_yuan
from doudi.kernel.months import Month
from doudi.project.cli import given, published

if TYPE_CHECKING:
    from doudi.casework.models import Case
    from doudi.flows.recompute import MonthRedone

THEN = "then"
NEVER_DEBTS = "以上是差异，不是欠款：补发或者追回，须另行作出决定，写明理由和起始月份。"


class NoSuchCase(Refused):
    """There is no case of that number."""

    code = "cli.no_such_case"
    sentence = "没有办件 {number}。"


class SeveralCases(Refused):
    """An application has several cases, and each has its own decision."""

    code = "cli.several_cases"
    sentence = "申请 {number} 有 {count} 个办件，请用其中一个的编号：{cases}。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The case, the months, and what is to be known."""
    parser.add_argument(
        "--case",
        required=True,
        metavar="NUMBER",
        help="number of the case, or of an application of one 办件编号，只有一个办件的也可写申请编号",
    )
    parser.add_argument("--from", dest="first", required=True, metavar="MONTH", help="for example 2024-01 起始月份")
    parser.add_argument("--to", dest="last", required=True, metavar="MONTH", help="inclusive 截止月份（含）")
    parser.add_argument(
        "--known-at", type=_moment, metavar="DATE",
        help="as known at the end of that day, or `then`: at the end of each month; else as known now 按何时所知",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="a line of JSON for each month 每月输出一行 JSON")


def call(options: argparse.Namespace) -> int:
    """Recompute and list."""
    first, last = Month.parse(options.first), Month.parse(options.last)
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.casework.queries import cases_called
    from doudi.flows.recompute import recompute

    with acting(Actor.system("doudi recompute"), on=clock.today(os.environ)):
        case = _one(options.case, cases_called(options.case))
        then = options.known_at == THEN
        known_at = None if then or options.known_at is None else end_of(options.known_at)
        for month in recompute(case=case, first=first, last=last, known_at=known_at, as_known_then=then):
            print(json.dumps(_plain(month), ensure_ascii=False) if options.json else "\n".join(_lines(month)))
    if not options.json:
        print(NEVER_DEBTS)
    return 0


def _one(number: str, cases: list[Case]) -> Case:
    """Return the only case. Raises NoSuchCase, SeveralCases."""
    if not cases:
        raise NoSuchCase(number=number)
    if len(cases) > 1:
        told = "、".join(f"{each.number}（{each.programme}）" for each in cases)
        raise SeveralCases(number=number, count=len(cases), cases=told)
    return cases[0]


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over, by the clock of the installation."""
    from django.utils.timezone import get_default_timezone

    return datetime.combine(day + timedelta(days=1), time(), get_default_timezone())


def _moment(text: str) -> date | str:
    return THEN if text == THEN else given.day(text)


def _plain(found: MonthRedone) -> dict[str, Any]:
    return {
        "month": f"{found.month.first_day:%Y-%m}", "decided_fen": found.decided_fen,
        "determination": found.determination, "status_label": found.status_label, "now_fen": found.now_fen,
        "difference_fen": found.difference_fen, "moved": found.moved,
    }  # fmt: skip


def _lines(found: MonthRedone) -> list[str]:
    now = "还不能判断" if found.now_fen is None else show_yuan(found.now_fen)
    gap = found.difference_fen
    said = "" if gap is None else "，没有差异" if gap == 0 else f"，相差 {'+' if gap > 0 else ''}{show_yuan(gap)}"
    decided = "还没有作出决定" if found.decided_fen is None else f"已定 {show_yuan(found.decided_fen)}"
    head = f"{found.month.first_day:%Y-%m}\t{decided}\t现算 {now}（{found.status_label}）{said}"
    return [head, *(f"    {step['text']}" for step in (found.moved or {}).get("steps", ()))]
