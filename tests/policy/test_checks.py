"""What must hold between packs and rules before any household is determined."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.policy.checks import change_days
from doudi.policy.entities import household
from doudi.policy.rules import Rule, rule
from doudi.policy.types import Count
from tests.policy.tiny import Tiny, packs

AID, NATIONAL, TOPUP, CARE = (
    "cn/parameters/aid.yaml",
    "cn/values/all.yaml",
    "cn/programmes/basic/topup.yaml",
    "cn/programmes/basic/care.yaml",
)
COUNTY, YI, JIA = "110101-bing/values/all.yaml", "1101-yi/values/all.yaml", "11-jia/values/all.yaml"


def value(parameter: str, **given: Any) -> str:
    """Write one value of a parameter as a pack does."""
    given = {"from": "2015-01-01", "cites": "law-2010#4", **given}
    return f"{parameter}: [{{{', '.join(f'{key}: {text}' for key, text in given.items())}}}]\n"


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        (COUNTY, value("aid.standard.urban", value="'700.00'", per="month"), "丙县无权在 2015-01-01 规定“城镇标准”"),
        (COUNTY, value("care.age", value="50"), "丙县无权在 2015-01-01 规定“年龄界限”（care.age）"),
        (NATIONAL, value("care.allowance.full", value="'1.00'", **{"from": "2009-12-31"}), "全国无权在 2009-12-31"),
        (COUNTY, value("aid.savings", value="'1.00'", **{"for": "[110102]"}), "丙县不能为 110102 定值"),
        (NATIONAL, value("care.allowance.full", value="'1.00'", **{"for": "[120000]"}), "没有行政区划 120000"),
        (COUNTY, value("aid.savings", value="'1.00'", until="2015-01-01"), "until 不晚于 from"),
        (COUNTY, value("aid.savings", use="aid.other", because="没有"), "use 指向没有声明的“aid.other”"),
        (COUNTY, value("aid.savings", use="aid.floor", because="没有"), "use 所指的“aid.floor”单位不同"),
        (JIA, value("aid.standard.urban", value="'11.99'", per="year"), "“城镇标准”低于下限 ¥12.00"),
        (JIA, value("aid.standard.urban", value="'100000.01'", per="year"), "“城镇标准”高于上限 ¥100,000.00"),
        (JIA, value("aid.standard.urban", value="'299.99'", per="month"), "¥3,599.88低于2015-01-01的下限¥3,600.00"),
        (COUNTY, value("aid.savings", value="'1.00'", cites="law-2010#21"), "《小法》没有这一条"),
        (COUNTY, value("aid.savings", value="'1.00'", cites="law-1949#1"), "没有这个来源"),
        (COUNTY, value("aid.savings", value="'1.00'", cites="local-2015#9"), "乙市办法没有这一条"),
        (COUNTY, value("aid.savings", value="'1.00'", cites="'law 2010'"), "应写成 minfa-2021-57#13.1 的样子"),
    ],
)
def test_a_value_that_the_law_does_not_allow_is_told_with_file_and_line(file: str, text: str, reason: str) -> None:
    tiny = Tiny().add(file, text)
    line = str(tiny.files[file]).rstrip("\n").count("\n") + 1

    flaws = tiny.flaws()

    assert [(flaw.file, flaw.line) for flaw in flaws] == [(f"packs/{file}", line)]
    assert reason in flaws[0].reason


def test_a_county_could_set_the_urban_standard_before_2014() -> None:
    early = value("aid.standard.urban", value="'700.00'", per="month", **{"from": "2013-12-31", "until": "2014-12-31"})

    assert Tiny().add(COUNTY, early).flaws() == []


def test_a_value_at_its_floor_or_its_bound_is_lawful() -> None:
    at_the_floor = value("aid.standard.urban", value="'300.00'", per="month")

    assert Tiny().add(JIA, at_the_floor).flaws() == []


def test_where_no_floor_is_in_force_yet_none_is_broken() -> None:
    tiny = Tiny().change(JIA, "from: 2010-01-01, cites: law-2010#4, sure", "from: 2016-01-01, cites: law-2010#4, sure")

    assert tiny.add(JIA, value("aid.standard.urban", value="'1.00'", per="month")).flaws() == []


def test_two_values_of_one_place_from_one_day_are_refused() -> None:
    tiny = Tiny().add(NATIONAL, value("care.allowance.full", value="'1.00'"))
    twice = tiny.put("cn/values/more.yaml", value("care.allowance.full", value="'2.00'"))

    flaws = twice.flaws()

    assert [(flaw.file, flaw.line) for flaw in flaws] == [("packs/cn/values/more.yaml", 1)]
    assert "自 2015-01-01 起有两个值，另一个在 packs/cn/values/all.yaml:6" in flaws[0].reason


def test_a_value_that_relies_on_itself_is_refused() -> None:
    once = value("aid.standard.urban", use="aid.floor", because="没有")
    and_back = value("aid.floor", use="aid.standard.urban", because="没有")
    tiny = Tiny().add(JIA, once).put("11-jia/values/more.yaml", and_back)

    reasons = [flaw.reason for flaw in tiny.flaws()]

    assert reasons == ["use 绕回了“aid.standard.urban”自己", "use 绕回了“aid.floor”自己"]


@rule(household, "收入低于标准", cites="law-2020#4", name="is_poor")
def is_poor_since_2020(people: Count) -> bool:
    return people > 0


@rule(household, "宽裕", cites="law-2010#1", shows="{people} × {rent}")
def comfort(people: Count) -> Count:
    return people


@rule(household, "无据", cites=())
def whim(people: Count) -> Count:
    return people


@rule(household, "无日", cites="local-2016")
def someday(people: Count) -> Count:
    return people


@rule(household, "年龄", cites="law-2010#1", name="age")
def age_of_the_house(people: Count) -> Count:
    return people


@rule(household, "错条", cites="law-2010#99")
def astray(people: Count) -> Count:
    return people


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (is_poor_since_2020, "规则 is_poor 在 2020-01-01 有两个版本同时有效"),
        (comfort, "规则 comfort 的 shows 提到没有读取的 rent"),
        (whim, "规则 whim 没有引用条文"),
        (age_of_the_house, "“age”既是事实又是规则"),
        (astray, "《小法》没有这一条"),
    ],
)
def test_a_rule_that_does_not_fit_the_packs_is_refused(wrong: Rule, reason: str) -> None:
    flaws = Tiny().ruled_by(wrong).flaws()

    assert len(flaws) == 1
    assert flaws[0].file.startswith(("tests.", "cn"))
    assert reason in flaws[0].reason


@rule(household, "断开的规则", cites=("old-2011", "new-2020"), shows="{adults}")
def broken(adults: Count) -> Count:
    """Cites two texts with years between them in which neither was in force."""
    return adults


def test_a_rule_whose_texts_do_not_follow_one_another_is_refused() -> None:
    sources = """\
old-2011: {title: 旧办法, kind: notice, read: web, in_force: 2011-01-01, repealed: 2015-01-01}
new-2020: {title: 新办法, kind: notice, read: web, in_force: 2020-01-01}
"""
    tiny = Tiny().ruled_by(broken).add("cn/sources.yaml", sources)

    assert [flaw.reason for flaw in tiny.flaws()] == [
        "规则 broken 相继引用的条文在 2015-01-01 断开：中间没有任何一个有效"
    ]


def test_a_rule_that_nobody_knows_the_first_day_of_is_refused() -> None:
    tiny = Tiny().ruled_by(someday).add("cn/sources.yaml", "local-2016: {title: 某办法, kind: notice, read: web}\n")

    assert [flaw.reason for flaw in tiny.flaws()] == ["规则 someday 不知从哪天有效：写 since 或给来源写 in_force"]


def test_two_versions_of_a_programme_on_one_day_are_refused() -> None:
    later = str(Tiny().files[TOPUP]).replace("from: 2010-01-01", "from: 2020-01-01")
    both = Tiny().put("cn/programmes/basic/topup-2020.yaml", later)

    assert [(flaw.file, flaw.line, flaw.reason) for flaw in both.flaws()] == [
        (
            "packs/cn/programmes/basic/topup-2020.yaml", 1,
            f"项目 topup 在 2020-01-01 有两个版本同时有效，另一个在 packs/{TOPUP}:1",
        )
    ]  # fmt: skip
    assert both.change(TOPUP, "from: 2010-01-01", "from: 2010-01-01\nuntil: 2020-01-01").flaws() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (AID, "aid.floor\n  bounds", "aid.ground\n  bounds", "not_below 指向没有声明的“aid.ground”"),
        ("cn/facts.yaml", "label: 礼金, in: incomes", "label: 礼金, in: gifts", "事实“gift”所在的组“gifts”没有声明"),
        (AID, "law-2010#4.2", "law-2010#40", "《小法》没有这一条"),
        (TOPUP, "cites: [law-2010#1]", "cites: [law-2030#1]", "没有这个来源"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_refused(file: str, old: str, new: str, reason: str) -> None:
    flaws = Tiny().change(file, old, new).flaws()

    assert len(flaws) == 1
    assert flaws[0].file.endswith(file)
    assert reason in flaws[0].reason


def test_a_parameter_may_not_share_its_name_with_a_fact() -> None:
    more = "moved.on: {label: 迁入, unit: Count, set_by: {levels: nation, from: 2010-01-01, cites: law-2010}}\n"

    assert [flaw.reason for flaw in Tiny().add(AID, more).flaws()] == ["“moved_on”既是事实又是参数"]


def test_a_parameter_that_no_rule_reads_is_refused() -> None:
    more = "aid.other: {label: 其他, unit: Count, set_by: {levels: nation, from: 2010-01-01, cites: law-2010}}\n"

    assert [flaw.reason for flaw in Tiny().add(AID, more).flaws()] == ["参数“aid.other”没有任何规则读取"]


def test_a_parameter_that_another_relies_on_need_not_be_read() -> None:
    more = "aid.other: {label: 其他, unit: Fen, set_by: {levels: nation, from: 2010-01-01, cites: law-2010}}\n"
    relying = Tiny().add(AID, more).add(COUNTY, value("aid.savings", use="aid.other", because="没有"))

    assert relying.flaws() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (TOPUP, "rule: has_little", "rule: has_nothing", "“has_nothing”既不是事实、参数，也没有这条规则"),
        (TOPUP, "rule: has_little", "rule: is_weak", "“is_weak”属于成员，不属于家庭"),
        (TOPUP, "otherwise: 刚搬来", "otherwise: '{age} 刚搬来'", "“age”属于成员，不属于家庭"),
        (TOPUP, "rule: has_little", "rule: gap", "“gap”的单位是 FenMonth，这里应是 bool"),
        (TOPUP, "amount: topup", "amount: standard", "“standard”的单位是 FenYear，这里应是 FenMonth"),
        (TOPUP, "components: [gap, welcome]", "components: [gap, people]", "“people”的单位是 Count，这里应是 FenMonth"),
        (TOPUP, "per_person: gap_per_head", "per_person: income", "“income”的单位是 FenYear，这里应是 FenMonth"),
        (CARE, "applies: needs_care", "applies: care", "“care”的单位是 Care，这里应是 bool"),
    ],
)  # fmt: skip
def test_a_programme_that_names_what_it_cannot_use_is_refused(file: str, old: str, new: str, reason: str) -> None:
    flaws = Tiny().change(file, old, new).flaws()

    assert any(reason in flaw.reason for flaw in flaws), flaws
    assert all(flaw.file.startswith(("packs/cn/programmes", "cn")) for flaw in flaws)


def test_a_rule_book_without_the_rules_of_the_day_before_says_which_day() -> None:
    flaws = Tiny().change("cn/programmes/basic/topup.yaml", "from: 2010-01-01", "from: 2009-06-01").flaws()

    assert flaws, "the rules begin in 2010"
    assert all("2009-06-01" in flaw.reason for flaw in flaws), "the other days have the same flaw"
    assert flaws[0].file == "packs/cn/programmes/basic/topup.yaml"
    assert flaws[0].line > 1


def test_a_rule_that_nobody_wrote_is_told_once_at_the_line_that_names_it() -> None:
    tiny = Tiny().change(TOPUP, "components: [gap, welcome]", "components: [gap, wellcome]")

    assert [(flaw.file, flaw.line, flaw.reason) for flaw in tiny.flaws()] == [
        (f"packs/{TOPUP}", tiny.line(TOPUP, "wellcome"), "“wellcome”既不是事实、参数，也没有这条规则")
    ]


def test_a_programme_that_ends_before_it_begins_is_refused_at_its_line() -> None:
    for until in ("2009-01-01", "2010-01-01"):
        tiny = Tiny().change(TOPUP, "from: 2010-01-01", f"from: 2010-01-01\nuntil: {until}")

        assert [(flaw.file, flaw.line, flaw.reason) for flaw in tiny.flaws()] == [
            (f"packs/{TOPUP}", tiny.line(TOPUP, "until:"), "until 不晚于 from")
        ]


def test_packs_without_the_nation_as_a_place_are_refused() -> None:
    flaws = Tiny().drop("cn/places.yaml").flaws()

    assert any("没有行政区划“000000”" in flaw.reason or "没有行政区划 000000" in flaw.reason for flaw in flaws)


def test_packs_in_which_only_the_nation_is_no_place_are_refused() -> None:
    no_values = Tiny().drop("cn/places.yaml").drop("cn/values/all.yaml")

    assert [flaw.file for flaw in no_values.flaws()] == ["cn"]
    assert "没有行政区划“000000”" in no_values.flaws()[0].reason


def test_packs_without_programmes_read_no_parameter() -> None:
    flaws = Tiny().drop(TOPUP).drop(CARE).flaws()

    assert {"没有任何规则读取" in flaw.reason for flaw in flaws} == {True}


def test_the_days_of_change_are_those_of_rules_and_programmes() -> None:
    assert [day.isoformat() for day in change_days(packs())] == ["2010-01-01", "2020-01-01"]
