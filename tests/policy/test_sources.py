"""Sources of law and the places they speak of."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.policy.sources import CitationUnresolved
from tests.policy.tiny import COUNTY, Tiny, packs


@pytest.mark.parametrize(
    ("cite", "text"),
    [
        ("law-2010", "《小法》"),
        ("law-2010#13.1", "《小法》第十三条第（一）项"),
        ("law-2010#20", "《小法》第二十条"),
        ("local-2015#2.1", "乙市办法第2.1款"),
        ("local-2015#3", "乙市办法第3款"),
    ],
)
def test_a_citation_is_said_in_chinese(cite: str, text: str) -> None:
    assert packs().sources.text(cite) == text


@pytest.mark.parametrize("cite", ["law-2010#21", "law-2010#a", "law-1949", "local-2015#2", "news-2020#1"])
def test_a_clause_that_the_source_has_not_is_refused(cite: str) -> None:
    sources = Tiny().add("cn/sources.yaml", "news-2020: {title: 报道, kind: news, read: web}\n").load().sources

    with pytest.raises(CitationUnresolved, match=f"引用“{cite}”找不到"):
        sources.resolve(cite)


SUCCESSION = """\
first: {title: 甲, kind: law, read: web, articles: 3, in_force: 2000-01-01, repealed: 2010-01-01}
second: {title: 乙, kind: law, read: web, articles: 3, in_force: 2010-01-01, repealed: 2020-01-01}
third: {title: 丙, kind: law, read: web, articles: 3, in_force: 2020-01-01}
undated: {title: 丁, kind: law, read: web, articles: 3}
"""


def test_texts_that_followed_one_another_are_in_force_from_the_first_to_the_last() -> None:
    sources = Tiny().add("cn/sources.yaml", SUCCESSION).load().sources

    assert sources.span(("first#1", "second#1")) == (date(2000, 1, 1), date(2020, 1, 1))
    assert sources.span(("first#1", "third#1")) == (date(2000, 1, 1), None)
    assert sources.span(("undated",)) == (None, None)


@pytest.mark.parametrize(
    ("day", "quoted"),
    [
        (date(2009, 12, 31), ("first#1",)),
        (date(2010, 1, 1), ("second#1", "second#2")),
        (date(2020, 1, 1), ("third#1",)),
        (date(1999, 1, 1), ("first#1",)),
    ],
)
def test_of_texts_that_followed_one_another_the_one_of_the_day_is_quoted(day: date, quoted: tuple[str, ...]) -> None:
    sources = Tiny().add("cn/sources.yaml", SUCCESSION).load().sources

    assert sources.current(("first#1", "second#1", "second#2", "third#1", "undated"), day) == quoted


def test_a_place_is_said_with_all_above_it() -> None:
    places = packs().places

    assert places.path(COUNTY) == "甲省乙市丙县"
    assert places.path("110000") == "甲省"
    assert places.path("000000") == "全国"
    assert places.chain(COUNTY, date(2024, 1, 1)) == ("110101", "110100", "110000", "000000")
    assert places.by_code["110103"].note == "并入丙县"


def test_texts_that_do_not_follow_one_another_leave_a_gap() -> None:
    sources = Tiny().add("cn/sources.yaml", SUCCESSION).load().sources

    assert sources.gap(("first#1", "third#1")) == date(2010, 1, 1)
    assert sources.gap(("first#1", "second#1", "third#1")) is None
    assert sources.gap(("undated",)) is None
