"""Each figure that places published for dibao or tekun is in force where and from when it says.

The numbers that the five documents themselves order are in `test_numbers_of_the_documents.py`.
"""

from __future__ import annotations

from datetime import date

import pytest

from doudi.policy.snapshot import LawSnapshot, Resolved
from doudi.policy.unknown import Unknown
from doudi.standards.lawbook import packs

DATONGHU, HEZE, DALI = "430971", "371702", "532901"
CHENGGUAN, YUZHONG = "620102", "620123"
LISHI, XIAOYI, LANXIAN = "141102", "141181", "141127"


def in_force(name: str, place: str, day: str) -> Resolved:
    """Look a parameter up at a place on a day."""
    return LawSnapshot.of(packs()).resolve(name, place, date.fromisoformat(day))


FIGURES = [
    # 吕梁2022年标准
    ("tekun.minor_age", LISHI, "2022-03-01", 16),
    ("medical.inpatient.rate.dibao", LISHI, "2015-03-01", 7_000),
    ("dibao.standard.urban", LISHI, "2022-01-01", 12 * 66_000),
    ("dibao.standard.urban", XIAOYI, "2022-01-01", 12 * 69_500),
    ("dibao.standard.rural", LANXIAN, "2022-01-01", 566_400),
    ("tekun.base.rural.home", XIAOYI, "2022-01-01", 820_000),
    ("tekun.care.institution.lost", LANXIAN, "2022-01-01", 1_140_000),
    # 菏泽2024年标准、2020年低保办法
    ("dibao.standard.urban", HEZE, "2024-01-01", 12 * 93_900),
    ("dibao.standard.rural", HEZE, "2024-01-01", 12 * 76_100),
    ("tekun.base.urban.home", HEZE, "2024-01-01", 12 * 122_100),
    ("tekun.base.rural.institution", HEZE, "2024-01-01", 12 * 99_000),
    ("dibao.by_expenditure", HEZE, "2020-06-01", 1),
    # 兰州2022年
    ("dibao.standard.urban", CHENGGUAN, "2022-01-01", 12 * 91_400),
    ("dibao.standard.urban", YUZHONG, "2022-01-01", 12 * 68_700),
    ("dibao.standard.rural", YUZHONG, "2022-01-01", 526_800),
    ("dibao.class.first", YUZHONG, "2022-01-01", 12 * 43_900),
    ("dibao.class.fourth", YUZHONG, "2022-01-01", 12 * 5_800),
    ("tekun.care.home.able", CHENGGUAN, "2022-01-01", 180_000),
    ("tekun.care.home.partial", CHENGGUAN, "2022-01-01", 361_200),
    ("tekun.care.home.lost", CHENGGUAN, "2022-01-01", 541_200),
    # 大理：州文件三（四），2018年以后明写沿用省级指导标准
    ("dibao.rural.established", DALI, "2006-07-01", 1),
    ("dibao.standard.urban", DALI, "2023-07-01", 12 * 72_800),
    ("dibao.standard.rural", DALI, "2025-07-01", 672_000),
    ("tekun.base.urban.home", DALI, "2025-07-01", 12 * 96_800),
    ("tekun.care.home.able", DALI, "2025-07-01", 12 * 6_200),
]


@pytest.mark.parametrize(("name", "place", "day", "value"), FIGURES)
def test_a_figure_of_a_document_is_in_force(name: str, place: str, day: str, value: int) -> None:
    """Amounts are fen a year, rates basis points."""
    assert in_force(name, place, day).value == value


UNKNOWN = [
    ("dibao.standard.urban", DATONGHU, "2022-03-01"),
    ("dibao.standard.rural", DATONGHU, "2022-03-01"),
    ("dibao.standard.urban", DALI, "2007-06-01"),
    ("tekun.base.rural.home", DALI, "2007-06-01"),
    ("dibao.standard.rural", HEZE, "2023-12-31"),
    ("tekun.care.home.able", HEZE, "2024-03-01"),
    ("dibao.standard.urban", LISHI, "2021-12-31"),
    ("tekun.care.home.lost", LISHI, "2022-03-01"),
    ("dibao.standard.urban", CHENGGUAN, "2019-12-31"),
    ("tekun.care.home.partial", DALI, "2024-08-01"),
]


@pytest.mark.parametrize(("name", "place", "day"), UNKNOWN)
def test_a_figure_that_was_not_found_is_unknown_and_not_borrowed(name: str, place: str, day: str) -> None:
    """No province's floor, no neighbour's figure, no later year stands in."""
    assert isinstance(in_force(name, place, day).value, Unknown)


def test_dali_says_why_it_relies_on_the_provincial_floor() -> None:
    """The floor is used because the pack says so in so many words, and the explanation can show them."""
    found = in_force("dibao.standard.urban", DALI, "2023-09-01")

    assert found.via is not None
    assert "未查到" in (found.via.because or "")
    assert found.origin is not None
    assert found.origin.parameter == "dibao.floor.urban"


def test_every_figure_of_a_place_says_how_sure_it_is_and_when_it_was_checked() -> None:
    """A figure that nobody has looked at again cannot be told from one that somebody has."""
    unchecked = [f"{value.file}:{value.line}" for value in packs().values if value.pack != "cn" and not value.checked]

    assert unchecked == []


def test_a_code_that_changed_is_followed_by_the_day() -> None:
    """定陶县371727 became 定陶区371703."""
    places = packs().places

    assert places.chain("371727", date(2015, 6, 1))[0] == "371727"
    assert places.chain("371703", date(2024, 3, 1)) == ("371703", "371700", "370000", "000000")
