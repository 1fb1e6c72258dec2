"""Chinese numerals as articles of law carry them: 第十三条, 第一百零五条."""

from typing import Final

from doudi.kernel.errors import Refused

_DIGITS: Final = "零一二三四五六七八九"
_MOST: Final = 999


class NumeralOutOfRange(Refused):
    """Articles and items are numbered from 1 to 999."""

    code = "numerals.out_of_range"
    sentence = "条款序号须在 1 到 999 之间，不能是 {given}。"


def chinese_numeral(number: int) -> str:
    """Write 1 to 999: 10 is 十, 13 is 十三, 110 is 一百一十, 105 is 一百零五."""
    if not 1 <= number <= _MOST:
        raise NumeralOutOfRange(given=number)
    hundreds, rest = divmod(number, 100)
    if hundreds == 0:
        return _tens(rest, leading=True)
    if rest == 0:
        return f"{_DIGITS[hundreds]}百"
    gap = "零" if rest < 10 else ""  # noqa: PLR2004  ten is the base of the numerals, not a setting
    return f"{_DIGITS[hundreds]}百{gap}{_tens(rest, leading=False)}"


def _tens(number: int, *, leading: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 and leading else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
