"""Months are a fold: each month is determined with what the month before left behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from doudi.policy.assessment import Assessment, assess
from doudi.policy.snapshot import LawSnapshot


def fold(snapshot: LawSnapshot, months: Iterable[tuple[date, object]], *, place: str) -> list[Assessment]:
    """Determine a household month after month: pairs of a day and the household file as of that day.

    The first file may carry its own `before`; the later ones take over what the month before left.
    """
    done: list[Assessment] = []
    for day, document in months:
        before = done[-1].carried() if done else None
        done.append(assess(snapshot, document, place=place, on=day, before=before))
    return done
