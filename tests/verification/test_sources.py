"""Which sources a place may ask, since when and by which article."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from doudi.policy.flaws import PackRefused
from doudi.standards import lawbook
from doudi.verification.deployment import RetentionNotGiven, arrangements
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
    assert (rule.number, rule.cites) == (2, "minfa-2021-57#16")


GOOD = """
sources:
  bank:
    label: 银行存款
    holder: 银行
    covers: [financial_assets]
    key: account
    schema: 1
    fields: {account: {type: text, label: 账号}, financial_assets: {type: money, fact: financial_assets}}
    modes: [file]
    on_failure: unanswered
asked: [{source: [bank], from: 2021-07-01, cites: minfa-2021-57#17}]
whole: [{source: [bank], from: 2021-07-01, cites: minfa-2021-57#17}]
reports: [{days: 90, from: 2021-07-01, cites: minfa-2021-57#17}]
"""
FLAWS = {
    "a source there is not": (GOOD.replace("[bank]", "[moon]", 1), "moon"),
    "a fact there is not": (GOOD.replace("financial_assets", "gold"), "gold"),
    "an article there is not": (GOOD.replace("#17", "#99"), "99"),
    "before its text was in force": (GOOD.replace("2021-07-01", "2021-06-30"), "施行日"),
    "an unknown key": (GOOD.replace("holder", "keeper"), "keeper"),
    "nothing asked": (GOOD.split("asked", maxsplit=1)[0], "asked"),
    "another type than its fact": (GOOD.replace("type: money", "type: count"), "money"),
    "a type there is not": (GOOD.replace("type: money", "type: gold"), "gold"),
    "a fact without a field": (GOOD.replace(", fact: financial_assets", ", label: 余额"), "covers 的每个事实"),
    "a field of another fact": (GOOD.replace("fact: financial_assets", "fact: wage"), "wage"),
    "a code without its words": (GOOD.replace("type: text", "type: code"), "code 要写明"),
    "the owner among the fields": (GOOD.replace("{account:", "{name:"), "不能作字段名"),
    "a key that is no field": (GOOD.replace("key: account", "key: plate"), "key 应是"),
    "a version before the first": (GOOD.replace("schema: 1", "schema: 0"), "版本"),
    "a way there is not": (GOOD.replace("[file]", "[pigeon]"), "pigeon"),
    "another way to fail": (GOOD.replace("unanswered", "nothing_found"), "nothing_found"),
    "a report valid for no day": (GOOD.replace("days: 90", "days: 0"), "1 以上的整数"),
    "a report valid by no text": (
        GOOD.replace("90, from: 2021-07-01, cites: minfa-2021-57#17", "90, from: 2021-07-01"),
        "cites",
    ),
    "a period without its text": (GOOD.replace("modes", "kept: {days: 30}\n    modes"), "cites"),
    "a period of no day": (GOOD.replace("modes", "fresh: {days: 0, cites: minfa-2021-57#17}\n    modes"), "天数"),
}


def written(folder: Path, text: str) -> Path:
    root = folder / "packs"
    (root / "cn").mkdir(parents=True)
    (root / "cn" / "verification.yaml").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("text", "word"), FLAWS.values(), ids=FLAWS)
def test_a_flaw_is_refused_with_its_file_and_the_reason(text: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(PackRefused) as refused:
        load(written(tmp_path, text), lawbook.packs())

    assert "verification.yaml" in str(refused.value)
    assert word in str(refused.value)


def test_a_file_that_is_right_is_read_and_a_place_need_not_have_one(tmp_path: Path) -> None:
    book = load(written(tmp_path, GOOD), lawbook.packs())
    period = book.report_period("430971001", date(2022, 4, 18))

    assert list(book.sources) == ["bank"]
    assert period is not None
    assert (period.number, period.cites) == (90, "minfa-2021-57#17")
    assert book.report_period("430971001", date(2021, 6, 30)) is None


def test_no_text_that_was_read_sets_how_long_a_report_is_valid() -> None:
    assert sourcebook().reports == ()


def test_an_entry_says_how_its_rows_are_told_apart_and_what_they_sum_up_to() -> None:
    bank, pensions = sourcebook().sources["bank_deposits"], sourcebook().sources["social_insurance"]

    assert (bank.record, pensions.record) == ("account", None)
    assert [field.name for field in bank.summed] == ["financial_assets"]
    assert bank.fresh is None
    assert bank.kept is None


def test_a_whole_register_is_taken_only_where_a_text_lets_a_place_and_none_that_was_read_does(tmp_path: Path) -> None:
    day = date(2022, 4, 18)
    made = load(written(tmp_path, GOOD), lawbook.packs())

    assert made.whole_register("bank", "141121001", day) == ("minfa-2021-57#17",)
    assert made.whole_register("bank", "141121001", date(2021, 6, 30)) == ()
    assert sourcebook().whole == ()


ISSUE_5 = """household_register death_register marriages tax_record social_insurance real_estate market_entity
    housing_fund vehicles farm_machines fiscal_payroll disability_register employment_register bank_deposits bank_loans
    commercial_insurance securities internet_finance prisons education housing_support medical utilities funeral
    other_rolls"""


def test_every_source_of_the_documents_is_registered() -> None:
    assert set(ISSUE_5.split()) <= set(sourcebook().sources)


def test_what_nobody_promised_is_not_there_and_storing_it_is_refused_by_name(tmp_path: Path) -> None:
    source, file = sourcebook().sources["vehicles"], tmp_path / "sources.yaml"
    none = arrangements(file, sourcebook().sources)
    assert (none.fresh(source), none.kept(source), none.contact(source)) == (None, None, None)
    with pytest.raises(RetentionNotGiven) as refused:
        none.require_kept(source)
    assert "vehicles: {kept_days: 天数}" in str(refused.value)

    file.write_text("vehicles: {contact: 车管所, fresh_days: 31, kept_days: 180}", encoding="utf-8")
    found = arrangements(file, sourcebook().sources)

    assert (found.contact(source), found.fresh(source)) == ("车管所", timedelta(31))
    assert found.require_kept(source) == timedelta(180)


@pytest.mark.parametrize(
    "text", ["moon: {kept_days: 1}", "vehicles: {kept_days: 0}", "vehicles: {keeps: 1}", "- vehicles"]
)
def test_wrong_arrangements_are_refused_with_file_and_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(PackRefused, match=r"sources.yaml:1"):
        arrangements(file, sourcebook().sources)


def test_a_period_that_a_text_gives_goes_before_what_was_arranged(tmp_path: Path) -> None:
    promised = GOOD.replace("modes", "kept: {days: 30, cites: minfa-2021-57#17}\n    modes")
    source = load(written(tmp_path, promised), lawbook.packs()).sources["bank"]
    file = tmp_path / "sources.yaml"
    file.write_text("bank: {kept_days: 180, fresh_days: 7}", encoding="utf-8")
    found = arrangements(file, {"bank"})

    assert (found.kept(source), found.fresh(source)) == (timedelta(30), timedelta(7))
