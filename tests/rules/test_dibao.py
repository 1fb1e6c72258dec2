"""Who is in need, and how much (guoling-649#9, #12; minfa-2021-57#23, #33, #34)."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from doudi.policy.arithmetic import Rounding
from doudi.rules.dibao.amount import dibao_amount, gap_rounding, less_refusals, minimum_top_up
from doudi.rules.dibao.need import is_below_by_income
from doudi.rules.income.family import income_per_capita
from doudi.rules.vocabulary import Stage
from tests.rules.assessing import adult, amount, asked, child, determine, family, known, month_by_month, status

WORKERS = {"dibao__withdrawal__share": "10000", "income__work_cost__method": "none"}


def _farm(income: str, **household: Any) -> dict[str, Any]:
    return family(adult(incomes={"business_income": income}), adult("m2", "spouse"), **household)


@pytest.mark.parametrize(("income", "outcome"), [("9599.99", "eligible"), ("9600.00", "ineligible")])
def test_below_the_standard_is_strict(income: str, outcome: str) -> None:
    assert status(determine(_farm(income)), "dibao") == outcome


def test_dropping_the_rest_of_a_division_by_heads_keeps_the_comparison_exact() -> None:
    for income, heads, standard in product(range(60), range(1, 5), range(14)):
        per_capita = income_per_capita(family_income=income, counted_members=heads)
        assert is_below_by_income(income_per_capita=per_capita, dibao_standard=standard) is (income < standard * heads)


def test_a_family_of_nobody_divides_by_nothing() -> None:
    assert income_per_capita(family_income=0, counted_members=0) == 0
    assert less_refusals(dibao_base=0, refusing_members=0, counted_members=0, dibao_gap_rounding=1) == 0


def test_the_rows_add_up_to_the_exact_gap_rounded_once() -> None:
    for mode, stage, income in product(Rounding, Stage, range(0, 961, 7)):
        standard, heads = 480, 3
        shown = (2 * standard * heads + 12) // 24
        less = -((2 * income + 12) // 24)
        rest = gap_rounding(
            dibao_standard=standard, counted_members=heads, dibao_income=income, dibao_gap_stage=stage,
            dibao_gap_rounding=mode, family_standard=shown, less_income=less,
        )  # fmt: skip
        paid = shown + less + rest
        unit = 100 if "YUAN" in mode.name else 1
        assert paid >= 0
        assert paid % unit == 0 or stage is Stage.HEAD
        assert abs(12 * paid - (standard * heads - income)) <= 12 * unit * (heads if stage is Stage.HEAD else 1)


def test_rounding_each_head_up_gives_more_than_rounding_the_household_up() -> None:
    household = family(adult(incomes={"business_income": "1000.00"}), adult("m2", "spouse"), child("m3"))

    by_household = determine(household, dibao__gap__rounding="up_to_yuan")
    by_head = determine(household, dibao__gap__rounding="up_to_yuan", dibao__gap__stage="head")

    assert amount(by_household, "dibao") == 111_700
    assert amount(by_head, "dibao") == 111_900


def test_a_small_gap_is_lifted_to_the_least_a_place_pays_and_a_large_one_is_not() -> None:
    given = {"dibao_standard": 480_000, "counted_members": 1, "dibao_gap_rounding": 1, "gap_rounding": 0}

    assert minimum_top_up(dibao_minimum_share=2000, family_standard=40_000, less_income=-39_900, **given) == 7_900
    assert minimum_top_up(dibao_minimum_share=2000, family_standard=40_000, less_income=0, **given) == 0
    assert minimum_top_up(dibao_minimum_share=0, family_standard=40_000, less_income=-39_900, **given) == 0


def test_nobody_receives_less_than_nothing() -> None:
    assert dibao_amount(dibao_base=100, less_refusals=-100, dibao_supplement=0) == 0
    assert dibao_amount(dibao_base=0, less_refusals=-100, dibao_supplement=0) == 0


def test_a_class_pays_its_amount_for_each_head_and_waits_for_the_class() -> None:
    figures: dict[str, Any] = {"dibao__method__rural": "class", "dibao__class__third": "1008.00/year"}

    told = determine(_farm("3600.00", aid_class="third"), **figures)
    untold = determine(_farm("3600.00"), **figures)

    assert amount(told, "dibao") == 16_800
    assert status(untold, "dibao") == "eligible"
    assert asked(untold, "dibao") == {"aid_class"}


@pytest.mark.parametrize(("refused", "paid"), [(2, 80_000), (3, 40_000)])
def test_the_third_refusal_costs_the_refuser_their_own_share_only(refused: int, paid: int) -> None:
    household = family(adult(situation={"refused_jobs": refused}), adult("m2", "spouse"))

    assert amount(determine(household), "dibao") == paid


def test_before_the_measures_of_2014_no_refusal_cost_anything() -> None:
    household = family(adult(situation={"refused_jobs": 9}))

    assert amount(determine(household, date(2014, 4, 30)), "dibao") == 40_000
    assert amount(determine(household, date(2014, 5, 1)), "dibao") == 0


@pytest.mark.parametrize("day", [date(2012, 12, 11), date(2012, 12, 12)])
def test_property_is_asked_about_only_since_the_rules_of_2012(day: date) -> None:
    household = family(adult())
    del household["household"]["assets"]

    assert status(determine(household, day), "dibao") == ("eligible" if day.day == 11 else "undetermined")


def test_a_family_that_is_surely_too_rich_is_not_asked_about_property() -> None:
    household = _farm("20000.00")
    del household["household"]["assets"]

    assert status(determine(household), "dibao") == "ineligible"


def test_a_missing_limit_matters_only_to_a_family_that_has_such_property() -> None:
    car = {"vehicles": 1, "vehicle_value": "20000.00"}

    assert status(determine(_farm("0.00")), "dibao") == "eligible"
    assert asked(determine(_farm("0.00", assets=car)), "dibao") == {"dibao.assets.vehicle_value"}


def test_rural_dibao_is_not_reported_before_there_was_any() -> None:
    assert status(determine(family(adult()), date(2007, 7, 10), place="371721"), "dibao") == "not reported"
    assert status(determine(family(adult()), date(2007, 7, 11), place="371721"), "dibao") != "not reported"


def test_hard_spending_helps_only_where_the_place_counts_it() -> None:
    ill = adult("m2", "spouse", spending={"medical_spending": "3000.00"})
    household = family(adult(incomes={"business_income": "12000.00"}, spending={}), ill)

    without = determine(household)
    counted = determine(household, dibao__by_expenditure="true", dibao__by_expenditure__income_limited="false")

    assert status(without, "dibao") == "ineligible"
    assert amount(counted, "dibao") == 5_000


def test_a_family_below_by_income_is_not_asked_about_spending() -> None:
    found = determine(_farm("3600.00"), dibao__by_expenditure="true")

    assert amount(found, "dibao") == 50_000


def _months(*documents: dict[str, Any]) -> list[tuple[date, dict[str, Any]]]:
    return [(date(2023, month, 1), document) for month, document in enumerate(documents, start=1)]


def test_withdrawal_keeps_what_the_family_had_for_six_months_and_then_ends() -> None:
    poor, working = _farm("3600.00"), _farm("12000.00", rose_through_work=True)

    found = month_by_month(_months(poor, *[working] * 7), dibao__withdrawal__months="6", **WORKERS)

    assert [amount(each, "dibao") for each in found] == [50_000] * 7 + [None]
    assert status(found[-1], "dibao") == "ineligible"


def test_income_that_rose_otherwise_than_by_work_ends_dibao_at_once() -> None:
    found = month_by_month(_months(_farm("3600.00"), _farm("12000.00", rose_through_work=False)), **WORKERS)

    assert status(found[1], "dibao") == "ineligible"


def test_a_member_who_dies_during_withdrawal_takes_only_their_own_part_away() -> None:
    one_left = family(adult(incomes={"business_income": "12000.00"}), rose_through_work=True)

    found = month_by_month(_months(_farm("3600.00"), _farm("12000.00", rose_through_work=True), one_left), **WORKERS)

    assert [amount(each, "dibao") for each in found] == [50_000, 50_000, 25_000]


def test_a_newcomer_does_not_raise_what_is_kept() -> None:
    three = family(
        adult(incomes={"business_income": "24000.00"}), adult("m2", "spouse"), child("m3"), rose_through_work=True
    )

    found = month_by_month(_months(_farm("3600.00"), three), **WORKERS)

    assert amount(found[1], "dibao") == 50_000


def test_falling_into_need_again_starts_a_new_period_of_withdrawal() -> None:
    poor, working = _farm("3600.00"), _farm("12000.00", rose_through_work=True)

    found = month_by_month(_months(poor, working, poor, working), dibao__withdrawal__months="1", **WORKERS)

    assert [status(each, "dibao") for each in found] == ["eligible"] * 4


def test_a_first_application_above_the_standard_is_not_asked_about_withdrawal() -> None:
    found = determine(_farm("12000.00"))

    assert status(found, "dibao") == "ineligible"


def test_a_place_without_published_supplements_gives_none_and_asks_nothing() -> None:
    found = determine(family(adult(age=70, obligors=[], situation={"disease": "uremia"}), adult("m2", "spouse")))

    assert known(found, "dibao_supplement") == 0
    assert asked(found, "dibao") == set()


def test_a_supplement_whose_figure_is_missing_leaves_the_base_known() -> None:
    found = determine(family(adult()), dibao__supplement__method="fixed")
    outcome = found.outcome("dibao")

    assert outcome is not None
    assert dict(outcome.components)["dibao_base"] == 40_000
    assert dict(outcome.components)["dibao_supplement"] is None
    assert status(found, "dibao") == "eligible"


def test_a_severely_disabled_spouse_just_above_the_standard_may_apply_alone() -> None:
    disabled = adult("m2", "spouse", situation={"disability": "mental", "disability_grade": 3})
    earner = adult(incomes={"business_income": "12000.00"})

    found = determine(family(earner, disabled), margin__factor="15000")

    assert status(found, "dibao-single", "m2") == "eligible"
    assert amount(found, "dibao-single", "m2") == 40_000
    assert status(found, "dibao-single", "m1") == "not reported"


@pytest.mark.parametrize(("income", "outcome"), [("14399.99", "eligible"), ("14400.00", "ineligible")])
def test_below_the_margin_is_strict_too(income: str, outcome: str) -> None:
    disabled = adult("m2", "spouse", situation={"disability": "limb", "disability_grade": 1})

    found = determine(family(adult(incomes={"business_income": income}), disabled), margin__factor="15000")

    assert status(found, "dibao-single", "m2") == outcome


def test_nobody_applies_alone_whose_family_is_on_dibao_anyway() -> None:
    disabled = adult("m2", "spouse", situation={"disability": "limb", "disability_grade": 1})

    assert status(determine(family(adult(), disabled)), "dibao-single", "m2") == "not reported"
