"""Citations: read, written back, said in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.citations import Citation, CitationUnreadable
from doudi.kernel.numerals import NumeralOutOfRange, chinese_numeral


def test_a_citation_names_source_article_and_item() -> None:
    citation = Citation.parse("minfa-2021-57#13.1")

    assert citation == Citation("minfa-2021-57", "13.1")
    assert (citation.article, citation.item) == (13, 1)
    assert citation.text("《最低生活保障审核确认办法》") == "《最低生活保障审核确认办法》第十三条第（一）项"


def test_an_article_without_item_is_said_alone() -> None:
    citation = Citation.parse("guoling-271#6")

    assert citation.item is None
    assert citation.clause_text() == "第六条"


def test_a_source_without_articles_is_cited_by_its_title() -> None:
    citation = Citation.parse("heze-2024-standards")

    assert (citation.clause, citation.article, citation.item) == (None, None, None)
    assert citation.text("《标准》") == "《标准》"


def test_a_local_clause_is_shown_as_it_is_or_by_the_pattern_of_its_source() -> None:
    citation = Citation.parse("luliang-2014#2.4.1")

    assert citation.article is None
    assert citation.clause_text() == "2.4.1"
    assert citation.clause_text("第{clause}款") == "第2.4.1款"


@pytest.mark.parametrize("written", ["minfa-2021-57#13.1", "guoling-271#6", "heze-2024-standards", "x#附件一（三）"])
def test_a_citation_is_written_as_it_was_read(written: str) -> None:
    assert str(Citation.parse(written)) == written


@pytest.mark.parametrize(
    "written", ["", "#3", "Minfa#3", "minfa#", "minfa#1#2", "minfa #1", "minfa#1 2", "a--b", "民发#1"]
)
def test_what_is_no_citation_is_refused(written: str) -> None:
    with pytest.raises(CitationUnreadable, match="引用"):
        Citation.parse(written)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (13, "十三"),
        (20, "二十"),
        (57, "五十七"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (113, "一百一十三"),
        (999, "九百九十九"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1047, "一千零四十七"),
        (1110, "一千一百一十"),
    ],
)
def test_numerals_are_said_as_articles_say_them(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


@pytest.mark.parametrize("number", [-1, 0, 10000])
def test_numerals_end_at_9999(number: int) -> None:
    with pytest.raises(NumeralOutOfRange):
        chinese_numeral(number)


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_two_numbers_never_share_a_numeral(one: int, other: int) -> None:
    assert (chinese_numeral(one) == chinese_numeral(other)) == (one == other)
