"""The few functions a rule may call besides min, max and abs. Whole numbers in, whole numbers out."""

from __future__ import annotations

from enum import IntEnum

FEN_A_YUAN = 100
WHOLE = 10_000


class Rounding(IntEnum):
    """How an exact quotient of fen becomes an amount that is paid."""

    HALF_UP_TO_FEN = 1
    DOWN_TO_FEN = 2
    UP_TO_FEN = 3
    HALF_UP_TO_YUAN = 4
    DOWN_TO_YUAN = 5
    UP_TO_YUAN = 6


def rounded(numerator: int, denominator: int, mode: int) -> int:
    """Return `numerator / denominator` fen, rounded as `mode` says. Both must not be negative; n/0 is 0."""
    if denominator == 0:
        return 0
    unit = FEN_A_YUAN if mode >= Rounding.HALF_UP_TO_YUAN else 1
    whole = denominator * unit
    if mode in (Rounding.HALF_UP_TO_FEN, Rounding.HALF_UP_TO_YUAN):
        return (2 * numerator + whole) // (2 * whole) * unit
    if mode in (Rounding.DOWN_TO_FEN, Rounding.DOWN_TO_YUAN):
        return numerator // whole * unit
    return -(-numerator // whole) * unit


def share(amount: int, rate: int) -> int:
    """Return `rate` basis points of `amount`, rounded half up to the fen."""
    return (2 * amount * rate + WHOLE) // (2 * WHOLE)


def contains(mask: int, code: int) -> bool:
    """Whether a set of codes, kept as a bit mask, holds `code`."""
    return (mask >> code) & 1 == 1


ROUNDING_LABELS = {
    "half_up_to_fen": "四舍五入到分",
    "down_to_fen": "舍去不足一分",
    "up_to_fen": "进位到分",
    "half_up_to_yuan": "四舍五入到元",
    "down_to_yuan": "舍去不足一元",
    "up_to_yuan": "进位到元",
}
CALLABLE = {"rounded": rounded, "share": share, "contains": contains}
