"""Until when a report is valid: the last day that its text set when it was made, and no day where no text set one."""

from __future__ import annotations

from datetime import date

from doudi.verification.models import Report


def last_day(report: Report) -> date | None:
    """Return the last day on which a report is valid 有效期至; None where no text of the place set a period."""
    told = report.content.get("valid_until")
    return date.fromisoformat(told) if told else None


def is_expired(report: Report, on: date) -> bool:
    """Whether a report is not valid any more; one without a period never expires by itself."""
    last = last_day(report)
    return last is not None and on > last
