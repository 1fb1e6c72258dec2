"""Whether the work calendar still knows the days that running terms reach."""

from __future__ import annotations

from datetime import date

from doudi.kernel.workdays import WorkCalendar

NOTICE_EXPECTED_FROM_MONTH = 11
"""The State Council announces the next year in October or November, and from then on a term of thirty working days
reaches that year. Earlier in the year a missing notice is no reason to warn anybody."""


def year_without_notice(calendar: WorkCalendar, *, on: date) -> int | None:
    """Return the first year that terms reach and whose holiday notice 节假日安排 nobody has entered, or None."""
    reached = on.year + 1 if on.month >= NOTICE_EXPECTED_FROM_MONTH else on.year
    missing = calendar.last_year + 1
    return missing if missing <= reached else None
