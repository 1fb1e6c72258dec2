"""The lines of the worklist: two clocks, the applicant masked as far as the law asks, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from doudi.casework.clocks import kinds_of
from doudi.casework.models import Case
from doudi.casework.steps import ENDED, NOTICES, Step
from doudi.desk.days import UNITS, days_left, left_badge
from doudi.desk.labels import day_in, programme_label
from doudi.faces.badges import Badge
from doudi.intake.queries import Applicant, applicants_of
from doudi.kernel.money import MINUS
from doudi.kernel.workdays import WorkCalendar
from doudi.verification.queries import open_differences

UNLIMITED = Badge("mute", "未定期限")
NOTICE_OVER = Badge("info", "公示期满")
TAKEN_BACK = Badge("bad", "申请人已撤回")


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `key` is what a tick sends."""

    key: str
    step: str
    number: str
    href: str
    limit: Badge
    programme: str
    name: str
    identity: str
    place: str
    people: int
    step_label: str
    whole: str
    flags: tuple[Badge, ...]
    opened: str
    acceptor: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines of a list share: the day, the names of places by code, the working days."""

    on: date
    names: Mapping[str, str]
    calendar: WorkCalendar


def rows_of(
    cases: list[Case], names: Mapping[str, str], working_days: WorkCalendar, *, on: date
) -> tuple[list[Row], set[int]]:
    """Return the lines of some cases, and the registry keys of whom they show; two queries, whatever their number."""
    applicants = applicants_of({case.application_id for case in cases})
    differ = open_differences(applicants)
    known = Known(on, names, working_days)
    rows = [_row(case, applicants[case.application_id], differ.get(case.application_id, 0), known) for case in cases]
    shown = {applicants[case.application_id].person for case in cases}
    return rows, {person for person in shown if person is not None}


def _row(case: Case, applicant: Applicant, differing: int, known: Known) -> Row:
    name = case.application.applicant_name if case.member is None else case.member.name
    return Row(
        key=str(case.pk), step=case.step, number=case.number, href=reverse("desk:case", args=[case.number]),
        limit=limit_badge(case, known), programme=programme_label(case.programme), name=name,
        identity=applicant.masked, place=known.names.get(case.place, case.place),
        people=applicant.people, step_label=Step(case.step).label,
        whole=_whole(case, known), flags=tuple(_flags(case, differing)), opened=day_in(case.opened_on, on=known.on),
        acceptor=str(case.application.accepted_by),
    )  # fmt: skip


def limit_badge(case: Case, known: Known) -> Badge:
    """Say how long is left at this step; where its text sets no limit, of the whole; of what is over, that it is."""
    if case.step in ENDED:
        return Badge("mute", Step(case.step).label)
    if case.step in NOTICES and not case.disputed and case.step_due_on is not None and case.step_due_on < known.on:
        return NOTICE_OVER
    due, kinds = case.step_due_on or case.due_on, kinds_of(case)
    if due is None:
        return UNLIMITED
    kind = kinds[0] if case.step_due_on else kinds[1]
    return left_badge(days_left(known.on, due, kind, known.calendar), kind)


def _whole(case: Case, known: Known) -> str:
    if case.due_on is None:
        return "—"
    kind = kinds_of(case)[1]
    left = days_left(known.on, case.due_on, kind, known.calendar)
    return f"{left} {UNITS[kind]}".replace("-", MINUS)


def _flags(case: Case, differing: int) -> Iterator[Badge]:
    if case.taken_back:
        yield TAKEN_BACK
    if differing:
        yield Badge("warn", f"核对差异 {differing} 项")
    if case.disputed:
        yield Badge("bad", "公示有异议")
    if case.application.near_relative:
        yield Badge("info", "近亲属备案")
    if case.paused:
        yield Badge("mute", "中止计时")
    if case.provisional:
        yield Badge("mute", "时限暂定")
    if case.round:
        yield Badge("warn", "退回过")


def steps_of(rows: Iterable[Row]) -> set[str]:
    """Return the steps that stand in a list."""
    return {row.step for row in rows}
