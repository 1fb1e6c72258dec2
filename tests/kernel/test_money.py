"""Money: yuan in as strings, fen inside, yuan and 大写金额 out."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.amount_words import words
from doudi.kernel.money import MOST, AmountHasNoWords, AmountUnreadable, format_yuan, plain_yuan, show_yuan, yuan

AMOUNTS: Final = (
    st.integers(0, MOST) | st.integers(0, 200_000) | st.integers(0, 10**12).map(lambda yuan_: yuan_ * 100 % MOST)
)
DIGITS: Final = {numeral: digit for digit, numeral in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES: Final = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS: Final = {"万": 10_000, "亿": 100_000_000}


@pytest.mark.parametrize(
    ("given_", "fen"),
    [
        ("0", 0),
        ("0.01", 1),
        ("0.1", 10),
        ("7", 700),
        ("1234.5", 123_450),
        ("1,234.50", 123_450),
        ("999,999,999,999.99", MOST),
        ("999999999999.99", MOST),
    ],
)
def test_a_string_of_yuan_is_read_as_fen(given_: str, fen: int) -> None:
    assert yuan(given_) == fen


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        (1234.5, "不能写成数字"),
        (1234, "不能写成数字"),
        (True, "不能写成数字"),
        (None, "不能写成数字"),
        ("", "没有填写"),
        ("  ", "没有填写"),
        ("1 234", "不能有空格"),
        ("12.50\n", "不能有空格"),
        ("\uff11\uff12\uff13", "半角"),
        ("1，234", "半角"),
        ("12。5", "半角"),
        ("1.234", "最多两位小数"),
        ("1.", "只能写数字"),
        (".5", "只能写数字"),
        ("007", "只能写数字"),
        ("12,34", "只能写数字"),
        ("1234,567", "只能写数字"),
        ("1e3", "只能写数字"),
        ("¥12", "只能写数字"),
        ("+12", "只能写数字"),
        ("٣", "只能写数字"),
        ("-12.50", "不能是负数"),
        ("1,000,000,000,000", "超过"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(given_: object, reason: str) -> None:
    with pytest.raises(AmountUnreadable, match=reason):
        yuan(given_)


@pytest.mark.parametrize("given_", ["-12.50", "\N{MINUS SIGN}12.50"])
def test_below_zero_is_read_only_where_it_is_allowed(given_: str) -> None:
    assert yuan(given_, negative=True) == -1250


def test_amounts_are_written_for_people_and_for_machines() -> None:
    assert format_yuan(123_450) == "1,234.50"
    assert show_yuan(123_450) == "¥1,234.50"
    assert plain_yuan(123_450) == "1234.50"


def test_the_minus_sign_is_a_true_one_for_people() -> None:
    assert format_yuan(-123_405) == "\N{MINUS SIGN}1,234.05"
    assert show_yuan(-123_405) == "\N{MINUS SIGN}¥1,234.05"
    assert plain_yuan(-123_405) == "-1234.05"


@given(st.integers(-MOST, MOST))
def test_every_amount_written_is_read_back(fen: int) -> None:
    assert yuan(plain_yuan(fen), negative=True) == fen
    assert yuan(format_yuan(fen), negative=True) == fen


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("1167", "壹仟壹佰陆拾柒元整"),
        ("1234.50", "壹仟贰佰叁拾肆元伍角整"),
        ("1004.05", "壹仟零肆元零伍分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100.01", "壹佰元零壹分"),
        ("10005", "壹万零伍元整"),
        ("10500", "壹万零伍佰元整"),
        ("1010", "壹仟零壹拾元整"),
        ("100000000", "壹亿元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("100000500", "壹亿零伍佰元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("101000000.10", "壹亿零壹佰万元壹角整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts_are_written_in_capital_numerals(amount: str, expected: str) -> None:
    assert words(yuan(amount)) == f"人民币{expected}"


@pytest.mark.parametrize("fen", [-1, MOST + 1])
def test_amounts_outside_the_capital_numerals_are_refused(fen: int) -> None:
    with pytest.raises(AmountHasNoWords):
        words(fen)


@given(AMOUNTS)
def test_capital_numerals_read_back_as_the_amount(fen: int) -> None:
    text = words(fen)

    assert read_words(text) == fen
    assert "零零" not in text
    assert "零元" not in text or fen == 0


def read_words(text: str) -> int:
    """Read 大写金额 the naive way: digit by digit, written independently of the code under test."""
    rest = text.removeprefix("人民币").removesuffix("整")
    whole, mark, small = rest.rpartition("元")
    fen = read_whole(whole) * 100 if mark else 0
    for numeral, unit in zip(small.replace("零", ""), small.replace("零", "")[1:], strict=False):
        fen += DIGITS.get(numeral, 0) * {"角": 10, "分": 1}.get(unit, 0)
    return fen


def read_whole(text: str) -> int:
    total = group = digit = 0
    for numeral in text:
        if numeral in DIGITS:
            digit = DIGITS[numeral]
        elif numeral in PLACES:
            group, digit = group + digit * PLACES[numeral], 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[numeral], 0, 0
    return total + group + digit
