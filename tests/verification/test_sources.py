"""Which sources a place may ask, since when and by which article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from doudi.policy.flaws import PackRefused
from doudi.standards import lawbook
from doudi.verification.sources import SourceUnknown, load, sourcebook


def names(place: str, on: date) -> set[str]:
    return {each.source.name for each in sourcebook().askable(place, on)}


def test_the_nation_lists_ten_sources_in_2014_and_internet_finance_since_2021() -> None:
    assert names("620102001", date(2014, 4, 30)) == set()
    assert len(names("620102001", date(2014, 5, 1))) == 10
    assert names("620102001", date(2021, 7, 1)) - names("620102001", date(2021, 6, 30)) == {"internet_finance"}


def test_each_place_has_what_its_own_text_adds() -> None:
    day = date(2022, 4, 18)

    assert {"disability_register", "bank_loans", "utilities"} <= names("430971001001", day)
    assert "farm_machines" in names("141121001", day)
    assert {"education", "medical"} <= names("371702001", day)
    assert "farm_machines" not in names("430971001001", day)


def test_a_source_says_by_which_articles_it_may_be_asked() -> None:
    found = {each.source.name: each.cites for each in sourcebook().askable("430971001001", date(2022, 4, 18))}

    assert found["bank_deposits"] == ("guoling-649#58", "minfa-2021-57#17", "datonghu-2021-30#19")
    assert found["utilities"] == ("datonghu-2021-30#19",)


def test_a_source_without_a_ground_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(SourceUnknown) as refused:
        sourcebook().require(("utilities",), "371702001", date(2022, 4, 18))

    assert "银行存款" in str(refused.value)


def test_two_at_least_visit_a_home_since_2012() -> None:
    assert sourcebook().least_visitors(date(2007, 1, 1)) is None
    rule = sourcebook().least_visitors(date(2022, 1, 1))
    assert rule is not None
    assert (rule.least, rule.cites) == (2, "minfa-2021-57#16")


GOOD = """
sources: {bank: {label: 银行存款, holder: 银行, covers: [financial_assets]}}
asked: [{source: [bank], from: 2021-07-01, cites: minfa-2021-57#17}]
"""
FLAWS = {
    "a source there is not": GOOD.replace("[bank]", "[moon]"),
    "a fact there is not": GOOD.replace("financial_assets", "gold"),
    "an article there is not": GOOD.replace("#17", "#99"),
    "before its text was in force": GOOD.replace("2021-07-01", "2021-06-30"),
    "an unknown key": GOOD.replace("holder", "keeper"),
    "nothing asked": GOOD.split("asked", maxsplit=1)[0],
}


def written(folder: Path, text: str) -> Path:
    root = folder / "packs"
    (root / "cn").mkdir(parents=True)
    (root / "cn" / "verification.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("text", FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_refused_with_its_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(PackRefused) as refused:
        load(written(tmp_path, text), lawbook.packs())

    assert "verification.yaml" in str(refused.value)


def test_a_file_that_is_right_is_read_and_a_place_need_not_have_one(tmp_path: Path) -> None:
    assert list(load(written(tmp_path, GOOD), lawbook.packs()).sources) == ["bank"]
