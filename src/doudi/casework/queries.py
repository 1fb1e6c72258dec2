"""What waits for whom, ordered by the nearest limit; how many wait where; and one case with all that happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from doudi.accounts.models import Post
from doudi.audit.actor import place_range
from doudi.casework.models import (
    Case,
    Decision,
    Extension,
    Letter,
    Notice,
    Objection,
    Opinion,
)
from doudi.casework.steps import ENDED, NOTICES, Step
from doudi.casework.tallies import Summary
from doudi.casework.waiting import overdue, waits_for
from doudi.casework.whole import WholeCase, whole_case
from doudi.casework.words import said
from doudi.intake.models import Application, FamilyMember
from doudi.kernel.errors import Refused

PAGE = 50
OF_A_LINE = (
    "number", "programme", "procedure", "place", "step", "round", "step_due_on", "due_on", "next_due_on", "sort_on",
    "provisional", "paused", "disputed", "taken_back", "opened_on", "closed_on", "version", "application__place",
    "application__applicant_name", "application__near_relative", "application__accepted_by__name", "member__name",
)  # fmt: skip
"""What a list reads of a case and of what it belongs to; the rest is read when somebody asks for it."""


class CursorUnreadable(Refused):
    """The mark of a page is not one that a page gave."""

    code = "casework.cursor_unreadable"
    sentence = "翻页标记“{given}”有误，请从第一页看起。"


class Flag(StrEnum):
    """What makes a case stand out in the list."""

    OVERDUE = "overdue"
    PROVISIONAL = "provisional"
    PAUSED = "paused"
    DISPUTED = "disputed"
    TAKEN_BACK = "taken_back"
    DIFFERS = "differs"
    NEAR_RELATIVE = "near_relative"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; what is left out does not narrow the list. `village` is the code of any place.

    `mine`: only what waits for one of the posts. `persons`: keys of the registry, one of whom is of the family.
    Who is looked for by name or number is found with what is over, and so are the steps at which a case ends.
    """

    programme: str = ""
    step: str = ""
    village: str = ""
    due_by: date | None = None
    flag: Flag | None = None
    text: str = ""
    mine: bool = False
    persons: tuple[int, ...] | None = None

    @property
    def looks_back(self) -> bool:
        """Whether cases that are over are wanted too."""
        return bool(self.text.strip()) or self.persons is not None or self.step in ENDED


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the worklist, and the mark of the next where there is one."""

    cases: list[Case]
    next_mark: str | None


def worklist(posts: Iterable[Post], filters: Filters, *, on: date, mark: str = "", size: int = PAGE) -> Page:
    """List cases in the places of some posts, the nearest limit first, what is over last; one query for any page.

    Each case comes with its application. Raises CursorUnreadable.
    """
    cases = _sought(posts, filters, on).select_related("application__accepted_by", "member").only(*OF_A_LINE)
    if mark:
        after, number = _read_mark(mark)
        cases = cases.filter(Q(sort_on__gt=after) | Q(sort_on=after, pk__gt=number), sort_on__gte=after)
    found = list(cases.order_by("sort_on", "pk")[: size + 1])
    following = found[size - 1] if len(found) > size else None
    return Page(found[:size], None if following is None else f"{following.sort_on.isoformat()}.{following.pk}")


def case_beside(posts: Iterable[Post], *, case: Case, on: date, later: bool) -> Case | None:
    """Return the nearest case that waits for these posts before or after one in the order of the worklist."""
    mine, day = _sought(posts, Filters(mine=True), on), case.sort_on
    if later:
        after = mine.filter(Q(sort_on__gt=day) | Q(sort_on=day, pk__gt=case.pk), sort_on__gte=day)
        return after.order_by("sort_on", "pk").first()
    before = mine.filter(Q(sort_on__lt=day) | Q(sort_on=day, pk__lt=case.pk), sort_on__lte=day)
    return before.order_by("-sort_on", "-pk").first()


def notices_of(case: Case) -> list[Notice]:
    """List the notices of a case with what was objected to each, oldest first."""
    objections = Prefetch("objections", Objection.objects.order_by("pk"))
    return list(Notice.objects.filter(case=case).prefetch_related(objections).order_by("pk"))


def summary(posts: Iterable[Post], filters: Filters, *, on: date, soon_by: date) -> Summary:
    """Count what a worklist lists, over all its pages; one query."""
    counted = _sought(posts, filters, on).aggregate(
        cases=Count("pk"),
        overdue=Count("pk", filter=overdue(on)),
        soon=Count("pk", filter=Q(next_due_on__range=(on, soon_by))),
    )
    return Summary(counted["cases"], counted["overdue"], counted["soon"])


def cases_past_due(*, on: date) -> QuerySet[Case]:
    """List the open cases whose nearest limit is over, the latest first of all."""
    return Case.objects.filter(closed_on=None, next_due_on__lt=on).order_by("next_due_on", "pk")


def notices_over(*, on: date) -> QuerySet[Case]:
    """List the cases whose notice has ended without an open objection: somebody can go on with them."""
    return Case.objects.filter(step__in=NOTICES, disputed=False, step_due_on__lt=on).order_by("sort_on", "pk")


def letters_undelivered(*, on: date) -> QuerySet[Letter]:
    """List the letters that were issued and, as far as recorded, have not reached anybody."""
    return Letter.objects.filter(delivered_on=None, issued_on__lte=on).order_by("issued_on", "pk")


def opened_case(number: str) -> WholeCase | None:
    """Return a case with its history, clocks, opinions, decisions and determinations, None where the actor sees none.

    The number of queries does not depend on the case: what was prefetched is read by `related_name`. What few pages
    ask for (pauses, notices with their objections) is read when they ask.
    """
    found = whole_case(number)
    if found is not None:
        prefetch_related_objects([found.case], Prefetch("decisions", _decisions_of(found.case)))
    return found


def case_page(number: str) -> Case | None:
    """Return a case as `opened_case` does, for whom its determinations do not matter."""
    found = opened_case(number)
    return None if found is None else found.case


def _decisions_of(case: Case) -> QuerySet[Decision]:
    """Select the decisions of a case with all that hangs on them; of one that nobody has decided, none."""
    if case.decided_on is None and case.step not in (Step.LETTER, *ENDED):
        return Decision.objects.none()
    rows = Decision.objects.select_related("by", "proposed_by", "determination", "letter").order_by("pk")
    return rows.prefetch_related("reasons", "reconsiderations", "letter__remedies")


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the timeline: a day, what happened in words, who did it."""

    day: date
    what: str
    who: str
    cites: tuple[str, ...] = ()


def timeline(case: Case) -> list[TimelineEntry]:
    """Return what happened to a case and what is due, in order; reads what `case_page` fetched."""
    taken = [
        TimelineEntry(step.taken_on, said(step.deed), "" if step.by is None else step.by.name, tuple(step.cites))
        for step in case.steps_taken.all()
    ]
    due = [
        TimelineEntry(term.due_on, f"{term.get_kind_display()}届满", "", tuple(term.cites))
        for term in case.terms.all()
        if term.ended_on is None
    ]
    return sorted([*taken, *due], key=lambda entry: entry.day)


def extensions_of(case: Case) -> QuerySet[Extension]:
    """List how the limits of a case were extended."""
    return Extension.objects.filter(term__case=case).select_related("by").order_by("pk")


def _open_in(posts: Iterable[Post]) -> QuerySet[Case]:
    """List the open cases within the places of the offices."""
    return _within(posts).filter(closed_on=None)


def _within(posts: Iterable[Post]) -> QuerySet[Case]:
    """List the cases within the places of the offices; a range on one column, which an index serves."""
    ranges = sorted({place_range(post.office.place) for post in posts})
    where = Q(pk__in=())
    for start, end in ranges:
        where |= Q(place__gte=start, place__lt=end)
    return Case.objects.filter(where)


def _sought(posts: Iterable[Post], filters: Filters, on: date) -> QuerySet[Case]:
    held = list(posts)
    found = (_within(held) if filters.looks_back else _open_in(held)).filter(_wanted(filters, on))
    return found.filter(waits_for(held, on)) if filters.mine else found


def _wanted(filters: Filters, on: date) -> Q:
    wanted = Q()
    for column in ("programme", "step"):
        given = getattr(filters, column)
        if given:
            wanted &= Q(**{column: given})
    if filters.village:
        start, end = place_range(filters.village)
        wanted &= Q(place__gte=start, place__lt=end)
    if filters.due_by is not None:
        wanted &= Q(next_due_on__lte=filters.due_by)
    if filters.flag is not None:
        wanted &= _flagged(filters.flag, on)
    if filters.persons is not None:
        of_them = FamilyMember.objects.filter(person__in=filters.persons)
        wanted &= Q(application__in=of_them.values("application"))
    text = filters.text.strip()
    if text:
        wanted &= Q(number__startswith=text) | Q(application__applicant_name__startswith=text)
    return wanted


def _flagged(flag: Flag, on: date) -> Q:
    return {
        Flag.OVERDUE: overdue(on),
        Flag.PROVISIONAL: Q(provisional=True),
        Flag.PAUSED: Q(paused=True),
        Flag.DISPUTED: Q(disputed=True),
        Flag.TAKEN_BACK: Q(taken_back=True),
        Flag.DIFFERS: Q(application__open_differences__number__gt=0),
        Flag.NEAR_RELATIVE: Q(application__near_relative=True),
    }[flag]


def _read_mark(mark: str) -> tuple[date, int]:
    day, _, number = mark.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        raise CursorUnreadable(given=mark) from None


def cases_by_key(keys: Iterable[int]) -> list[Case]:
    """Return those of some cases that the actor sees, by their limits, each with its application."""
    found = Case.objects.filter(pk__in=list(keys)).select_related("application", "member")
    return list(found.order_by("sort_on", "pk"))


def last_opinions(cases: Iterable[Case]) -> dict[int, Opinion]:
    """Return the last opinion of each case that has one."""
    rows = Opinion.objects.filter(case__in=list(cases)).select_related("determination", "by")
    return {row.case_id: row for row in rows.order_by("pk")}


def last_notices(cases: Iterable[Case]) -> dict[int, Notice]:
    """Return the last notice of each case that has one."""
    return {row.case_id: row for row in Notice.objects.filter(case__in=list(cases)).order_by("pk")}


def case_numbered(number: str) -> Case | None:
    """Return a case by its number, if the actor may see it."""
    return Case.objects.filter(number=number).first()


def cases_called(number: str) -> list[Case]:
    """List the case of a number, or those of the application of that number, in the order they were opened."""
    return list(Case.objects.filter(Q(number=number) | Q(application__number=number)).order_by("pk"))


def cases_of(application: Application) -> list[Case]:
    """List the cases of an application in the order they were opened."""
    return list(Case.objects.filter(application=application).order_by("pk"))
