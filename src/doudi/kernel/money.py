"""Money is whole fen. Amounts come in as strings of yuan and go out as strings of yuan; a float never passes.

The upper end is what 大写金额 can name here: 999,999,999,999.99 yuan.
"""

import re
from typing import Final, TypeAlias

from doudi.kernel.errors import Refused

Fen: TypeAlias = int
"""An amount of money in whole fen 分. An alias, not a NewType: sums and differences stay fen for type checkers."""

FEN_PER_YUAN: Final = 100
MOST: Final[Fen] = 99_999_999_999_999
MINUS: Final = "\N{MINUS SIGN}"

_SHAPE: Final = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}]?)"
    r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
    r"(?:\.(?P<cents>[0-9]{1,2}))?"
)
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e\u3000\u3002]")
_TOO_FINE: Final = re.compile(r"[-\N{MINUS SIGN}]?[0-9,]+\.[0-9]{3,}")


class AmountUnreadable(Refused):
    """The text is not an amount of yuan: `given` as handed in, `reason` in Chinese."""

    code = "money.amount_unreadable"
    sentence = "金额“{given}”有误：{reason}。"


class AmountTooLarge(AmountUnreadable):
    """The text is an amount, but more than can be counted here."""


class AmountHasNoWords(Refused):
    """Only 0 to 999,999,999,999.99 yuan can be written as 大写金额."""

    code = "money.amount_has_no_words"
    sentence = "金额 {given} 元不能写成大写：大写金额只到 999,999,999,999.99 元，且不能为负。"


def yuan(given: object, *, negative: bool = False) -> Fen:
    """Read a string of yuan such as `1234.5` or `1,234.50` as fen; below zero only where `negative` allows it.

    Raises AmountTooLarge, and AmountUnreadable for anything else, numbers included: 0.1 + 0.2 must never get this far.
    """
    if not isinstance(given, str):
        raise AmountUnreadable(given=given, reason='金额须写成带引号的文字，例如 "1234.50"，不能写成数字')
    found = _SHAPE.fullmatch(given)
    if found is None:
        raise AmountUnreadable(given=given, reason=_what_is_wrong(given))
    whole = int(found["whole"].replace(",", ""))
    fen = whole * FEN_PER_YUAN + int((found["cents"] or "").ljust(2, "0"))
    if fen > MOST:
        raise AmountTooLarge(given=given, reason="超过 999,999,999,999.99 元")
    if not found["sign"]:
        return fen
    if not negative:
        raise AmountUnreadable(given=given, reason="不能是负数")
    return -fen


def plain_yuan(fen: Fen) -> str:
    """`1234.50`: for files and machines, with a hyphen as minus."""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{whole}.{cents:02}"


def format_yuan(fen: Fen) -> str:
    """`1,234.50`: for people, with a true minus sign."""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{cents:02}"


def show_yuan(fen: Fen) -> str:
    """`¥1,234.50`: for people, with the sign of the currency after the minus."""
    whole, cents = divmod(abs(fen), FEN_PER_YUAN)
    return f"{MINUS if fen < 0 else ''}¥{whole:,}.{cents:02}"


def _what_is_wrong(text: str) -> str:
    """Name the commonest slip, so that the sentence helps."""
    if not text.strip():
        return "没有填写"
    if _FULL_WIDTH.search(text):
        return "请用半角数字和半角标点"
    if any(character.isspace() for character in text):
        return "不能有空格"
    if _TOO_FINE.fullmatch(text):
        return "最多两位小数"
    return "只能写数字，例如 1234.50 或 1,234.50"
