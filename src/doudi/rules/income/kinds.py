"""The other kinds of income, and a person's year."""

from __future__ import annotations

from doudi.policy.entities import member
from doudi.policy.rules import choose, rule
from doudi.policy.types import FenYear

BENEFITS = ("guoling-271#2", "minfa-2012-220#16.4", "minfa-2021-57#13")


@rule(
    member,
    "经营净收入",
    cites=("guoling-271#2", "minfa-2012-220#16.2", "minfa-2021-57#13.2"),
    shows="{business_income} − {business_cost}",
)
def business_net(business_income: FenYear, business_cost: FenYear) -> FenYear:
    """What a business or a farm leaves after cost, depreciation and tax. A loss does not lower other income."""
    return max(0, business_income - business_cost)


@rule(
    member,
    "财产净收入",
    cites=("guoling-271#2", "minfa-2012-220#16.3", "minfa-2021-57#13.3"),
    shows="{property_income} − {property_cost}",
)
def property_net(property_income: FenYear, property_cost: FenYear) -> FenYear:
    """Interest, dividends, rent, transfer of land use, less their cost."""
    return max(0, property_income - property_cost)


@rule(
    member,
    "有津贴、抚恤、奖励、救助、补贴",
    cites=BENEFITS,
    shows="基础养老金、高龄津贴、抚恤、奖励、救助、残疾人补贴、育儿补贴、儿童保障补贴中的任何一种",
)
def has_benefits(
    base_pension: FenYear, old_age_allowance: FenYear, veteran_pension: FenYear, award: FenYear, assistance: FenYear,
    disability_subsidy: FenYear, child_rearing_subsidy: FenYear, child_subsidy: FenYear,
) -> bool:  # fmt: skip
    """Whether there is any income of the kinds that a text may leave out; without it no text need be asked."""
    services = veteran_pension + award + assistance
    subsidies = disability_subsidy + child_rearing_subsidy + child_subsidy
    return services + base_pension + old_age_allowance + subsidies > 0


@rule(member, "津贴、抚恤、奖励、救助、补贴（计入部分）", cites=BENEFITS, shows="各种中应计入的部分之和")
def benefits_sum(
    counted_base_pension: FenYear, counted_old_age_allowance: FenYear, counted_veteran_pension: FenYear,
    counted_award: FenYear, counted_assistance: FenYear, counted_disability_subsidy: FenYear,
    counted_child_rearing_subsidy: FenYear, counted_child_subsidy: FenYear,
) -> FenYear:  # fmt: skip
    """What is counted of the kinds that a text may leave out."""
    services = counted_veteran_pension + counted_award + counted_assistance
    age = counted_base_pension + counted_old_age_allowance
    subsidies = counted_disability_subsidy + counted_child_rearing_subsidy + counted_child_subsidy
    return services + age + subsidies


counted_benefits = choose(
    "counted_benefits", member, by="has_benefits", cases={True: "benefits_sum", False: 0},
    label="津贴、抚恤、奖励、救助、补贴（计入部分）", cites=BENEFITS,
)  # fmt: skip


@rule(
    member, "转移净收入", cites=("guoling-271#2", "minfa-2012-220#16.4", "minfa-2021-57#13.4"),
    shows="{pension} + {support_received} + {other_transfers} + {counted_benefits} − {transfer_spending}",
)  # fmt: skip
def transfer_net(
    pension: FenYear, support_received: FenYear, other_transfers: FenYear, counted_benefits: FenYear,
    transfer_spending: FenYear,
) -> FenYear:  # fmt: skip
    """Transfers received less transfers made: taxes, social contributions, support paid.

    May be below nothing, and then lowers the family's income, as net transfer income does in the statistics.
    Support due from relatives elsewhere is counted as told; no national text says how to impute it.
    """
    return pension + support_received + other_transfers + counted_benefits - transfer_spending


@rule(
    member, "个人全年收入", cites=("guoling-271#2", "minfa-2012-220#16", "minfa-2021-57#13"),
    shows="{counted_wage} + {business_net} + {property_net} + {transfer_net} + {other_income}",
)  # fmt: skip
def member_income(
    counted_wage: FenYear, business_net: FenYear, property_net: FenYear, transfer_net: FenYear, other_income: FenYear
) -> FenYear:
    """All kinds together."""
    return counted_wage + business_net + property_net + transfer_net + other_income


@rule(
    member, "个人全年收入（未扣就业成本）", cites="minfa-2021-57#13",
    shows="{wage} + {business_net} + {property_net} + {transfer_net} + {other_income}",
)  # fmt: skip
def member_income_at_most(
    wage: FenYear, business_net: FenYear, property_net: FenYear, transfer_net: FenYear, other_income: FenYear
) -> FenYear:
    """The most that the income can be, whatever the place lets off: enough to know that a family is below a line."""
    return wage + business_net + property_net + transfer_net + other_income
