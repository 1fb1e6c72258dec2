"""The head of a case: two clocks and the facts in one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.casework import clocks
from doudi.casework.models import Case, Term
from doudi.casework.queries import next_number
from doudi.casework.steps import ENDED, NOTICES, Step, TermKind
from doudi.desk.case.opened import Opened
from doudi.desk.labels import programme_label
from doudi.determination.models import Result
from doudi.faces.badges import Badge, days_badge
from doudi.faces.fields import in_chinese
from doudi.intake.models import Channel, FamilyMember, Relation
from doudi.intake.queries import masked_number
from doudi.kernel.money import show_yuan
from doudi.kernel.workdays import DayKind

CLOCKS = {TermKind.STAGE: "本环节", TermKind.WHOLE: "全程", TermKind.TELLING: "告知"}
UNITS = {DayKind.WORKING.value: "个工作日", DayKind.CALENDAR.value: "日"}


@dataclass(frozen=True, slots=True)
class Header:
    """What stands on top of the page."""

    name: str
    programme: str
    badges: tuple[Badge, ...]
    facts: tuple[tuple[str, str], ...]
    identity: str
    identity_of: int
    may_see_identity: bool
    next_number: str


def header_of(found: Opened) -> Header:
    """Make the head of a case."""
    case = found.case
    who = _who(found)
    return Header(
        name=who.name if case.member else f"{who.name}户", programme=programme_label(case.programme),
        badges=(*_badges(case, found.on), *_doubts(found)), facts=tuple(_facts(found)),
        identity=masked_number(str(who.number)),
        identity_of=who.pk, may_see_identity=found.allows(Act.READ_IDENTITY),
        next_number=next_number(found.posts, after=case, on=found.on),
    )  # fmt: skip


def _who(found: Opened) -> FamilyMember:
    wanted = found.case.member_id
    return next(
        member
        for member in found.members
        if member.pk == wanted or (wanted is None and member.relation == Relation.APPLICANT)
    )


def _badges(case: Case, on: date) -> list[Badge]:
    badges = [Badge("info" if case.step not in ENDED else "mute", Step(case.step).label)]
    if case.paused:
        badges.append(Badge("mute", "中止计时"))
    if case.taken_back:
        badges.append(Badge("bad", "申请人已撤回"))
    badges += [_clock_badge(case, term, on) for term in case.terms.all() if term.ended_on is None]
    if case.provisional:
        badges.append(Badge("mute", "时限暂定：放假安排未公布"))
    if case.application.near_relative:
        badges.append(Badge("info", "近亲属备案"))
    return badges


def _doubts(found: Opened) -> list[Badge]:
    open_ones = found.open_differences if found.case.closed_on is None else 0
    return [Badge("warn", f"核对差异 {open_ones} 项", "alert-triangle")] if open_ones else []


def _clock_badge(case: Case, term: Term, on: date) -> Badge:
    """Say a clock in its own days: 本环节剩 2 日, 全程剩 11 个工作日."""
    due, kind, day_kind = term.due_on, term.kind, term.day_kind
    label = CLOCKS[TermKind(kind)]
    if case.step in NOTICES and kind == TermKind.STAGE:
        return Badge("info", "公示期满") if due < on else Badge("info", f"公示至 {due.month}月{due.day}日")
    left = _days_left(on, due, day_kind)
    shown = days_badge(left)
    if left == 0:
        return Badge(shown.tone, f"{label}今日到期", shown.icon)
    word = "超期" if left < 0 else "剩"
    return Badge(shown.tone, f"{label}{word} {abs(left)} {UNITS[day_kind]}", shown.icon)


def _days_left(on: date, due: date, day_kind: str) -> int:
    if day_kind == DayKind.CALENDAR.value or on == due:
        return (due - on).days
    known = clocks.calendar()
    first, last, sign = (on, due, 1) if on < due else (due, on, -1)
    days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    return sign * sum(known.is_workday(day) for day in days) or sign


def _facts(found: Opened) -> list[tuple[str, str]]:
    case, determination = found.case, found.determination
    facts = [
        ("办件编号", case.number),
        ("所在地", full_name(case.place, found.on)),
        ("共同生活", f"{len(found.members)} 人"),
        ("受理 / 应办结", f"{in_chinese(case.opened_on)} / {in_chinese(case.due_on) if case.due_on else '未定'}"),
        ("申请渠道", Channel(case.application.channel).label),
    ]
    if determination is not None:
        amount = determination.amount_fen
        shown = f"{show_yuan(amount)} / 月" if amount is not None else Result(determination.status).label
        facts.append(("测算金额", shown))
    return facts
