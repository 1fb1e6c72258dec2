"""What a badge says about days left: the tone, the words and the icon are decided in this one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SOON = 3
"""Up to so many days left, the badge is amber. A matter of looks: the limit itself comes from the law."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A short state in words; `tone` is one of ok, warn, bad, over, info, mute."""

    tone: str
    text: str
    icon: str | None = None


def days_badge(days_left: int) -> Badge:
    """Say how long is left: solid red when late or due today, amber up to three days, green after."""
    if days_left < 0:
        return Badge("over", f"超期 {-days_left} 日", "alert-triangle")
    if days_left == 0:
        return Badge("over", "今日到期", "clock")
    if days_left <= SOON:
        return Badge("warn", f"剩 {days_left} 日", "clock")
    return Badge("ok", f"剩 {days_left} 日")


def due_badge(due: date, *, on: date) -> Badge:
    """`days_badge` of a due day, in calendar days; a limit in working days is counted by the calendar first."""
    return days_badge((due - on).days)
