"""Saying something anew in two times: what was known is closed, never overwritten, and what holds is added.

    revise(rows, Span(since), changes={"name": "张某乙"})     # from that day on another name
    revise(rows, Span(since), changes=None)                  # from that day on nothing

Of a row that reaches beyond the span, what lies outside is said again unchanged. Reading with an earlier `known_at`
gives what was said then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar, cast

from django.db import connection
from django.db.models import Q, QuerySet
from psycopg.types.range import DateRange, TimestamptzRange

from doudi.kernel.spans import Span
from doudi.registry.models import STILL_KNOWN, Told

Row = TypeVar("Row", bound=Told)


def true_on(on: date, known_at: datetime | None = None) -> Q:
    """Choose what was so on a day, as known at a moment or now."""
    return Q(valid__contains=on) & (STILL_KNOWN if known_at is None else Q(known__contains=known_at))


def moment() -> datetime:
    """Read the clock of the database: one clock for all who write."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchall()[0][0]


def known_from(at: datetime) -> TimestamptzRange:
    """Known from a moment on."""
    return TimestamptzRange(at, None)


def days(span: Span) -> DateRange:
    """Write a span as the database keeps it."""
    return DateRange(span.start, span.end)


def span_of(row: Told) -> Span:
    """Return the days a row holds; the database refuses one that never began."""
    return Span(cast("date", row.valid.lower), row.valid.upper)


def revise(rows: QuerySet[Row], span: Span, *, changes: Mapping[str, object] | None) -> list[Row]:
    """State `changes` for the days of `span`, with None that nothing holds there; return what holds there now."""
    touched = list(rows.filter(STILL_KNOWN, valid__overlap=days(span)).select_for_update(no_key=True).order_by("pk"))
    at = max([moment(), *(cast("datetime", row.known.lower) for row in touched)])
    for row in touched:
        close(row, at)
    restated: list[Row] = []
    for row in touched:
        held = span_of(row)
        for piece in outside(held, span):
            restate(row, at, valid=days(piece))
        inside = held.intersection(span)
        if inside and changes is not None:
            restated.append(restate(row, at, **changes, valid=days(inside)))
    return restated


def close(row: Told, at: datetime) -> None:
    """Know a row no longer."""
    row.known = TimestamptzRange(row.known.lower, at)
    row.save(update_fields=["known"])


def restate(row: Row, at: datetime, **changes: object) -> Row:
    """Add a row like another, known from a moment on."""
    columns = [field for field in row._meta.concrete_fields if not field.primary_key and not field.generated]  # noqa: SLF001 - Django's public Meta
    kept = {field.attname: getattr(row, field.attname) for field in columns}
    return type(row).objects.create(**kept | {"known": known_from(at)} | changes)


def outside(held: Span, cut: Span) -> list[Span]:
    """Return the parts of a span that another leaves: none, one, or one on each side."""
    if not held.overlaps(cut):
        return [held]
    before = [Span(held.start, cut.start)] if held.start < cut.start else []
    ends_later = cut.end is not None and (held.end is None or held.end > cut.end)
    return [*before, Span(cut.end, held.end)] if ends_later and cut.end else before
