"""Codes of divisions: form, level and the chain above them."""

import pytest

from doudi.kernel.divisions import (
    LEVEL_LABELS,
    DivisionUnreadable,
    Level,
    county_of,
    level,
    lies_in,
    parent,
    parent_chain,
)


def test_a_county_knows_its_prefecture_province_and_nation() -> None:
    assert parent_chain("371702") == ("371702", "371700", "370000", "000000")


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("000000", ("000000",)),
        ("370000", ("370000", "000000")),
        ("371700", ("371700", "370000", "000000")),
        ("371702001", ("371702001", "371702", "371700", "370000", "000000")),
        ("371702001201", ("371702001201", "371702001", "371702", "371700", "370000", "000000")),
        ("441900003", ("441900003", "441900", "440000", "000000")),
        ("430971", ("430971", "430900", "430000", "000000")),
    ],
)
def test_each_level_has_its_chain(code: str, chain: tuple[str, ...]) -> None:
    assert parent_chain(code) == chain


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("000000", Level.NATION),
        ("620000", Level.PROVINCE),
        ("620100", Level.PREFECTURE),
        ("620102", Level.COUNTY),
        ("441900003", Level.TOWNSHIP),
        ("620102001", Level.TOWNSHIP),
        ("620102001002", Level.VILLAGE),
    ],
)
def test_the_level_follows_from_the_form(code: str, expected: Level) -> None:
    assert level(code) == expected
    assert LEVEL_LABELS[expected]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "37170",
        "3717021",
        "37170a",
        "001702",
        "370002",
        "370000001",
        "000000001",
        "371702000",
        "371702001000",
        "371702000001",
        "\uff13\uff1771702",
        "371702\n",
    ],
)
def test_a_code_that_is_no_chain_is_refused(code: str) -> None:
    with pytest.raises(DivisionUnreadable, match="行政区划代码"):
        parent_chain(code)
    with pytest.raises(DivisionUnreadable):
        level(code)


def test_the_nation_has_no_parent() -> None:
    assert parent("000000") is None
    assert parent("371702") == "371700"


def test_a_place_lies_in_itself_and_in_all_above_it() -> None:
    assert lies_in("371702", "371702")
    assert lies_in("371702", "370000")
    assert not lies_in("371702", "371703")


def test_a_village_a_township_and_the_county_itself_lie_in_one_county() -> None:
    assert {county_of(code) for code in ("371702001201", "371702001", "371702")} == {"371702"}


def test_no_county_is_made_up_for_what_is_no_code() -> None:
    with pytest.raises(DivisionUnreadable):
        county_of("37170")
