"""What was done to something, who saw somebody, what an account did: newest first, as far as the actor's places reach.

Pages go on by number: `before` is the number of the last event shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet

from doudi.audit.models import Event, Mention

PAGE = 50
Subjects = Mapping[str, Collection[int]]
"""Rows by the kind of thing they are: `{"casework.case": [7]}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which events are wanted. None asks for all; an empty collection for nothing.

    `persons` and `subjects` are two ways to one thing: an event is found that speaks of a person or was done to a row.
    """

    persons: Collection[int] | None = None
    subjects: Subjects | None = None
    accounts: Collection[int] | None = None
    act: str = ""
    since: date | None = None
    until: date | None = None


def events_of_subject(subject: Model, *, before: int | None = None, limit: int = PAGE) -> list[Event]:
    """List what was done to a row."""
    kind = subject._meta.label_lower  # noqa: SLF001 - Django's public Meta
    return _page(Event.objects.filter(subject_kind=kind, subject_id=subject.pk), before, limit)


def events_of_subjects(subjects: Subjects, *, limit: int = PAGE) -> list[Event]:
    """List what was done to several rows of several kinds; one query."""
    done_to = _done_to(subjects)
    return _page(Event.objects.filter(done_to), None, limit) if done_to else []


def events_at(
    place_from: str, place_until: str, sought: Sought | None = None, *, before: int | None = None, limit: int = PAGE
) -> list[Event]:
    """List what was done in a range of places (see `actor.place_range`), as far as it is sought.

    The two ways are asked one after the other, so that an index serves each."""
    wanted = sought or Sought()
    here = _narrowed(Event.objects.filter(place__gte=place_from, place__lt=place_until), wanted)
    if wanted.persons is None and wanted.subjects is None:
        return _page(here, before, limit)
    mentions = Mention.objects.filter(person__in=wanted.persons or ()).values("event")
    found = {each.pk: each for each in _page(here.filter(pk__in=mentions), before, limit)} if wanted.persons else {}
    done_to = _done_to(wanted.subjects or {})
    if done_to:
        found |= {each.pk: each for each in _page(here.filter(done_to), before, limit)}
    return sorted(found.values(), key=lambda event: -event.pk)[:limit]


def _narrowed(events: QuerySet[Event], wanted: Sought) -> QuerySet[Event]:
    if wanted.accounts is not None:
        events = events.filter(account_id__in=wanted.accounts)
    if wanted.act:
        events = events.filter(act=wanted.act)
    if wanted.since is not None:
        events = events.filter(business_on__gte=wanted.since)
    return events if wanted.until is None else events.filter(business_on__lte=wanted.until)


def _done_to(subjects: Subjects) -> Q:
    found = Q()
    for kind, keys in subjects.items():
        if keys:
            found |= Q(subject_kind=kind, subject_id__in=keys)
    return found


def _page(events: QuerySet[Event], before: int | None, limit: int) -> list[Event]:
    earlier = events if before is None else events.filter(pk__lt=before)
    return list(earlier.order_by("-pk")[:limit])
