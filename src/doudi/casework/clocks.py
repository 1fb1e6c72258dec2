"""The clocks of a case: started by a cited limit, counted by the calendar as known, ended by what they measure.

clocks.start(case, TermKind.WHOLE, rule.whole.limit, since=accepted_on)
clocks.tell(case)              # what the case shows: nearest limits, and whether they are provisional
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.audit.fixed import fixed
from doudi.casework.models import Case, HolidayNotice, Notice, Pause, Term
from doudi.casework.procedure.book import procedures
from doudi.casework.procedure.terms import Limit, Procedure
from doudi.casework.steps import NOTICES, Step, TermKind
from doudi.kernel.workdays import Counting, DayKind, Due, LastDay, WorkCalendar

COUNTS = Q(needs_second=False) | Q(confirmation__agrees=True)
"""Which notices of holidays count."""
CALENDARS_KEPT = 4


def calendar() -> WorkCalendar:
    """Return the working days as known: the seed of the product with the notices entered here, the newest of a year.

    A correction that another office has to confirm counts from then on."""
    return _with_notices(tuple((year, tuple(free), tuple(worked), source) for year, free, worked, source in _newest()))


_newest = fixed(
    lambda: (
        HolidayNotice.objects.filter(COUNTS)
        .order_by("year", "-pk")
        .distinct("year")
        .values_list("year", "holidays", "workdays", "source")
    ),
    asked=(),
)


@lru_cache(maxsize=CALENDARS_KEPT)
def _with_notices(notices: tuple[tuple[int, tuple[date, ...], tuple[date, ...], str], ...]) -> WorkCalendar:
    """Enter notices into the seed, the earlier year first."""
    known = WorkCalendar.seed()
    for notice in notices:
        known = known.with_notice(*notice)
    return known


def entered_holidays() -> QuerySet[HolidayNotice]:
    """List the notices of holidays that were entered here and count, or counted; the newest first."""
    return HolidayNotice.objects.filter(COUNTS).select_related("entered_by").order_by("-year", "-pk")


def waiting_holidays() -> QuerySet[HolidayNotice]:
    """List the corrections that another office has still to confirm; one that a later row has overtaken is none."""
    later = HolidayNotice.objects.filter(COUNTS, year=OuterRef("year"), pk__gt=OuterRef("pk"))
    waiting = HolidayNotice.objects.filter(~Exists(later), needs_second=True, confirmation=None)
    return waiting.select_related("entered_by", "office").order_by("pk")


def start(case: Case, kind: TermKind, limit: Limit, *, since: date, step: Step | str = "") -> Term:
    """Start a clock; how its days are counted is the law of the day it begins. Raises CountingUnknown."""
    counting, how = procedures().counting_of(limit, since)
    due = calendar().due(since, limit.days, counting)
    return Term.objects.create(
        case=case, kind=kind, step=step, started_on=since, days=limit.days, day_kind=counting.days.value,
        first_day_counts=counting.first_day_counts, last_day=counting.last_day.value, due_on=due.day,
        provisional=due.provisional, calendar_version=due.calendar_version, cites=[*limit.cites, *how],
    )  # fmt: skip


def start_notice(case: Case, notice: Notice, cites: tuple[str, ...], *, step: Step) -> Term:
    """Start the clock of a notice: it ends on the day that is written on the board, whatever the calendar becomes."""
    return Term.objects.create(
        case=case, kind=TermKind.STAGE, step=step, started_on=notice.posted_on,
        days=(notice.ends_on - notice.posted_on).days, day_kind=DayKind.CALENDAR.value, first_day_counts=False,
        last_day=LastDay.STAYS.value, due_on=notice.ends_on, provisional=False,
        calendar_version=calendar().version, cites=list(cites),
    )  # fmt: skip


def end(case: Case, kind: TermKind, *, on: date) -> None:
    """End the running clock of a kind; one that began later than `on` (a wrong order of entry) ends where it began."""
    for term in case.terms.filter(kind=kind, ended_on=None).order_by("pk"):
        term.ended_on = max(on, term.started_on)
        term.save(update_fields=["ended_on"])


def running(case: Case) -> list[Term]:
    """List the clocks of a case that have not ended."""
    return list(case.terms.filter(ended_on=None).order_by("pk"))


def count_again(term: Term, known: WorkCalendar) -> None:
    """Compute where a term ends by the calendar as known, with the days it stood still."""
    due = _due(term, term.days + _days_paused(term, known), known)
    term.due_on, term.provisional, term.calendar_version = due.day, due.provisional, due.calendar_version
    term.save(update_fields=["days", "started_on", "cites", "due_on", "provisional", "calendar_version"])


def tell(case: Case) -> dict[str, object]:
    """Return what the case shows of its running clocks."""
    terms = running(case)
    near = [term.due_on for term in terms if term.kind != TermKind.WHOLE]
    whole = [term.due_on for term in terms if term.kind == TermKind.WHOLE]
    return {
        "step_due_on": min(near, default=None),
        "due_on": min(whole, default=None),
        "provisional": any(term.provisional for term in terms),
        "paused": Pause.objects.filter(term__in=terms, until_on=None).exists(),
    }


def kinds_of(case: Case) -> tuple[DayKind, DayKind]:
    """Return the kinds of days that its limit here and its whole limit count, as its rule has them; no query."""
    rule = procedures().by_id(case.procedure)
    whole = rule.whole.limit.kind if rule.whole else DayKind.CALENDAR
    return _kind_at(rule, Step(case.step)) or whole, whole


def _kind_at(rule: Procedure, step: Step) -> DayKind | None:
    """Return what is counted at a step; a notice hangs for days of the calendar, and a way back counts as its stage."""
    if step in NOTICES:
        return DayKind.CALENDAR
    limit = rule.stage(step).limit if rule.has(step) else rule.tell_refusal if step is Step.LETTER else None
    return limit.kind if limit else None


def day_kind(term: Term) -> DayKind:
    """Return the kind of days a clock counts."""
    return DayKind(term.day_kind)


def _counting(term: Term) -> Counting:
    return Counting(DayKind(term.day_kind), term.first_day_counts, LastDay(term.last_day))


def _due(term: Term, days: int, known: WorkCalendar) -> Due:
    return known.due(term.started_on, days, _counting(term))


def _days_paused(term: Term, known: WorkCalendar) -> int:
    """Count the days that would have counted, had the clock not stood still; the day it goes on counts again."""
    first = term.started_on if term.first_day_counts else term.started_on + timedelta(days=1)
    return sum(
        _counts(term, day, known)
        for pause in term.pauses.exclude(until_on=None).order_by("pk")
        for day in _days(max(pause.from_on, first), pause.until_on or pause.from_on)
    )


def _counts(term: Term, day: date, known: WorkCalendar) -> bool:
    return term.day_kind == DayKind.CALENDAR.value or known.is_workday(day)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=index) for index in range(max(0, (end - start).days))]
