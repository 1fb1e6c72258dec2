"""What was done to something, who saw somebody, what an account did: newest first, as far as the actor's places reach.

Pages go on by number: `before` is the number of the last event shown.
"""

from __future__ import annotations

from django.db.models import Model, QuerySet

from doudi.audit.models import Event, Mention

PAGE = 50


def events_of_subject(subject: Model, *, before: int | None = None, limit: int = PAGE) -> list[Event]:
    """List what was done to a row."""
    kind = subject._meta.label_lower  # noqa: SLF001 - Django's public Meta
    return _page(Event.objects.filter(subject_kind=kind, subject_id=subject.pk), before, limit)


def events_about_person(person: int, *, before: int | None = None, limit: int = PAGE) -> list[Event]:
    """List who saw or dealt with a person of the registry, by key."""
    mentions = Mention.objects.filter(person=person)
    earlier = mentions if before is None else mentions.filter(event__lt=before)
    found = list(earlier.order_by("-event").values_list("event", flat=True)[:limit])
    return list(Event.objects.filter(pk__in=found).order_by("-pk"))


def events_by_account(account: int, *, before: int | None = None, limit: int = PAGE) -> list[Event]:
    """List what an account did."""
    return _page(Event.objects.filter(account_id=account), before, limit)


def events_at(place_from: str, place_until: str, *, before: int | None = None, limit: int = PAGE) -> list[Event]:
    """List what was done in a range of places (see `actor.place_range`)."""
    return _page(Event.objects.filter(place__gte=place_from, place__lt=place_until), before, limit)


def _page(events: QuerySet[Event], before: int | None, limit: int) -> list[Event]:
    earlier = events if before is None else events.filter(pk__lt=before)
    return list(earlier.order_by("-pk")[:limit])
