"""A flaw anywhere in the packs: file, line and reason are told, all at once, and nothing is loaded."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from doudi.policy.flaws import Flaw, PackRefused
from tests.policy.tiny import Tiny

AID, CARE, NATIONAL = "cn/parameters/aid.yaml", "cn/parameters/care.yaml", "cn/values/all.yaml"
FACTS, SOURCES, TOPUP = "cn/facts.yaml", "cn/sources.yaml", "cn/programmes/basic/topup.yaml"
COUNTY_PACK, COUNTY_PLACES, COUNTY = "110101-bing/pack.yaml", "110101-bing/places.yaml", "110101-bing/values/all.yaml"
YI = "1101-yi/values/all.yaml"

Change = tuple[str, str, str, str, str]
"""File, what it says, what it is made to say, a text in the line that is told, the reason."""

CHANGES: dict[str, Change] = {
    "a choice of no vocabulary for one only": (
        FACTS, "at_most_one: [head]", "at_most_one: [tail]", "[tail]", "“tail”不在可选项中"
    ),
    "kin of no vocabulary": (FACTS, "kin: {head: head", "kin: {head: tail", "kin:", "“tail”不在可选项中"),
    "kin without a head": (FACTS, "kin: {head: head, ", "kin: {", "kin:", "缺少“head”"),
    "kin of a fact without choices": (FACTS, "wage: {", "wage: {kin: {head: head}, ", "wage:", "没有“FenYear”这种类型"),
    "a float": (NATIONAL, "8000", "0.8", "aid.share", "不得使用小数 0.8"),
    "an amount that is a number": (NATIONAL, "'10000.00'", "10000", "aid.savings", "须写成带引号的文字"),
    "an amount with three decimals": (YI, "'600.00'", "'600.001'", "600.001", "最多两位小数"),
    "an undated value": (NATIONAL, "{value: 60, from: 2010-01-01, ", "{value: 60, ", "care.age", "缺少“from”"),
    "a value without a source": (NATIONAL, ", cites: law-2010#10}", "}", "care.age", "缺少“cites”"),
    "neither value nor use": (NATIONAL, "{value: 60, ", "{", "care.age", "恰好写一个"),
    "both value and use": (NATIONAL, "{value: 60, ", "{value: 60, use: aid.share, because: 因为, ", "care.age", "恰好"),
    "use without because": (NATIONAL, "{value: 60, ", "{use: aid.share, ", "care.age", "须用 because 写明"),
    "an odd sureness": (YI, "sure: medium", "sure: maybe", "value: '600.00'", "sure 应是 high、medium、low"),
    "an odd period": (YI, "per: month\n", "per: week\n", "value: '600.00'", "per 应是 month 或 year"),
    "a year's amount without period": (YI, "    per: month\n", "", "'600.00'", "须写明每月还是每年：per 写 month"),
    "a period of what is no amount": (NATIONAL, "{value: 60,", "{value: 60, per: year,", "care.age", "只有金额"),
    "a month's amount per year": (YI, "'150.00', per: month", "'150.00', per: year", "150.00", "不按这个期间"),
    "too much money": (YI, "'600.00'", "'90000000.00'", "90000000", "超过 10 亿元"),
    "no whole number": (NATIONAL, "{value: 60,", "{value: x,", "care.age", "应是整数"),
    "a negative number": (NATIONAL, "{value: 60,", "{value: -1,", "care.age", "应在 0 到"),
    "a code that is none": (NATIONAL, "half_up_to_fen", "somehow", "aid.rounding", "“somehow”不在可选项中"),
    "codes that are no list": (NATIONAL, "[cough, fever]", "cough", "aid.illnesses", "应是一列代码"),
    "an authority over other places": (
        COUNTY, "{value:", "{authority: 370000, for: ['530000'], value:", "500.00", "authority 370000 管不着 530000",
    ),
    "an empty list of places": (COUNTY, "{value:", "{for: [], value:", "500.00", "for 是空的"),
    "a misspelt key of a value": (COUNTY, "{value:", "{vlaue: 1, value:", "500.00", "不认识的“vlaue”"),
    "an undeclared parameter": (COUNTY, "aid.standard.rural:", "aid.other:", "aid.other", "没有声明过参数“aid.other”"),
    "a misspelt key of a parameter": (AID, "  label: 存款限额", "  lable: 存款限额", "lable", "不认识的“lable”"),
    "an unknown unit": (AID, "unit: BasisPoints", "unit: Percent", "aid.share:", "没有“Percent”这种类型"),
    "codes of no vocabulary": (AID, "Codes<Illness>", "Codes<Pain>", "aid.illnesses:", "没有“Codes<Pain>”这种类型"),
    "a type that is only a kind": (AID, "unit: BasisPoints", "unit: choice", "aid.share:", "没有“choice”这种类型"),
    "no level": (AID, "{levels: province,", "{levels: [],", "{levels: [],", "levels 应是"),
    "an unknown level": (AID, "{levels: province,", "{levels: village,", "levels: village", "levels 应是"),
    "nobody to set it": (AID, "{levels: province, from: 2010-01-01, cites: law-2010#4}", "[]", "aid.floor:", "set_by"),
    "bounds of an odd period": (AID, "per: year}", "per: week}", "bounds", "per 应是 month 或 year"),
    "bounds that are no amount": (AID, "min: '12.00'", "min: 12", "aid.standard.urban:", "须写成带引号的文字"),
    "a place above itself": (COUNTY_PLACES, "{name: 丁县, parent: 110100}", "{name: 丁县, parent: 120000}",
                             "110102", "上级不是"),
    "a place that is no code": (COUNTY_PLACES, "110102:", "11010:", "11010:", "行政区划代码“11010”有误"),
    "a pack of another folder": (COUNTY_PACK, "id: 110101-bing", "id: bing", "id: bing", "id 应与文件夹同名"),
    "a pack of another level": (COUNTY_PACK, "county", "province", "id: 110101-bing", "level 与区划代码 110101 不符"),
    "a pack of no level": (COUNTY_PACK, "county", "hamlet", "id: 110101-bing", "level 与区划代码 110101 不符"),
    "a source of an odd kind": (SOURCES, "articles: 20, kind: law", "articles: 20, kind: rumour",
                                "law-2020", "kind 应是"),
    "a source read nowhere": (SOURCES, "read: document}", "read: heard}", "law-2020", "read 应是"),
    "a source that ends too soon": (SOURCES, "in_force: 2020-01-01,", "in_force: 2020-01-01, repealed: 2020-01-01,",
                                    "law-2020", "repealed 不晚于 in_force"),
    "a fact that is no group": (FACTS, "{group: true, label: 财产, complete: 列出即视为全部}", "{label: 财产}",
                                "assets: {label", "缺少“type”"),
    "a fact of an unknown type": (FACTS, "{type: bool, label: 残疾,", "{type: Truth, label: 残疾,",
                                  "label: 残疾", "没有“Truth”"),
    "a fact of two entities": (FACTS, "is_able:", "age:", "有赡养能力", "事实“age”声明了两次"),
    "a bound that is no number": (FACTS, "max: 120", "max: old", "label: 年龄", "应是整数"),
    "a vocabulary that the code has not": (FACTS, "  Care:", "  Love:", "Love:", "代码里没有词表“Love”"),
    "a vocabulary without a label": (FACTS, ", fever: 发烧", "",
                                     "Illness: {", "应恰好为这些代码写出中文：none、cough、fever"),
    "a programme of nobody": (TOPUP, "unit: household", "unit: obligor", "unit:", "unit 应是 household、member 之一"),
    "a condition without sentence": (TOPUP, ", otherwise: 存款太多}", "}", "has_little", "缺少“otherwise”"),
    "persons that are no truth of members": (
        TOPUP, "per_person:", "persons: is_poor\nper_person:", "id: topup", "persons“is_poor”应是按家庭项目所用的"
    ),
    "a misspelt key of a programme": (TOPUP, "per_person:", "per_head:", "per_head:", "不认识的“per_head”"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_flaw_is_told_with_file_line_and_reason(what: str) -> None:
    file, old, new, where, reason = CHANGES[what]
    tiny = Tiny().change(file, old, new)

    flaws = tiny.flaws()

    assert (f"packs/{file}", tiny.line(file, where)) in [(flaw.file, flaw.line) for flaw in flaws], flaws
    assert any(reason in flaw.reason for flaw in flaws), flaws


def test_the_tiny_packs_themselves_load() -> None:
    assert Tiny().flaws() == []


@pytest.mark.parametrize(
    ("change", "file", "reason"),
    [
        (lambda tiny: tiny.drop("cn/facts.yaml"), "packs/cn/facts.yaml", "缺少这个文件"),
        (lambda tiny: tiny.drop("110101-bing/pack.yaml"), "packs/110101-bing/pack.yaml", "缺少这个文件"),
        (lambda tiny: tiny.put("cn/facts.yaml", ""), "packs/cn/facts.yaml", "文件是空的"),
        (lambda tiny: tiny.put(NATIONAL, b"a: \xff"), f"packs/{NATIONAL}", "不是 UTF-8 编码"),
        (lambda tiny: tiny.put(CARE, "- a\n- b\n"), f"packs/{CARE}", "名称: 值"),
        (lambda tiny: tiny.put("cn/value/care.yaml", "a: 1"), "packs/cn/value/care.yaml", "没有这种文件"),
        (lambda tiny: tiny.put("cn/values/care.yml", "a: 1"), "packs/cn/values/care.yml", "没有这种文件"),
    ],
)
def test_a_file_that_is_missing_or_out_of_place_is_told(change: Callable[[Tiny], Tiny], file: str, reason: str) -> None:
    found = [flaw for flaw in change(Tiny()).flaws() if flaw.file == file]

    assert found, "the file is not named"
    assert reason in found[0].reason


def test_without_the_national_pack_nothing_else_is_looked_at() -> None:
    files = {name: text for name, text in Tiny().files.items() if not name.startswith("cn/")}

    flaws = Tiny(files).flaws()

    assert [flaw.reason for flaw in flaws] == ["缺少全国政策包 cn/pack.yaml"]


def test_a_folder_without_any_pack_is_refused() -> None:
    assert [flaw.reason for flaw in Tiny({}).flaws()] == ["缺少全国政策包 cn/pack.yaml"]


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        (CARE, "aid.share: {label: 又一次, unit: Count, set_by: []}\n", "参数“aid.share”声明了两次"),
        ("cn/sources.yaml", "local-2015: {title: 又一次, kind: law, read: web}\n", "“local-2015”写了两次"),
        ("cn/places.yaml", "110101: {name: 又一次}\n", "“110101”写了两次"),
    ],
)
def test_what_two_files_both_declare_is_told(file: str, text: str, reason: str) -> None:
    tiny = Tiny().add(file, text)

    assert [flaw.reason for flaw in tiny.flaws()] == [reason]
    assert tiny.flaws()[0].file == f"packs/{file}"


def test_all_flaws_of_a_load_are_told_together_in_order() -> None:
    tiny = (
        Tiny()
        .change(FACTS, "type: Illness", "type: Ill")
        .change(AID, "unit: Rounding", "unit: Round")
        .change(NATIONAL, "{value: 60,", "{value: x,")
        .change(YI, "'600.00'", "600")
        .change(SOURCES, "kind: law, read: document}", "kind: law, read: heard}")
        .change(TOPUP, "unit: household", "unit: nobody")
    )

    flaws = tiny.flaws()

    assert flaws == sorted(flaws)
    assert {flaw.file for flaw in flaws} == {f"packs/{file}" for file in (FACTS, AID, NATIONAL, YI, SOURCES, TOPUP)}
    assert len(flaws) == 6, "no flaw that only follows from another"


def test_kin_whose_age_no_fact_tells_is_told() -> None:
    flaws = Tiny().change(FACTS, "parent: parent, age: age,", "parent: parent, age: years,").flaws()

    assert any("没有声明的“years”" in str(flaw) for flaw in flaws)


def test_two_flawed_values_of_one_parameter_are_both_told() -> None:
    tiny = Tiny().put(COUNTY, "aid.savings:\n  - {value: 1, from: 2015-01-01}\n  - {value: '1.00'}\n")

    assert [flaw.line for flaw in tiny.flaws()] == [2, 3]


def test_a_refusal_says_all_of_it_in_one_text_and_survives_pickling() -> None:
    tiny = Tiny().change(NATIONAL, "8000", "0.8").change(YI, "'600.00'", "'x'")

    with pytest.raises(PackRefused) as refused:
        tiny.load()

    assert "政策包有 2 处错误，未载入：" in str(refused.value)
    assert f"packs/{NATIONAL}:3: 不得使用小数 0.8" in str(refused.value)
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 our own
    assert (again.flaws, str(again)) == (refused.value.flaws, str(refused.value))


def test_a_flaw_reads_as_compilers_write_it() -> None:
    assert str(Flaw("packs/cn/x.yaml", 3, "错")) == "packs/cn/x.yaml:3: 错"
