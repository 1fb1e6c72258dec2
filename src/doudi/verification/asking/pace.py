"""Whether a source may be asked now: how often, and not at all for a while after it failed again and again.

Counted in the row of its connection, under that row's lock, so that it holds for all workers together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from doudi.verification.models import SourceConnection

FAILURES_IN_A_ROW: Final = 5
REST: Final = timedelta(minutes=1)
"""How long a source that failed so often is left alone; then one query tries it."""
A_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now; `until` then. `is_resting`: it failed too often."""

    until: datetime
    is_resting: bool


@transaction.atomic
def take_turn(connection: SourceConnection, *, now: datetime) -> Wait | None:
    """Take the next turn to ask a source: None when it is now, else how long to wait.

    A rest that is over lets one query through, and the next one only once that has gone well."""
    found = SourceConnection.objects.select_for_update().get(pk=connection.pk)
    if found.opened_at is not None and now < found.opened_at + REST:
        return Wait(found.opened_at + REST, is_resting=True)
    if found.next_at is not None and now < found.next_at:
        return Wait(found.next_at, is_resting=False)
    found.next_at = now + A_MINUTE / found.per_minute
    if found.opened_at is not None:
        found.opened_at = now
    found.save(update_fields=["next_at", "opened_at"])
    return None


def went_well(connection: SourceConnection) -> None:
    """Note that a source answered, whatever it said: the breaker is closed."""
    SourceConnection.objects.filter(pk=connection.pk).update(failures=0, opened_at=None)


@transaction.atomic
def was_down(connection: SourceConnection, *, now: datetime) -> None:
    """Note that a source could not be reached or could not look; after so many in a row the breaker opens."""
    rows = SourceConnection.objects.filter(pk=connection.pk)
    rows.update(failures=F("failures") + 1)
    rows.filter(failures__gte=FAILURES_IN_A_ROW).update(opened_at=now)
