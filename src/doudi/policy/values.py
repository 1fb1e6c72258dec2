"""Turns what people write into the whole numbers that rules read, and back into words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from doudi.kernel.errors import Refused
from doudi.kernel.money import AmountTooLarge, plain_yuan, show_yuan, yuan
from doudi.policy.types import COUNT_LIMIT, MONEY_LIMIT, RATE_LIMIT, Kind, Unit
from doudi.policy.vocabulary import Choice, Vocabulary

MONTHS_A_YEAR = 12
PERIODS = {"month": "month", "year": "year", "月": "month", "年": "year"}
PER = {Kind.FEN_MONTH: "月", Kind.FEN_YEAR: "年"}
SUFFIX = {Kind.YEARS: " 周岁", Kind.MONTHS: " 个月", Kind.DAYS: " 日"}
NUMBER = re.compile(r"-?\d{1,9}")
PERCENT = re.compile(r"(?P<whole>\d{1,5})(?:\.(?P<part>\d{1,2}))? ?[%\uff05]")
SEPARATORS = re.compile(r"\s*[,，、]\s*")
TRUTHS = {"是": 1, "否": 0, "true": 1, "false": 0}


class ValueUnreadable(Refused):
    """A value is not of the kind it should be."""

    code = "values.unreadable"
    sentence = "“{given}”有误：{why}。"


def parse(unit: Unit, given: object, vocabulary: Vocabulary, *, per: str | None = None) -> int:
    """Read a parameter's value. `per` is `month` or `year`, required for an amount kept per year.

    Raises ValueUnreadable or the kernel's AmountUnreadable.
    """
    if unit.is_money:
        return _money(unit, given, per, "：per 写 month 或者 year")
    if per is not None:
        raise ValueUnreadable(given=given, why="只有金额才有每月、每年之分")
    if unit.kind is Kind.BOOL:
        return _truth(given)
    if unit.kind is Kind.CHOICE:
        return vocabulary.of(unit).read(str(given))
    if unit.kind is Kind.CODES:
        return _codes(unit, given, vocabulary)
    return _number(given, _most(unit))


def parse_text(unit: Unit, text: str, vocabulary: Vocabulary) -> int:
    """Read a value typed by a person: `620.00/月`, `620.00/year`, `130%` or `13000`, `是` or `true`, a label or a code.

    Commas stand between several codes. Raises ValueUnreadable, ChoiceUnknown or the kernel's AmountUnreadable.
    """
    text = text.strip()
    if unit.is_money:
        amount, _, period = text.partition("/")
        if period and period.strip() not in PERIODS:
            raise ValueUnreadable(given=text, why="“/”后面应写月或者年")
        return _money(unit, amount.strip(), PERIODS[period.strip()] if period else None, "，例如 620.00/月")
    if unit.kind is Kind.CODES:
        choice = vocabulary.of(unit)
        return sum(1 << number for number in {choice.typed(part) for part in SEPARATORS.split(text) if part})
    if unit.kind is Kind.CHOICE:
        return vocabulary.of(unit).typed(text)
    if unit.kind is Kind.BOOL:
        return _typed_truth(text)
    if unit.kind is Kind.BASIS_POINTS:
        return _typed_share(text)
    if not NUMBER.fullmatch(text):
        raise ValueUnreadable(given=text, why="应是整数")
    return _number(int(text), _most(unit))


def _typed_truth(text: str) -> int:
    if text not in TRUTHS:
        raise ValueUnreadable(given=text, why="应写是或者否")
    return TRUTHS[text]


def _typed_share(text: str) -> int:
    """Read `66.67%`, or 6667 in basis points as packs have it."""
    percent = PERCENT.fullmatch(text)
    if percent is not None:
        return _number(int(percent["whole"]) * 100 + int((percent["part"] or "").ljust(2, "0")), RATE_LIMIT)
    if not NUMBER.fullmatch(text):
        raise ValueUnreadable(given=text, why="应写百分比，例如 130%，至多两位小数（或者写万分数，例如 13000）")
    return _number(int(text), RATE_LIMIT)


def _most(unit: Unit) -> int:
    return COUNT_LIMIT if unit.kind is Kind.COUNT else RATE_LIMIT


def _money(unit: Unit, given: object, per: str | None, how: str) -> int:
    try:
        fen = yuan(given)
    except AmountTooLarge:
        fen = MONEY_LIMIT + 1
    if unit.kind is Kind.FEN_YEAR and per is None:
        raise ValueUnreadable(given=given, why=f"须写明每月还是每年{how}")
    if unit.kind is not Kind.FEN_YEAR and per not in (None, "month" if unit.kind is Kind.FEN_MONTH else None):
        raise ValueUnreadable(given=given, why="这个数不按这个期间计")
    fen = fen * MONTHS_A_YEAR if unit.kind is Kind.FEN_YEAR and per == "month" else fen
    if fen > MONEY_LIMIT:
        raise ValueUnreadable(given=given, why="超过 10 亿元")
    return fen


def _truth(given: object) -> int:
    if not isinstance(given, bool):
        raise ValueUnreadable(given=given, why="应是 true 或 false")
    return given


def _number(given: object, limit: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueUnreadable(given=given, why="应是整数")
    if not 0 <= given <= limit:
        raise ValueUnreadable(given=given, why=f"应在 0 到 {limit} 之间")
    return given


def _codes(unit: Unit, given: object, vocabulary: Vocabulary) -> int:
    if not isinstance(given, list):
        raise ValueUnreadable(given=given, why="应是一列代码")
    choice = vocabulary.of(unit)
    mask = 0
    for code in given:  # pyright: ignore[reportUnknownVariableType] the items are turned into text at once
        mask |= 1 << choice.read(str(code))  # pyright: ignore[reportUnknownArgumentType]
    return mask


@dataclass(frozen=True, slots=True)
class Words:
    """Says a number in Chinese according to its unit."""

    vocabulary: Vocabulary

    def say(self, unit: Unit, value: int) -> str:
        """Say one value: `¥1,860.00`, `60 周岁`, `130%`, `是`, `农村`."""
        return self.sayer(unit)(value)

    def sayer(self, unit: Unit) -> Callable[[int], str]:
        """Return what says the values of a unit."""
        if unit.is_money:
            return show_yuan
        if unit.kind in SAYINGS:
            return SAYINGS[unit.kind]
        if unit.kind is Kind.CHOICE:
            return self.vocabulary.of(unit).by_number().__getitem__
        if unit.kind is Kind.CODES:
            return partial(_codes_said, self.vocabulary.of(unit))
        return partial(_counted, SUFFIX.get(unit.kind, ""))

    def each(self, unit: Unit, *values: int, by_month: bool = False) -> list[str]:
        """Say values that stand side by side in one period: `每月 ¥939.00`, `每月 ¥980.00`.

        What is kept by the year is said by the month where asked and where a month of each is whole fen."""
        if unit.kind not in PER:
            return [self.say(unit, value) for value in values]
        is_month = unit.kind is Kind.FEN_MONTH
        if by_month and not is_month and not any(value % MONTHS_A_YEAR for value in values):
            is_month, values = True, tuple(value // MONTHS_A_YEAR for value in values)
        return [f"每{'月' if is_month else '年'} {self.say(unit, value)}" for value in values]

    def span(self, unit: Unit, least: int, most: int) -> str:
        """Say between what a value has to be: `0 到 130 周岁之间`, `¥0.00 到 ¥5,000.00 之间`."""
        suffix = SUFFIX.get(unit.kind, "")
        return f"{self.say(unit, least).removesuffix(suffix)} 到 {self.say(unit, most)}{'' if suffix else ' '}之间"

    def plain(self, unit: Unit, value: int) -> int | bool | str | list[str]:
        """Return a value as files carry it: yuan as text, codes by name."""
        if unit.is_money:
            return plain_yuan(value)
        if unit.kind is Kind.BOOL:
            return bool(value)
        if unit.kind is Kind.CHOICE and unit.vocabulary is not None:
            return unit.vocabulary(value).name.lower()
        if unit.kind is Kind.CODES and unit.vocabulary is not None:
            return [item.name.lower() for item in unit.vocabulary if (value >> item) & 1]
        return value


def _percent(points: int) -> str:
    """Say basis points as a percentage without a needless fraction: 13000 is 130%, 6667 is 66.67%."""
    whole, rest = divmod(points, 100)
    return f"{whole}%" if rest == 0 else f"{whole}.{rest:02}".rstrip("0") + "%"


def _codes_said(choice: Choice, mask: int) -> str:
    return "、".join(choice.label(item) for item in choice.members if (mask >> item) & 1) or "无"


def _counted(suffix: str, value: int) -> str:
    return f"{value}{suffix}"


def _day(number: int) -> str:
    return f"{number // 10000}年{number // 100 % 100}月{number % 100}日"


def _truth_word(value: int) -> str:
    return "是" if value else "否"


SAYINGS: Mapping[Kind, Callable[[int], str]] = {
    Kind.BOOL: _truth_word,
    Kind.BASIS_POINTS: _percent,
    Kind.DAY: _day,
}


def day_number(day: date) -> int:
    """Return a day as rules read it: 20240301."""
    return day.year * 10000 + day.month * 100 + day.day
