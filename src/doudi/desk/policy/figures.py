"""A proposed value beside the one that counts without it: both in one unit, how much it changes, and what is odd."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.desk.policy.home import value_of
from doudi.faces.fields import Field, Option, in_chinese
from doudi.kernel.errors import Refused
from doudi.kernel.money import show_yuan
from doudi.policy.parameters import Parameter
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.types import Kind, Unit
from doudi.policy.values import PER, PERIODS, Words, parse_text
from doudi.standards.drafts import value_text
from doudi.standards.models import Proposal

CHECKED = "checked"
FAR_ABOVE = 2
"""Above how many times the value on record one looks twice: a year's amount written as a month's, or a nought too
many, makes it ten or twelve times as much. No number of the law: it refuses nothing, it only asks to look again."""
HUNDRED, TEN = 100, 10
NAMED = frozenset({Kind.DAY, Kind.BOOL, Kind.CHOICE, Kind.CODES})
"""Numbers that stand for something else, of which none is more than another."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The new value and the one that counts on the day it begins, as whole numbers of the parameter's unit."""

    parameter: Parameter
    new: int | None
    old: int | None
    since: str
    words: Words
    given: str

    @classmethod
    def of(cls, proposal: Proposal, law: LawSnapshot) -> Figures | None:
        """Read a proposal; None where the packs have lost its parameter."""
        parameter = law.packs.parameters.get(proposal.parameter)
        if parameter is None:
            return None
        found = law.resolve(proposal.parameter, proposal.place, proposal.in_force_on)
        return cls(
            parameter=parameter, new=_read(proposal, parameter, law),
            old=found.value if isinstance(found.value, int) else None,
            since=f"（{in_chinese(found.origin.since)}起）" if found.origin else "",
            words=Words(law.packs.facts.vocabulary), given=_given(proposal, parameter.unit),
        )  # fmt: skip

    def lines(self, *, waits: bool) -> list[tuple[str, str]]:
        """Say the value; of one that waits also what counts without it, and how much it changes."""
        own = [("值", "撤销" if self.new is None else f"{self._say(self.new)}{self.given}")]
        if not waits:
            return own
        old = "没有值，测算不出结果" if self.old is None else f"{self._say(self.old)}{self.since}"
        change = self.change
        return [*own, ("施行那天原来的值", old), *([("变化", change)] if change else [])]

    @property
    def change(self) -> str:
        """How much more or less it is; nothing where the two cannot be compared."""
        if self.new is None or self.old is None or self.parameter.unit.kind in NAMED:
            return ""
        if self.new == self.old:
            return "和原来一样"
        told = f"{'增加' if self.new > self.old else '减少'} {self._say(abs(self.new - self.old))}"
        return f"{told}（{_percent(self.new - self.old, self.old)}）" if self.old else told

    @property
    def doubts(self) -> list[str]:
        """Say why to look twice."""
        if not self.change or self.new is None or self.old is None:
            return []
        beside = f"新的值 {self._say(self.new)}，原来 {self._say(self.old)}，{self.change}"
        if self.new < self.old:
            return [f"比原来低：{beside}。请对照文件核对数和按月、按年。"]
        if self.old and self.new > FAR_ABOVE * self.old:
            return [f"超过原来的 {FAR_ABOVE} 倍：{beside}。请对照文件核对数和按月、按年。"]
        return []

    def _say(self, value: int) -> str:
        return _said(self.words, self.parameter.unit, value)


def _said(words: Words, unit: Unit, value: int) -> str:
    """Say a value with its unit: 4,800.00 元 / 年."""
    if not unit.is_money:
        return words.say(unit, value)
    per = PER.get(unit.kind, "")
    return f"{show_yuan(value).replace('¥', '')} 元{f' / {per}' if per else ''}"


def _given(proposal: Proposal, unit: Unit) -> str:
    """Say what the document has, where it counts by the month and the law by the year."""
    is_turned = unit.kind is Kind.FEN_YEAR and PERIODS.get(proposal.per) == "month" and proposal.value
    return f"（文件写的是 {value_of(proposal).replace(' /', ' 元 /')}）" if is_turned else ""


def _read(proposal: Proposal, parameter: Parameter, law: LawSnapshot) -> int | None:
    if not proposal.value:
        return None
    try:
        return parse_text(parameter.unit, value_text(proposal.value, proposal.per), law.packs.facts.vocabulary)
    except Refused:
        return None


def _percent(change: int, old: int) -> str:
    """Say a change in percent, to a tenth."""
    tenths = (2 * abs(change) * HUNDRED * TEN + old) // (2 * old)
    return f"{'+' if change > 0 else '-'}{tenths // TEN:,}.{tenths % TEN}%"


def checked(error: str = "") -> Field:
    """Return the box to tick where a value is odd."""
    option = Option("yes", "已经对照文件原文核对，就是这个数")
    return Field(name=CHECKED, label="核对", shape="choices", several=True, options=(option,), error=error)
