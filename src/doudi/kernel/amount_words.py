"""大写金额: an amount in the capital numerals that notices and vouchers must carry.

支付结算办法 (银发〔1997〕393号) 附一 leaves two choices, made here once:

* 元 is not followed by 零 where the yuan end in 0 but the jiao do not (1,680.32 is 壹仟陆佰捌拾元叁角贰分), nor is
  万 or 亿 where only the digit before it is 0 (107,000 is 壹拾万柒仟元整): both forms are allowed, the
  shorter is taken; a whole group of zeros does take 零, lest 壹亿零伍仟 be heard as 壹亿伍仟万;
* 整 stands after 元 and also after 角, never after 分.

Zero is 零元整; below one yuan the yuan are not named (0.05 is 人民币伍分).
"""

from typing import Final

from doudi.kernel.money import FEN_PER_YUAN, MOST, AmountHasNoWords, Fen, plain_yuan

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("仟", "佰", "拾", "")
_GROUPS: Final = ((100_000_000, "亿"), (10_000, "万"), (1, ""))
_THOUSANDS_PLACE: Final = 1_000


def words(fen: Fen) -> str:
    """Write 123450 fen as 人民币壹仟贰佰叁拾肆元伍角整.

    Raises AmountHasNoWords below zero and from a trillion yuan on.
    """
    if not 0 <= fen <= MOST:
        raise AmountHasNoWords(given=plain_yuan(fen))
    whole, small = divmod(fen, FEN_PER_YUAN)
    if fen == 0:
        return "人民币零元整"
    return f"人民币{_yuan_words(whole)}{_small_words(small, after_yuan=whole > 0)}"


def _yuan_words(whole: int) -> str:
    if whole == 0:
        return ""
    text, skipped = "", False
    for size, name in _GROUPS:
        group = whole // size % 10_000
        if group:
            gap = "零" if text and (skipped or group < _THOUSANDS_PLACE) else ""
            text += gap + _group_words(group) + name
        skipped = group == 0
    return f"{text}元"


def _group_words(group: int) -> str:
    """Write 1 to 9999; zeros between two digits become one 零."""
    text, skipped = "", False
    for digit, place in zip(map(int, f"{group:04}"), _PLACES, strict=True):
        if digit:
            text += ("零" if skipped and text else "") + _DIGITS[digit] + place
        skipped = digit == 0
    return text


def _small_words(small: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(small, 10)
    if small == 0:
        return "整"
    if fen == 0:
        return f"{_DIGITS[jiao]}角整"
    if jiao:
        return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分"
    return f"{'零' if after_yuan else ''}{_DIGITS[fen]}分"
