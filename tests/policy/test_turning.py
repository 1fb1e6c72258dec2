"""What would turn a refusal: computed by supposing it, and said with the figures; else nothing is said."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.policy.entities import household, member
from doudi.policy.report import as_json
from doudi.policy.rules import any_of, choose, either, every, negation, rule, state
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.supposing import Supposition
from doudi.policy.types import BasisPoints, Count, Fen, FenMonth, FenYear
from doudi.policy.unknown import Unknown
from tests.policy.tiny import Tiny, assessed, family, person
from tests.policy.tinyfiles import FILES
from tests.policy.tinylaw.words import Illness, Register

RICH = person(incomes={"wage": "90000.00"})
LEADS = "，其他情况不变，就符合补助的条件"


def outcome(document: object, programme: str = "topup", law: LawSnapshot | None = None) -> dict[str, Any]:
    found = as_json(assessed(document, law=law))["outcomes"]
    return next(each for each in found if each["programme"] == programme)


def said(document: object, programme: str = "topup", law: LawSnapshot | None = None) -> list[str]:
    return [turn["text"] for turn in outcome(document, programme, law)["turns"]]


def ruled_by(condition: Any, *more: Any) -> LawSnapshot:
    """Return the tiny law with a topup that has one other condition."""
    topup, programme = "cn/programmes/basic/topup.yaml", FILES["cn/programmes/basic/topup.yaml"]
    assert isinstance(programme, str)
    head, rest = programme.split("conditions:\n")
    only = f"{head}conditions:\n  - {{rule: {condition.name}, otherwise: 不行}}\n{rest[rest.index('amount:') :]}"
    others = programme.replace("id: topup", "id: others").replace("label: 补助", "label: 别的")
    tiny = Tiny().ruled_by(condition, *more).put(topup, only).put("cn/programmes/basic/others.yaml", others)
    return LawSnapshot.of(tiny.load())


def test_a_sum_too_large_is_said_with_the_threshold_below_which_it_would_do() -> None:
    found = outcome(family(RICH))

    assert [turn["text"] for turn in found["turns"]] == [f"人均月收入低于 ¥500.00（现在¥6,000.00）{LEADS}"]
    assert found["turns"][0]["changes"][0] == {
        "name": "income_per_head", "label": "人均月收入", "person": None, "now": "¥6,000.00", "to": "低于 ¥500.00",
        "least": None, "most": 49999,
    }  # fmt: skip
    assert found["shortest"] == found["reasons"][0]


def test_a_limit_that_may_be_reached_is_not_to_be_exceeded() -> None:
    assert said(family(assets={"savings": "10000.01"})) == [f"存款不超过 ¥10,000.00（现在¥10,000.01）{LEADS}"]


def test_of_several_reasons_the_one_that_takes_the_fewest_figures_comes_first() -> None:
    found = outcome(family(RICH, assets={"savings": "20000.00"}))

    assert [reason["rule"] for reason in found["reasons"]] == ["is_poor", "has_little"]
    assert found["shortest"]["rule"] == "has_little"
    assert [turn["text"] for turn in found["turns"]] == [
        f"人均月收入低于 ¥500.00（现在¥6,000.00），并且存款不超过 ¥10,000.00（现在¥20,000.00）{LEADS}"
    ]


def test_who_is_granted_has_nothing_to_turn() -> None:
    found = outcome(family())

    assert (found["shortest"], found["turns"]) == (None, [])


def test_a_day_is_not_searched_for_another() -> None:
    assert said(family(moved_on="2024-03-01")) == []


def test_what_is_still_to_be_asked_is_told() -> None:
    assert said(family(RICH, moved_on=None)) == [
        "人均月收入低于 ¥500.00（现在¥6,000.00），其他情况不变，就不再因此不符合补助的条件，但还要看尚未知道的情况"
    ]


def test_an_age_or_an_answer_would_turn_it_where_either_suffices() -> None:
    texts = said(family(person(name="张某甲", care="some")), "care")

    assert texts == [
        "张某甲的年龄达到 60 周岁（现在40 周岁），其他情况不变，就符合照料的条件",
        "张某甲的残疾为“是”（现在“否”），其他情况不变，就符合照料的条件",
    ]


def test_every_supporter_who_could_help_would_have_to_be_unable() -> None:
    able = [{"is_able": True}, {"is_able": True}]

    (younger, both) = outcome(family(person(care="some", is_disabled=True, age=70, obligors=able)), "care")["turns"]

    assert [(each["person"]["name"], each["to"]) for each in both["changes"]] == [
        ("第 1 位义务人", "为“否”"), ("第 2 位义务人", "为“否”"),
    ]  # fmt: skip
    assert [each["to"] for each in younger["changes"]] == ["不超过 59 周岁"]


def test_choices_that_would_do_are_one_way() -> None:
    @rule(household, "有人没病", cites="law-2010#1")
    def is_urban(register: Register) -> bool:
        return register == Register.URBAN

    assert said(family(), law=ruled_by(is_urban)) == [f"户籍为“城镇”（现在“农村”）{LEADS}"]


def test_another_branch_is_taken_where_it_says_yes() -> None:
    by_register = choose(
        "fits", household, by="register", cases={Register.URBAN: 1, Register.RURAL: "is_poor"}, label="合适",
        cites="law-2010#1",
    )  # fmt: skip

    assert said(family(RICH), law=ruled_by(by_register)) == [
        f"户籍为“城镇”（现在“农村”）{LEADS}", f"人均月收入低于 ¥500.00（现在¥6,000.00）{LEADS}"
    ]  # fmt: skip


def test_a_branch_taken_by_a_truth_is_changed_by_what_decides_that_truth() -> None:
    by_truth = choose(
        "fits", household, by="has_little", cases={0: "is_poor", 1: 0}, label="合适", cites="law-2010#1"
    )  # fmt: skip

    assert said(family(), law=ruled_by(by_truth)) == [f"存款高于 ¥10,000.00（现在¥0.00）{LEADS}"]


def test_going_further_than_what_would_turn_it_is_told_with_both_ends() -> None:
    middling = every("middling", household, ("is_not_poor", "is_not_rich"), label="中等", cites="law-2010#1")
    not_poor = negation("is_not_poor", household, of="is_poor", label="不穷", cites="law-2010#1")

    @rule(household, "不富", cites="law-2010#1")
    def is_not_rich(income_per_head: FenMonth, standard: FenYear) -> bool:
        return income_per_head * 12 <= standard * 2

    more = (not_poor, is_not_rich)

    assert said(family(RICH), law=ruled_by(middling, *more)) == [
        f"人均月收入在 ¥500.00 到 ¥1,000.00 之间（现在¥6,000.00）{LEADS}"
    ]
    assert said(family(), law=ruled_by(middling, *more)) == [
        f"人均月收入在 ¥500.00 到 ¥1,000.00 之间（现在¥80.00）{LEADS}"
    ]


@rule(household, "比例", cites="law-2010#1", name="own_figures")
def own_figures(aid_share: BasisPoints, aid_savings: Fen) -> bool:
    return aid_share > aid_savings


@rule(household, "不多", cites="law-2010#1", name="is_small")
def is_small(family_income: FenYear, aid_savings: Fen) -> bool:
    return family_income < aid_savings


two = every("two_results", household, ("is_poor", "is_small"), label="都小", cites="law-2010#1")


@rule(member, "工资少", cites="law-2010#1", name="has_high_wage")
def has_high_wage(income: FenYear, aid_savings: Fen) -> bool:
    return income > aid_savings


anybody = any_of("anybody", household, of="has_high_wage", label="有人工资高", cites="law-2010#1")
nobody = negation("all_wages", household, of="anybody", label="没有人工资高", cites="law-2010#1")
was_poor = state("was_poor", household, of="is_poor", start=0, label="上月穷", cites="law-2010#1")
before = every("was_poor_too", household, ("was_poor",), label="上月也穷", cites="law-2010#1")


@rule(household, "人多", cites="law-2010#1")
def is_many(people: Count, aid_savings: Fen) -> bool:
    return people > aid_savings


@rule(household, "类别", cites="law-2010#1")
def kind_of(register: Register) -> Register:
    return register


derived = choose(
    "derived", household, by="kind_of", cases={Register.URBAN: 1, Register.RURAL: "was_poor"}, label="类",
    cites="law-2010#1",
)  # fmt: skip
literal = choose(
    "literal", household, by="register", cases={Register.URBAN: 0, Register.RURAL: "was_poor"}, label="类",
    cites="law-2010#1",
)  # fmt: skip


@rule(household, "又穷又有钱", cites="law-2010#1")
def both(is_poor: bool, savings: Fen, aid_savings: Fen) -> bool:
    return is_poor and savings > aid_savings


NOT_TOLD = {
    "derived": [derived, kind_of, was_poor], "literal": [literal, was_poor], "both": [both],
    "own_figures": [own_figures], "two_results": [two, is_small], "all_wages": [nobody, has_high_wage, anybody],
    "was_poor_too": [before, was_poor], "is_many": [is_many],
}  # fmt: skip


@pytest.mark.parametrize("condition", NOT_TOLD)
def test_what_nobody_could_change_by_itself_is_not_told(condition: str) -> None:
    law = ruled_by(*NOT_TOLD[condition])

    assert said(family(RICH, RICH), law=law) == []


def test_a_part_that_is_unknown_is_still_to_be_asked() -> None:
    small = either("small_or_poor", household, ("is_poor", "has_little"), label="小", cites="law-2010#1")
    not_small = negation("not_small", household, of="small_or_poor", label="不小", cites="law-2010#1")

    (found,) = outcome(family(register=None), law=ruled_by(not_small, small))["turns"]

    assert (found["status"], found["changes"][0]["to"]) == ("undetermined", "高于 ¥10,000.00")


def test_choices_that_each_suffice_are_said_together() -> None:
    @rule(member, "有病", cites="law-2010#1")
    def is_ill(illness: Illness) -> bool:
        return illness != Illness.NONE

    anybody = any_of("anybody_ill", household, of="is_ill", label="有人有病", cites="law-2010#1")

    assert said(family(person(name="张某甲")), law=ruled_by(anybody, is_ill)) == [
        f"张某甲的疾病为“咳嗽”或“发烧”（现在“没有”）{LEADS}"
    ]


def test_supposing_what_the_law_has_no_branch_for_leaves_it_unknown() -> None:
    fits = choose(
        "fits", household, by="register", cases={Register.RURAL: "is_poor"}, label="合适", cites="law-2010#1"
    )  # fmt: skip
    done = assessed(family(), law=ruled_by(fits))

    assert done.value("fits") is True
    assert isinstance(Supposition(done, {("register", ()): Register.URBAN}).value("fits", ()), Unknown)
