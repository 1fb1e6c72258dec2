"""The law with some figures changed: by a share of what is in force at each place, or to a value of its own.

What refers to a changed figure (`use`) changes with it; a share is always of what is in force without the change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Self

from doudi.kernel.errors import NotKnown, Refused
from doudi.policy.parameters import GivenUnreadable, Parameter, read_given
from doudi.policy.snapshot import LawSnapshot, ParameterUnknown, Resolved
from doudi.policy.types import MONEY_LIMIT, RATE_LIMIT, Kind
from doudi.policy.values import PERIODS, Words

SHARE = re.compile(r"(?P<sign>[+\-\N{MINUS SIGN}\uff0b\uff0d])(?P<whole>\d{1,3})(?:\.(?P<part>\d{1,2}))?[%\uff05]")
WHOLE = 10_000
"""A share is counted in basis points."""


class NothingToChange(NotKnown):
    """A share is asked of a figure that the place has not set."""

    code = "altering.nothing_to_change"
    sentence = "{place}在 {day} 没有“{label}”的数，不能按百分比变动；请写出具体的值。"


class NotByShare(Refused):
    """Only amounts and rates change by a share."""

    code = "altering.not_by_share"
    sentence = "“{label}”不是金额也不是比例，不能按百分比变动；请写出具体的值。"


class BeyondLimits(Refused):
    """A changed figure is larger than what can be computed with."""

    code = "altering.beyond_limits"
    sentence = "“{label}”变动以后超过了能够计算的范围。"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One figure changed: by `points` (basis points, of what is in force at each place), or to `value`.

    `by_month`: the value was written by the month."""

    parameter: Parameter
    points: int | None = None
    value: int | None = None
    by_month: bool = False

    @classmethod
    def read(cls, law: LawSnapshot, name: str, text: str) -> Self:
        """Read `+8%`, `-3.5%`, or a value as `assess --set` takes it.

        Raises ParameterUnknown, NotByShare, GivenUnreadable, BeyondLimits.
        """
        parameter = law.packs.parameters.get(name)
        if parameter is None:
            raise ParameterUnknown(name=name)
        share = SHARE.fullmatch(text.strip())
        if share is None:
            by_month = PERIODS.get(text.partition("/")[2].strip()) == "month"
            return cls(parameter, value=_value(law, parameter, text.strip()), by_month=by_month)
        if not (parameter.unit.is_money or parameter.unit.kind is Kind.BASIS_POINTS):
            raise NotByShare(label=parameter.label, name=name)
        points = int(share["whole"]) * 100 + int((share["part"] or "").ljust(2, "0"))
        if share["sign"] == "+" or share["sign"] == "\uff0b":
            return cls(parameter, points=points)
        if points > WHOLE:
            raise GivenUnreadable(label=parameter.label, name=name, why="最多减少 100%。")
        return cls(parameter, points=-points)

    def of(self, value: int) -> int:
        """Return what a figure becomes: half a fen or point and more goes up. Raises BeyondLimits."""
        if self.points is None:
            return value if self.value is None else self.value
        changed = (value * (WHOLE + self.points) + WHOLE // 2) // WHOLE
        if changed > (MONEY_LIMIT if self.parameter.unit.is_money else RATE_LIMIT):
            raise BeyondLimits(label=self.parameter.label, name=self.parameter.name)
        return changed

    def said(self, words: Words) -> str:
        """Say the change in words: `+8%`, `每月 ¥700.00`."""
        if self.points is None:
            return words.each(self.parameter.unit, self.value or 0, by_month=self.by_month)[0]
        whole, part = divmod(abs(self.points), 100)
        told = f"{whole}.{part:02}".rstrip("0").rstrip(".") if part else f"{whole}"
        return f"{'-' if self.points < 0 else '+'}{told}%"


def _value(law: LawSnapshot, parameter: Parameter, text: str) -> int:
    return read_given(parameter, text, law.packs.facts.vocabulary)


@dataclass(frozen=True)
class AlteredSnapshot(LawSnapshot):
    """A snapshot of which some figures are changed, at every place alike or by a share of each place's own."""

    base: LawSnapshot | None = None
    alterations: Mapping[str, Alteration] = field(default_factory=dict[str, Alteration])

    @classmethod
    def over(cls, base: LawSnapshot, alterations: Mapping[str, Alteration]) -> AlteredSnapshot:
        """Lay changes over a snapshot."""
        return cls(base.packs, base.overlay, base.assumed, base=base, alterations=alterations)

    @cached_property
    def digest(self) -> str:
        """The content hash of the law with its changes."""
        told = sorted(f"{name} {each.points} {each.value}" for name, each in self.alterations.items())
        return hashlib.sha256("\n".join([self._unchanged.digest, *told]).encode()).hexdigest()

    @property
    def _unchanged(self) -> LawSnapshot:
        return self if self.base is None else self.base

    def resolve(self, name: str, place: str, day: date) -> Resolved:
        """Return a parameter's value at a place on a day, changed where it is to be. Raises NothingToChange."""
        alteration = self.alterations.get(name)
        if alteration is None or self.base is None:
            return super().resolve(name, place, day)
        now = self.base.resolve(name, place, day).value
        if isinstance(now, int):
            return Resolved(alteration.parameter, alteration.of(now), assumed=True)
        if alteration.value is None:
            told = self.packs.places.path(place) if place in self.packs.places.by_code else place
            raise NothingToChange(place=told, day=day, label=alteration.parameter.label, name=name)
        return Resolved(alteration.parameter, alteration.value, assumed=True)
