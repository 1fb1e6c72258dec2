"""Which running clocks another calendar reaches: what is counted again when a notice of holidays is entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min

from doudi.casework.models import Term
from doudi.casework.steps import NOTICES, Step, TermKind
from doudi.kernel.workdays import WorkCalendar

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """Running clocks of one kind: how many, of how many cases, and between which days they end as counted now."""

    label: str
    clocks: int
    cases: int
    first_due_on: date
    last_due_on: date


def reached_by(known: WorkCalendar, renewed: WorkCalendar, year: int) -> list[Reached]:
    """List the running clocks, as far as the actor's places reach, that run over a day the two calendars differ on.

    A notice keeps the last day that is written on the board. The rows themselves are counted by `recompute_terms`.
    """
    days = list(_differing(known, renewed, year))
    if not days:
        return []
    running = Term.objects.filter(ended_on=None, started_on__lte=days[-1], due_on__gte=days[0]).exclude(
        step__in=NOTICES
    )
    counted = running.values("kind", "step").order_by("kind", "step")
    rows = counted.annotate(
        clocks=Count("pk"), cases=Count("case", distinct=True), first=Min("due_on"), last=Max("due_on")
    )
    return [
        Reached(_label(row["kind"], row["step"]), row["clocks"], row["cases"], row["first"], row["last"])
        for row in rows
    ]


def _differing(known: WorkCalendar, renewed: WorkCalendar, year: int) -> Iterator[date]:
    """Yield the days, with a week of the neighbours, that count otherwise or are provisional no more."""
    day = max(date(year - 1, 12, 25), date(known.first_year, 1, 1))
    while day <= date(year + 1, 1, 7):
        if known.is_workday(day) != renewed.is_workday(day) or known.is_provisional(day) != renewed.is_provisional(day):
            yield day
        day += A_DAY


def _label(kind: str, step: str) -> str:
    return f"{TermKind(kind).label}（{Step(step).label}）" if step else TermKind(kind).label
