"""The types a rule's signature may name. All are whole numbers when a rule runs.

An annotation such as `FenYear` is an int to the type checker and carries its unit to the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Annotated


class Kind(Enum):
    """What a number means, and so how it is read, bounded and shown."""

    FEN = "Fen"
    FEN_MONTH = "FenMonth"
    FEN_YEAR = "FenYear"
    COUNT = "Count"
    YEARS = "Years"
    MONTHS = "Months"
    DAYS = "Days"
    BASIS_POINTS = "BasisPoints"
    DAY = "Day"
    BOOL = "bool"
    CHOICE = "choice"
    CODES = "codes"

    __hash__ = object.__hash__  # each kind exists once; Enum would hash its name, in Python


MONEY = frozenset({Kind.FEN, Kind.FEN_MONTH, Kind.FEN_YEAR})


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind, and for a choice or a set of codes the vocabulary it is drawn from."""

    kind: Kind
    vocabulary: type[IntEnum] | None = None

    @property
    def is_money(self) -> bool:
        """Whether the number is an amount of fen."""
        return self.kind in MONEY

    def admits(self, other: Unit) -> bool:
        """Whether a value of `other` may be read as this unit; `Codes` in a signature leaves its vocabulary open."""
        return self == other or (self.kind is other.kind is Kind.CODES and self.vocabulary is None)

    def __str__(self) -> str:
        """Render the unit as packs write it: `FenYear`, `Register`, `Codes<Disease>`."""
        if self.vocabulary is None:
            return self.kind.value
        name = self.vocabulary.__name__
        return f"Codes<{name}>" if self.kind is Kind.CODES else name


FEN = Unit(Kind.FEN)
FEN_MONTH = Unit(Kind.FEN_MONTH)
FEN_YEAR = Unit(Kind.FEN_YEAR)
COUNT = Unit(Kind.COUNT)
BOOL = Unit(Kind.BOOL)
DAY = Unit(Kind.DAY)
CODES = Unit(Kind.CODES)

Fen = Annotated[int, FEN]
FenMonth = Annotated[int, FEN_MONTH]
FenYear = Annotated[int, FEN_YEAR]
Count = Annotated[int, COUNT]
Years = Annotated[int, Unit(Kind.YEARS)]
Months = Annotated[int, Unit(Kind.MONTHS)]
Days = Annotated[int, Unit(Kind.DAYS)]
BasisPoints = Annotated[int, Unit(Kind.BASIS_POINTS)]
Day = Annotated[int, DAY]
Codes = Annotated[int, CODES]

# Inputs are held inside these bounds so that no product of two of them and thirty members leaves 64 bits.
MONEY_LIMIT = 10**11
RATE_LIMIT = 10**5
# People, rooms, households of a whole province: compared, and never multiplied by more than an amount of money.
COUNT_LIMIT = 5 * 10**7
MEMBER_LIMIT = 30
