"""Replay many determinations, a few at a time: what no longer comes out as it was kept, and why that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.determination.models import Determination
from doudi.determination.services.replay import Replayed, replay

AT_ONCE = 200
"""So many determinations are in memory together, however many there are."""


@dataclass(frozen=True, slots=True)
class Again:
    """One kept determination and what its replay found."""

    number: int
    programme: str
    place: str
    on: date
    found: Replayed


def replay_all(*, numbers: Sequence[int] = (), since: date | None = None) -> Iterator[Again]:
    """Replay determinations in the order they were made: those of the numbers, else all, made on or after `since`."""
    rows = Determination.objects.select_related("inputs", "law__packs", "member").order_by("pk")
    rows = rows.filter(pk__in=numbers) if numbers else rows
    rows = rows.filter(made_at__date__gte=since) if since else rows
    last = 0
    while some := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        for row in some:
            yield Again(row.pk, row.programme, row.place, row.on, replay(row))
        last = some[-1].pk
