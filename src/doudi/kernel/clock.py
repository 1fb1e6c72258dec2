"""The one place that reads the clock. Interfaces and jobs read it once and hand the day down as `on=`.

Legal days are days in Asia/Shanghai, wherever the server stands. `DOUDI_TODAY=2024-03-01` moves the day of business,
only where `DOUDI_MODE` is `demonstration` or `test`; real time stays real, and pages show a red banner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from doudi.kernel.errors import NotAllowed, Refused

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""UTC+8 all year since 1991; written out because a bare machine may have no time zone database."""
MOVABLE_MODES: Final = frozenset({"demonstration", "test"})


class ClockFixed(NotAllowed):
    """DOUDI_TODAY is set where real cases are decided."""

    code = "clock.fixed"
    sentence = "正式环境不能改动业务日期：请取消 DOUDI_TODAY，或把 DOUDI_MODE 设为 demonstration。"


class TodayUnreadable(Refused):
    """DOUDI_TODAY is not a date of the form 2024-03-01."""

    code = "clock.today_unreadable"
    sentence = "DOUDI_TODAY 的值“{given}”有误：应写成 2024-03-01 的样子。"


@dataclass(frozen=True)
class Moment:
    """One reading: the day of business, the real time (UTC), and whether the day was moved."""

    today: date
    at: datetime
    is_moved: bool


def read(environ: Mapping[str, str]) -> Moment:
    """Read the clock once for a request or job. Raises ClockFixed and TodayUnreadable."""
    at = datetime.now(UTC)
    if is_moved(environ):
        return Moment(_moved_day(environ), at, is_moved=True)
    return Moment(at.astimezone(SHANGHAI).date(), at, is_moved=False)


def today(environ: Mapping[str, str]) -> date:
    """Give the day of business. Raises ClockFixed and TodayUnreadable."""
    return read(environ).today


def is_moved(environ: Mapping[str, str]) -> bool:
    """Tell whether the day of business is set by DOUDI_TODAY: the red banner shows."""
    return bool(environ.get("DOUDI_TODAY"))


def _moved_day(environ: Mapping[str, str]) -> date:
    if environ.get("DOUDI_MODE") not in MOVABLE_MODES:
        raise ClockFixed
    given = environ["DOUDI_TODAY"]
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()
    except ValueError:
        raise TodayUnreadable(given=given) from None
