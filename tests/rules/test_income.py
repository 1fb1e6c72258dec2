"""What income is, and what is left out or let off (minfa-2021-57#13 and the texts before it)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.rules.income import left_out
from doudi.rules.income.kinds import business_net, has_benefits, property_net, transfer_net
from doudi.rules.income.wages import counted_wage
from doudi.rules.vocabulary import IncomeKind
from tests.rules.assessing import adult, amount, asked, determine, family, known, status

KINDS = (
    "base_pension", "old_age_allowance", "veteran_pension", "award", "assistance", "disability_subsidy",
    "child_rearing_subsidy", "child_subsidy",
)  # fmt: skip


def test_the_cost_of_working_never_makes_a_wage_negative() -> None:
    assert counted_wage(wage=100, work_cost=250) == 0
    assert counted_wage(wage=960_000, work_cost=192_000) == 768_000


def test_a_loss_of_a_business_or_of_property_does_not_lower_other_income() -> None:
    assert business_net(business_income=100, business_cost=300) == 0
    assert property_net(property_income=100, property_cost=300) == 0


def test_net_transfers_may_be_negative_because_social_contributions_lower_income() -> None:
    given = transfer_net(pension=0, support_received=0, other_transfers=0, counted_benefits=0, transfer_spending=40_000)

    assert given == -40_000


def test_but_a_familys_income_is_never_below_nothing() -> None:
    found = determine(family(adult(incomes={"transfer_spending": "400.00"})))

    assert known(found, "members_income") == -40_000
    assert known(found, "family_income") == 0
    assert amount(found, "dibao") == 40_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_counted_in_full_unless_the_nation_or_the_place_leaves_it_out(kind: str) -> None:
    counted = getattr(left_out, f"counted_{kind}")
    listed = 1 << IncomeKind[kind.upper()]

    for nation, place, expected in ((listed, 0, 0), (0, listed, 0), (0, 0, 900)):
        lists = {"income_excluded_kinds": nation, "income_excluded_kinds_local": place}
        assert counted(**{kind: 900}, **lists) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_any_of_the_kinds_that_may_be_left_out_is_noticed(kind: str) -> None:
    nothing = dict.fromkeys(KINDS, 0)

    assert has_benefits(**nothing) is False
    assert has_benefits(**{**nothing, kind: 1}) is True


@pytest.mark.parametrize(
    ("kind", "day", "counted"),
    [
        ("assistance", date(2021, 6, 30), True),
        ("assistance", date(2021, 7, 1), False),
        ("base_pension", date(2021, 6, 30), True),
        ("base_pension", date(2025, 12, 31), False),
        ("base_pension", date(2026, 1, 1), True),
        ("award", date(2021, 7, 1), False),
        ("veteran_pension", date(2005, 1, 1), False),
        ("disability_subsidy", date(2015, 12, 31), True),
        ("disability_subsidy", date(2016, 1, 1), False),
        ("child_rearing_subsidy", date(2024, 12, 31), True),
        ("child_rearing_subsidy", date(2025, 1, 1), False),
        ("child_subsidy", date(2019, 12, 31), True),
        ("child_subsidy", date(2020, 1, 1), False),
        ("old_age_allowance", date(2024, 3, 1), True),
    ],
)
def test_what_is_left_out_changes_with_the_texts(kind: str, day: date, counted: bool) -> None:
    register = "rural" if day.year > 2007 else "urban"

    found = determine(family(adult(incomes={kind: "100.00"}), register=register), day)

    assert known(found, "family_income") == (10_000 if counted else 0)


def test_without_wages_nobody_is_asked_how_the_place_counts_the_cost_of_working() -> None:
    found = determine(family(adult(incomes={"business_income": "1200.00"})))

    assert amount(found, "dibao") == 30_000
    assert asked(found, "dibao") == set()


def test_a_family_below_the_standard_before_any_deduction_is_eligible_though_the_amount_waits_for_the_rule() -> None:
    found = determine(family(adult(incomes={"wage": "4799.99"})))

    assert status(found, "dibao") == "eligible"
    assert amount(found, "dibao") is None
    assert asked(found, "dibao") == {"income.work_cost.method"}


def test_a_family_at_the_standard_before_deduction_waits_for_the_rule() -> None:
    found = determine(family(adult(incomes={"wage": "4800.00"})))

    assert status(found, "dibao") == "undetermined"
    assert asked(found, "dibao") == {"income.work_cost.method"}


@pytest.mark.parametrize(
    ("figures", "counted"),
    [
        ({"method": "none"}, 960_000),
        ({"method": "share_of_wage", "rate": "2000"}, 768_000),
        ({"method": "share_of_standard", "rate": "5000"}, 720_000),
        ({"method": "fixed", "amount": "1000.00/year"}, 860_000),
        ({"method": "actual"}, 930_000),
        ({"method": "actual", "capped": "true", "cap": "200.00/year"}, 940_000),
    ],
)
def test_the_ways_of_counting_the_cost_of_working(figures: dict[str, str], counted: int) -> None:
    worker = adult(incomes={"wage": "9600.00", "work_spending": "300.00"})
    named: dict[str, Any] = {f"income__work_cost__{name}": value for name, value in figures.items()}

    found = determine(family(worker, adult("m2", "spouse")), **named)

    assert known(found, "family_income") == counted


def test_spending_on_illness_comes_off_for_the_ill_and_disabled_only() -> None:
    ill = adult(situation={"disease": "uremia"}, spending={"medical_spending": "1000.00"})
    well = adult("m2", "spouse", spending={"medical_spending": "1000.00"}, incomes={"pension": "5000.00"})

    found = determine(family(ill, well), income__illness__method="share", income__illness__rate="5000")

    assert known(found, "family_income") == 450_000
