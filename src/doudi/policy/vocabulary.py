"""The enumerations that facts and parameters draw from, with their Chinese labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from doudi.kernel.errors import Refused
from doudi.policy.arithmetic import ROUNDING_LABELS, Rounding
from doudi.policy.types import Kind, Unit


class ChoiceUnknown(Refused):
    """A code is not in its vocabulary."""

    code = "vocabulary.choice_unknown"
    sentence = "“{given}”不在可选项中，可选：{options}。"


class UnitUnknown(Refused):
    """A type named by a pack does not exist."""

    code = "vocabulary.unit_unknown"
    sentence = "没有“{given}”这种类型。"


@dataclass(frozen=True, slots=True)
class Choice:
    """One enumeration with the label of each of its codes. A code is the member's name in lower case."""

    members: type[IntEnum]
    labels: Mapping[str, str]

    def read(self, given: str) -> int:
        """Return the number of a code. Raises ChoiceUnknown."""
        number = _numbers(self.members).get(given.lower())
        if number is None:
            raise ChoiceUnknown(given=given, options=self.options())
        return number

    def typed(self, given: str) -> int:
        """Return the number of what a person typed: the Chinese label, or the code. Raises ChoiceUnknown."""
        meant = [int(item) for item in self.members if self.labels[item.name.lower()] == given]
        return meant[0] if len(meant) == 1 else self.read(given)

    def options(self) -> str:
        """List what may be written: 城镇（urban）、农村（rural）."""
        return "、".join(f"{label}（{code}）" for code, label in self.labels.items())

    def label(self, value: int) -> str:
        """Return the Chinese label of a number."""
        return self.labels[self.members(value).name.lower()]

    def by_number(self) -> dict[int, str]:
        """Return the Chinese labels by number."""
        return {int(item): self.labels[item.name.lower()] for item in self.members}

    def codes(self) -> list[str]:
        """List the codes in order."""
        return [item.name.lower() for item in self.members]


@cache
def _numbers(members: type[IntEnum]) -> dict[str, int]:
    """Return the numbers of an enumeration by code."""
    return {item.name.lower(): int(item) for item in members}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All enumerations by class name."""

    choices: Mapping[str, Choice]

    def unit(self, given: str) -> Unit:
        """Return the unit that a pack names: `FenYear`, `bool`, `Register`, `Codes<Disease>`. Raises UnitUnknown."""
        if given in self.choices:
            return Unit(Kind.CHOICE, self.choices[given].members)
        if given.startswith("Codes<") and given[6:-1] in self.choices:
            return Unit(Kind.CODES, self.choices[given[6:-1]].members)
        for kind in Kind:
            if kind.value == given and kind not in (Kind.CHOICE, Kind.CODES):
                return Unit(kind)
        raise UnitUnknown(given=given)

    def of(self, unit: Unit) -> Choice:
        """Return the enumeration behind a unit."""
        if unit.vocabulary is None:
            raise UnitUnknown(given=str(unit))
        return self.choices[unit.vocabulary.__name__]


ROUNDING = Choice(Rounding, ROUNDING_LABELS)
