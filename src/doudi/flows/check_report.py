"""Tell whoever holds the report of a check whether it is ours: number, day, place, validity, never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.accounts.queries import full_name
from doudi.audit.actor import Actor, acting
from doudi.kernel.divisions import county_of
from doudi.verification.queries import report_number, report_with
from doudi.verification.validity import is_expired, last_day


@dataclass(frozen=True, slots=True)
class Known:
    """What may be said to anybody who has the digest; `valid_until` is None where no text sets a period."""

    number: str
    made_on: date
    place: str
    valid_until: date | None
    is_expired: bool


def check_report(*, digest: str, on: date) -> Known | None:
    """Return what is known of the report with this digest 查验核对报告; None where there is none."""
    with acting(Actor.system("report_check"), on=on):
        found = report_with(digest)
        if found is None:
            return None
        place = full_name(county_of(found.request.application.place), found.made_on)
        return Known(report_number(found), found.made_on, place, last_day(found), is_expired(found, on))
