"""Spans of days: the first day counts, the end does not, and no end means until further notice."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from doudi.kernel.errors import Refused
from doudi.kernel.months import Month


class SpanEmpty(Refused):
    """The end does not come after the start."""

    code = "spans.empty"
    sentence = "起止日期有误：结束日 {end} 应晚于开始日 {start}。"


@dataclass(frozen=True)
class Span:
    """The days from `start` on and before `end`; raises SpanEmpty where there is none."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise SpanEmpty(start=self.start, end=self.end)

    @classmethod
    def of_month(cls, month: Month) -> Self:
        """Span all days of a month."""
        return cls(month.first_day, month.next.first_day)

    @property
    def is_open(self) -> bool:
        """Without an end so far."""
        return self.end is None

    def __contains__(self, day: date) -> bool:
        """Tell whether the span holds a day."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Self) -> bool:
        """Tell whether the two share a day."""
        return self.intersection(other) is not None

    def intersection(self, other: Self) -> Self | None:
        """Span the days the two share, None where they share none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        return None if end is not None and end <= start else type(self)(start, end)

    def __str__(self) -> str:
        """Write `2024-01-01..2024-03-01` or `2024-01-01..`."""
        return f"{self.start}..{self.end or ''}"
