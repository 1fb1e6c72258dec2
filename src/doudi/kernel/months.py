"""Calendar months: what a benefit is granted for."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Final, Self

from doudi.kernel.errors import Refused

_SHAPE: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTHS_A_YEAR: Final = 12


class MonthUnreadable(Refused):
    """Not a month of the form 2024-03."""

    code = "months.unreadable"
    sentence = "月份“{given}”有误：应写成 2024-03 的样子。"


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year; earlier months are smaller. Raises MonthUnreadable for a thirteenth month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (MINYEAR <= self.year <= MAXYEAR and 1 <= self.month <= _MONTHS_A_YEAR):
            raise MonthUnreadable(given=f"{self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> Self:
        """Name the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, given: str) -> Self:
        """Read `2024-03`; raises MonthUnreadable."""
        found = _SHAPE.fullmatch(given)
        if found is None:
            raise MonthUnreadable(given=given)
        return cls(int(found[1]), int(found[2]))

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month, 29 February in leap years."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def next(self) -> Self:
        """The month after."""
        return self + 1

    @property
    def previous(self) -> Self:
        """The month before."""
        return self + -1

    def until(self, end: Self) -> Iterator[Self]:
        """Go through the months from this one to the one before `end`."""
        month = self
        while month < end:
            yield month
            month = month.next

    def __add__(self, months: int) -> Self:
        """Count months forward, or back where the number is negative."""
        year, month = divmod(self.year * _MONTHS_A_YEAR + self.month - 1 + months, _MONTHS_A_YEAR)
        return type(self)(year, month + 1)

    def __sub__(self, earlier: Self) -> int:
        """Count the months since `earlier`."""
        return (self.year - earlier.year) * _MONTHS_A_YEAR + self.month - earlier.month

    def __contains__(self, day: date) -> bool:
        """Tell whether a day lies in the month."""
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        """Write the form that `parse` reads."""
        return f"{self.year:04}-{self.month:02}"
