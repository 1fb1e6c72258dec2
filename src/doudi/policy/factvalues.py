"""Reads one fact of a household file: bare, or wrapped with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from doudi.kernel.errors import DoudiError, Refused
from doudi.kernel.money import MOST, AmountTooLarge, yuan
from doudi.policy.facts import Fact
from doudi.policy.reading import Path, Reading, as_object
from doudi.policy.types import Kind
from doudi.policy.values import Words, day_number

PROVENANCE = {"declared": "本人申报", "verified": "核对结果", "found": "入户调查"}
WRAPPING = {"value", "from", "as_of"}
MOST_SAID = 40
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FactUnreadable(Refused):
    """A fact is not of its kind."""

    code = "household.fact_unreadable"
    sentence = "{label}应是{kind}，不是{given}。"


def take(reading: Reading, found: dict[str, int], fact: Fact, value: Any, path: str, at: Path) -> None:
    """Read one fact into `found`; null leaves it unknown. `path` leads to the object that the fact stands in."""
    wrapped = as_object(value)
    if wrapped is not None:
        value = _unwrapped(reading, fact, wrapped, f"{path}.{fact.name}", at)
    if value is None:
        return
    try:
        number = READERS.get(fact.unit.kind, _whole)(reading, fact, value)
    except DoudiError as error:
        reading.wrong(f"{path}.{fact.name}", str(error))
        return
    if fact.least <= number <= fact.most:
        found[fact.name] = number
        return
    if number < 0 <= fact.least:
        reading.wrong(f"{path}.{fact.name}", f"{fact.label}不能是负数")
        return
    span = Words(reading.facts.vocabulary).span(fact.unit, fact.least, fact.most)
    reading.wrong(f"{path}.{fact.name}", f"{fact.label}应在 {span}")


def take_years(reading: Reading, found: dict[str, int], fact: Fact, value: Any, path: str) -> None:
    """Compute completed years from a birth date, as of the day of the assessment."""
    if value is None:
        return
    born = _parsed(value)
    if born is None:
        reading.wrong(path, "应是日期，例如 1962-05-01")
        return
    years = reading.on.year - born.year - ((reading.on.month, reading.on.day) < (born.month, born.day))
    if not fact.least <= years <= fact.most:
        reading.wrong(path, f"按 {reading.on} 计算是 {years} 岁，不可能")
    elif found.get(fact.name, years) != years:
        reading.wrong(path, f"与所填的{fact.label}（{found[fact.name]}）不一致")
    else:
        found[fact.name] = years


def _unwrapped(reading: Reading, fact: Fact, wrapped: dict[str, Any], path: str, at: Path) -> Any:
    source = wrapped.get("from", "declared")
    as_of = wrapped.get("as_of")
    well_formed = "value" in wrapped and set(wrapped) <= WRAPPING and source in tuple(PROVENANCE)
    if not well_formed or (as_of is not None and _parsed(as_of) is None):
        reading.wrong(path, "应写成 {value, from, as_of}，from 是 declared、verified 或 found，as_of 是日期")
        return None
    reading.provenance[fact.name, at] = PROVENANCE[source] + (f"（{as_of}）" if as_of else "")
    return wrapped.get("value")


def _parsed(value: Any) -> date | None:
    """Return a day written as `2024-03-01`, None for anything else."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _said(value: object) -> str:
    """Say what stands in the file, as the file has it: text in quotes, and no more of it than shows what it is."""
    if isinstance(value, (list, dict)):
        return "一个列表" if isinstance(value, list) else "一组“名称: 值”"
    if isinstance(value, bool):
        return " true" if value else " false"
    text = f"“{value}”" if isinstance(value, str) else f" {value}"
    return text if len(text) <= MOST_SAID else f"{text[:MOST_SAID]}……"


def _whole(_: Reading, fact: Fact, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactUnreadable(label=fact.label, kind="整数", given=_said(value))
    return value


def _truth(_: Reading, fact: Fact, value: Any) -> int:
    if not isinstance(value, bool):
        raise FactUnreadable(label=fact.label, kind=" true 或 false", given=_said(value))
    return value


def _money(_: Reading, __: Fact, value: Any) -> int:
    """Read an amount; one that no household has is told with the limit of the fact, not with that of all amounts."""
    try:
        return yuan(value, negative=True)
    except AmountTooLarge:
        return MOST


def _choice(reading: Reading, fact: Fact, value: Any) -> int:
    if not isinstance(value, str):
        raise FactUnreadable(label=fact.label, kind="选项的代码", given=_said(value))
    return reading.facts.vocabulary.of(fact.unit).read(value)


def _day(_: Reading, fact: Fact, value: Any) -> int:
    day = _parsed(value)
    if day is None:
        raise FactUnreadable(label=fact.label, kind="日期，例如 2024-03-01", given=_said(value))
    return day_number(day)


READERS: Mapping[Kind, Callable[[Reading, Fact, Any], int]] = {
    Kind.FEN: _money, Kind.FEN_MONTH: _money, Kind.FEN_YEAR: _money, Kind.BOOL: _truth, Kind.CHOICE: _choice,
    Kind.DAY: _day,
}  # fmt: skip
