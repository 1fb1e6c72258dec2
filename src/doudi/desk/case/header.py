"""The head of a case: two clocks and the facts in one row."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.accounts.queries import full_name
from doudi.accounts.roles import Act
from doudi.casework.clocks import day_kind
from doudi.casework.models import Case, Term
from doudi.casework.steps import ENDED, NOTICES, Step, TermKind
from doudi.desk.case.figures import measured
from doudi.desk.case.opened import Opened
from doudi.desk.days import days_left, left_badge
from doudi.desk.frame import has_worklist
from doudi.desk.labels import programme_label
from doudi.determination.models import Result
from doudi.faces.badges import Badge
from doudi.faces.fields import in_chinese
from doudi.intake.models import Channel, FamilyMember, Relation
from doudi.intake.queries import masked_number
from doudi.kernel.money import show_yuan

CLOCKS = {TermKind.STAGE: "本环节", TermKind.WHOLE: "全程", TermKind.TELLING: "告知"}


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
    walks: bool


def header_of(found: Opened) -> Header:
    """Make the head of a case."""
    case = found.case
    who = _who(found)
    return Header(
        name=who.name if case.member else f"{who.name}户", programme=programme_label(case.programme),
        badges=(*_badges(found), *_doubts(found)), facts=tuple(_facts(found)),
        identity=masked_number(str(who.number)),
        identity_of=who.pk, may_see_identity=found.allows(Act.READ_IDENTITY),
        walks=has_worklist(found.somebody),
    )  # fmt: skip


def _who(found: Opened) -> FamilyMember:
    wanted = found.case.member_id
    return next(
        member
        for member in found.members
        if member.pk == wanted or (wanted is None and member.relation == Relation.APPLICANT)
    )


def _badges(found: Opened) -> list[Badge]:
    case = found.case
    badges = [Badge("info" if case.step not in ENDED else "mute", Step(case.step).label)]
    if case.taken_back:
        badges.append(Badge("bad", "申请人已撤回"))
    if case.paused:
        badges.append(Badge("mute", "中止计时"))
    badges += [_clock_badge(found, term) for term in case.terms.all() if term.ended_on is None]
    if case.provisional:
        badges.append(Badge("mute", "时限暂定：放假安排未公布"))
    if case.application.near_relative:
        badges.append(Badge("info", "近亲属备案"))
    return badges


def _doubts(found: Opened) -> list[Badge]:
    open_ones = found.open_differences if found.case.closed_on is None else 0
    return [Badge("warn", f"核对差异 {open_ones} 项", "alert-triangle")] if open_ones else []


def _clock_badge(found: Opened, term: Term) -> Badge:
    """Say a clock in its own days: 本环节剩 2 日, 全程剩 11 个工作日."""
    due, kind = term.due_on, TermKind(term.kind)
    if found.case.step in NOTICES and kind == TermKind.STAGE:
        return Badge("info", "公示期满" if due < found.on else f"公示至 {due.month}月{due.day}日")
    left = days_left(found.on, due, day_kind(term), found.calendar)
    return left_badge(left, day_kind(term), CLOCKS[kind])


def _facts(found: Opened) -> list[tuple[str, str]]:
    case, determination = found.case, found.determination
    facts = [
        ("办件编号", case.number),
        ("所在地", full_name(case.place, found.on)),
        ("共同生活", f"{len(found.members) - len(found.died)} 人"),
        _days(case),
        ("申请渠道", Channel(case.application.channel).label),
    ]
    if determination is not None and found.outcome is not None:
        if figures := measured(found.outcome):
            facts.append((figures.label, figures.said))
        amount = determination.amount_fen
        shown = f"{show_yuan(amount)} / 月" if amount is not None else Result(determination.status).label
        facts.append(("测算金额", shown))
    return facts


def _days(case: Case) -> tuple[str, str]:
    """Say since when, and until when it has to be, or was, finished; some rules set no limit."""
    opened = in_chinese(case.opened_on)
    if case.closed_on is not None:
        return "受理 / 办结", f"{opened} / 办结于 {in_chinese(case.closed_on)}"
    due = in_chinese(case.due_on) if case.due_on else "规定没有写期限"
    return "受理 / 应办结", f"{opened} / {due}"
