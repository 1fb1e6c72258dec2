"""The form of a year's arrangement: what was written, what it says, and what is wrong with it by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from doudi.desk.policy.days import read_days, spans_of
from doudi.faces.fields import Field, Option
from doudi.kernel.errors import DoudiError
from doudi.kernel.workdays import Notice, NoticeContradicts, WorkCalendar, is_usual

YEAR, HOLIDAYS, WORKDAYS, SOURCE, CHECKED = "year", "holidays", "workdays", "source", "checked"
NAMES: Final = (YEAR, HOLIDAYS, WORKDAYS, SOURCE)
LONGEST_SOURCE = 200
DIGITS_OF_A_YEAR = 4
HINT = "一行一段，照通知写或者整段粘贴，例如：元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"


@dataclass(slots=True)
class Entry:
    """What was written, what it says, and what is wrong with it by field."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict[str, str])
    year: int = 0
    holidays: list[date] = field(default_factory=list[date])
    workdays: list[date] = field(default_factory=list[date])

    @property
    def source(self) -> str:
        """Where the arrangement was announced."""
        return self.given.get(SOURCE, "").strip()

    @property
    def notice(self) -> Notice:
        """What was read, as the calendar has it."""
        return Notice(self.year, frozenset(self.holidays), frozenset(self.workdays), self.source)

    def read(self, known: WorkCalendar) -> WorkCalendar | None:
        """Read everything; return the calendar with it, None where something is wrong."""
        self.year = self._year(known)
        if self.year:
            self._days(HOLIDAYS, are_worked=False)
            self._days(WORKDAYS, are_worked=True)
        if not self.given.get(HOLIDAYS, "").strip():
            self.errors[HOLIDAYS] = "请填写放假的日子。"
        if not self.source:
            self.errors[SOURCE] = "请填写来源：通知的名称和文号。"
        elif len(self.source) > LONGEST_SOURCE:
            self.errors[SOURCE] = f"来源最多 {LONGEST_SOURCE} 字。"
        both, usual = set(self.holidays) & set(self.workdays), {day for day in self.workdays if is_usual(day)}
        if both:
            self.errors[WORKDAYS] = f"{'、'.join(spans_of(both, year=self.year))}既写了放假，又写了上班。"
        elif usual:
            self.errors[WORKDAYS] = (
                f"{'、'.join(spans_of(usual, year=self.year))}不是周六或者周日，不是调休上班的日子。"
            )
        return None if self.errors else self._renewed(known)

    def _year(self, known: WorkCalendar) -> int:
        written, last = self.given.get(YEAR, "").strip(), known.last_year + 1
        if written.isdecimal() and len(written) == DIGITS_OF_A_YEAR and known.first_year <= int(written) <= last:
            return int(written)
        self.errors[YEAR] = f"请填写 {known.first_year} 到 {last} 之间的年份。"
        return 0

    def _days(self, name: str, *, are_worked: bool) -> None:
        try:
            found = read_days(self.given.get(name, ""), self.year, are_worked=are_worked)
        except DoudiError as error:
            self.errors[name] = str(error)
            return
        self.holidays += found.free
        self.workdays += found.worked

    def _renewed(self, known: WorkCalendar) -> WorkCalendar | None:
        try:
            return known.with_notice(self.year, self.holidays, self.workdays, self.source)
        except NoticeContradicts as error:
            self.errors[HOLIDAYS] = str(error)
            return None

    def fields(self) -> list[Field]:
        """Return the boxes of the form; what was typed is there again when the browser goes back."""
        told = {
            YEAR: ("哪一年", "input", "", "numeric"),
            HOLIDAYS: ("放假的日子", "textarea", HINT, ""),
            WORKDAYS: ("调休上班的日子", "textarea", "一行一天；上面已经写了上班的、没有的，空着", ""),
            SOURCE: ("来源", "input", "通知的名称和文号", ""),
        }
        return [
            Field(name=name, label=label, shape=shape, hint=hint, mode=mode, value=self.given.get(name, ""),
                  error=self.errors.get(name, ""), autocomplete="on")
            for name, (label, shape, hint, mode) in told.items()
        ]  # fmt: skip


def checked(error: str = "") -> Field:
    """Return the box to tick where an arrangement is unlike every other year."""
    option = Option("yes", "已经对照通知原文逐日核对，就是这样")
    return Field(name=CHECKED, label="核对", shape="choices", several=True, options=(option,), error=error)
