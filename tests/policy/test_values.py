"""What people write becomes whole numbers, and whole numbers become words."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.kernel.errors import DoudiError
from doudi.policy.types import BOOL, COUNT, DAY, FEN, FEN_MONTH, FEN_YEAR, Kind, Unit
from doudi.policy.unknown import Unknown, joined, missing
from doudi.policy.values import Words, day_number, parse, parse_text
from doudi.policy.vocabulary import UnitUnknown, Vocabulary
from tests.policy.tiny import packs
from tests.policy.tinylaw.words import Illness, Register

VOCABULARY = packs().facts.vocabulary
REGISTER, ILLNESSES = Unit(Kind.CHOICE, Register), Unit(Kind.CODES, Illness)
SHARE, YEARS = Unit(Kind.BASIS_POINTS), Unit(Kind.YEARS)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (FEN, "12.5", 1250),
        (FEN_MONTH, "12.50/月", 1250),
        (FEN_MONTH, "12.50", 1250),
        (FEN_YEAR, "12.50 / month", 15000),
        (FEN_YEAR, "12.50/年", 1250),
        (SHARE, "13000", 13000),
        (SHARE, "130%", 13000),
        (SHARE, "66.67 ％", 6667),
        (SHARE, "0.5%", 50),
        (BOOL, "true", 1),
        (BOOL, "false", 0),
        (BOOL, " 是", 1),
        (BOOL, "否", 0),
        (REGISTER, "URBAN", 1),
        (REGISTER, "农村", 2),
        (ILLNESSES, "cough, fever", 6),
        (ILLNESSES, "", 0),
        (ILLNESSES, "咳嗽、发烧", 6),
    ],
)
def test_what_a_person_types_is_read(unit: Unit, text: str, value: int) -> None:
    assert parse_text(unit, text, VOCABULARY) == value


@pytest.mark.parametrize(
    ("unit", "text", "reason"),
    [
        (FEN_YEAR, "12.50", "须写明每月"),
        (FEN_YEAR, "12.50/week", "“/”后面应写"),
        (FEN, "12.50/month", "不按这个期间计"),
        (FEN_MONTH, "12.50/year", "不按这个期间计"),
        (FEN, "-1", "不能是负数"),
        (FEN, "1000000000.01", "超过 10 亿元"),
        (FEN, "9999999999999.00", "超过 10 亿元"),
        (SHARE, "130.005%", "应写百分比"),
        (SHARE, "1.3", "应写百分比"),
        (SHARE, "1001%", "应在 0 到 100000 之间"),
        (COUNT, "3.5", "应是整数"),
        (SHARE, "100001", "应在 0 到 100000 之间"),
        (SHARE, "-1", "应在 0 到 100000 之间"),
        (COUNT, "50000001", "应在 0 到 50000000 之间"),
        (BOOL, "yes", "应写是或者否"),
        (REGISTER, "true", "“true”不在可选项中，可选：城镇（urban）、农村（rural）"),
        (ILLNESSES, "cough,pain", "“pain”不在可选项中"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(unit: Unit, text: str, reason: str) -> None:
    with pytest.raises(DoudiError, match=reason):
        parse_text(unit, text, VOCABULARY)


def test_a_truth_value_is_no_number() -> None:
    with pytest.raises(DoudiError, match="应是整数"):
        parse(COUNT, True, VOCABULARY)
    with pytest.raises(DoudiError, match="应是 true 或 false"):
        parse(BOOL, 1, VOCABULARY)


def test_what_has_no_period_is_said_without_one_side_by_side() -> None:
    saying = Words(VOCABULARY)

    assert saying.each(COUNT, 3, 4) == ["3", "4"]
    assert saying.each(FEN_YEAR, 12_000, 24_000, by_month=True) == ["每月 ¥10.00", "每月 ¥20.00"]


@pytest.mark.parametrize(
    ("unit", "value", "words", "plain"),
    [
        (FEN_YEAR, 123456, "¥1,234.56", "1234.56"),
        (BOOL, 1, "是", True),
        (BOOL, 0, "否", False),
        (SHARE, 13000, "130%", 13000),
        (SHARE, 6667, "66.67%", 6667),
        (SHARE, 50, "0.5%", 50),
        (DAY, 20240301, "2024年3月1日", 20240301),
        (YEARS, 60, "60 周岁", 60),
        (Unit(Kind.MONTHS), 6, "6 个月", 6),
        (Unit(Kind.DAYS), 7, "7 日", 7),
        (COUNT, 3, "3", 3),
        (REGISTER, 2, "农村", "rural"),
        (ILLNESSES, 6, "咳嗽、发烧", ["cough", "fever"]),
        (ILLNESSES, 0, "无", []),
    ],
)
def test_a_value_is_said_as_people_say_it_and_written_as_files_carry_it(
    unit: Unit, value: int, words: str, plain: object
) -> None:
    saying = Words(VOCABULARY)

    assert saying.say(unit, value) == words
    assert saying.plain(unit, value) == plain


@pytest.mark.parametrize("name", ["FenYear", "bool", "Register", "Codes<Illness>", "Rounding", "Days"])
def test_a_unit_reads_as_packs_write_it(name: str) -> None:
    assert str(VOCABULARY.unit(name)) == name


def test_a_unit_without_a_vocabulary_has_no_labels() -> None:
    with pytest.raises(UnitUnknown, match="没有“Fen”这种类型"):
        Vocabulary({}).of(FEN)


def test_codes_in_a_signature_admit_codes_of_any_vocabulary() -> None:
    assert Unit(Kind.CODES).admits(ILLNESSES)
    assert not ILLNESSES.admits(Unit(Kind.CODES))
    assert not FEN.admits(FEN_YEAR)


def test_a_day_is_the_number_that_rules_read() -> None:
    assert day_number(date(2024, 3, 1)) == 20240301


def test_unknowns_are_equal_when_they_wait_for_the_same() -> None:
    one, other = missing("fact", "age", (0,)), missing("fact", "age", (1,))

    assert joined([one]) is one
    assert joined([one, other]) == joined([other, one])
    assert hash(joined([one, other])) == hash(joined([other, one]))
    assert one != other
    assert one != "Unknown(age)"
    assert repr(joined([one, missing("parameter", "aid.share")])) == "Unknown(age, aid.share)"
    assert isinstance(one, Unknown)
