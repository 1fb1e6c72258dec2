"""Chinese numerals as articles of law carry them: 第十三条, 第一百零五条."""

from typing import Final

from doudi.kernel.errors import Refused

_DIGITS: Final = "零一二三四五六七八九"
_MOST: Final = 9999


class NumeralOutOfRange(Refused):
    """Articles and items are numbered from 1 to 9999; the Civil Code has 1260."""

    code = "numerals.out_of_range"
    sentence = "条款序号须在 1 到 9999 之间，不能是 {given}。"


def chinese_numeral(number: int) -> str:
    """Write 1 to 9999: 10 is 十, 13 is 十三, 110 is 一百一十, 105 is 一百零五, 1047 is 一千零四十七."""
    if not 1 <= number <= _MOST:
        raise NumeralOutOfRange(given=number)
    return _thousands(number) or _hundreds(number) or _tens(number, leading=True)


def _thousands(number: int) -> str:
    """Write from 1000 on; empty below."""
    thousands, rest = divmod(number, 1000)
    if thousands == 0 or rest == 0:
        return f"{_DIGITS[thousands]}千" if thousands else ""
    gap = "零" if rest < 100 else ""  # noqa: PLR2004  the numerals have a place for each power of ten
    return f"{_DIGITS[thousands]}千{gap}{_hundreds(rest) or _tens(rest, leading=False)}"


def _hundreds(number: int) -> str:
    """Write from 100 to 999; empty below."""
    hundreds, rest = divmod(number, 100)
    if hundreds == 0 or rest == 0:
        return f"{_DIGITS[hundreds]}百" if hundreds else ""
    gap = "零" if rest < 10 else ""  # noqa: PLR2004  ten is the base of the numerals, not a setting
    return f"{_DIGITS[hundreds]}百{gap}{_tens(rest, leading=False)}"


def _tens(number: int, *, leading: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 and leading else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
