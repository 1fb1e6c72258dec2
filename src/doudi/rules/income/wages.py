"""Pay less the necessary cost of working 就业成本, which every place finds in its own way."""

from __future__ import annotations

from doudi.policy.arithmetic import share
from doudi.policy.entities import member
from doudi.policy.rules import choose, rule
from doudi.policy.types import BasisPoints, FenMonth, FenYear
from doudi.rules.vocabulary import WorkCost


@rule(member, "有工资性收入", cites="minfa-2021-57#13.1", shows="{wage}")
def has_wage(wage: FenYear) -> bool:
    """Whether there is any pay; without it no question about the cost of working arises."""
    return wage > 0


@rule(member, "就业成本：按工资的比例", cites="minfa-2021-57#13.1", shows="{wage} × {income_work_cost_rate}")
def work_cost_by_wage(wage: FenYear, income_work_cost_rate: BasisPoints) -> FenYear:
    """A share of one's own pay."""
    return share(wage, income_work_cost_rate)


@rule(
    member, "就业成本：按低保标准的比例", cites="minfa-2021-57#13.1", shows="{dibao_standard} × {income_work_cost_rate}"
)
def work_cost_by_standard(dibao_standard: FenYear, income_work_cost_rate: BasisPoints) -> FenYear:
    """A share of the dibao standard, for each person who works."""
    return share(dibao_standard, income_work_cost_rate)


@rule(
    member,
    "就业成本：按最低工资的比例",
    cites="minfa-2021-57#13.1",
    shows="{minimum_wage} × 12 × {income_work_cost_rate}",
)
def work_cost_by_minimum_wage(minimum_wage: FenMonth, income_work_cost_rate: BasisPoints) -> FenYear:
    """A share of a year of the minimum wage."""
    return share(minimum_wage * 12, income_work_cost_rate)


work_cost_uncapped = choose(
    "work_cost_uncapped", member, by="income_work_cost_method",
    cases={
        WorkCost.NONE: 0,
        WorkCost.SHARE_OF_WAGE: "work_cost_by_wage",
        WorkCost.SHARE_OF_STANDARD: "work_cost_by_standard",
        WorkCost.SHARE_OF_MINIMUM_WAGE: "work_cost_by_minimum_wage",
        WorkCost.FIXED: "income_work_cost_amount",
        WorkCost.ACTUAL: "work_spending",
    },
    label="就业成本", cites="minfa-2021-57#13.1",
)  # fmt: skip


@rule(member, "就业成本（封顶）", cites="minfa-2021-57#13.1", shows="{work_cost_uncapped}，最多 {income_work_cost_cap}")
def work_cost_capped(work_cost_uncapped: FenYear, income_work_cost_cap: FenYear) -> FenYear:
    """No more than the place allows."""
    return min(work_cost_uncapped, income_work_cost_cap)


work_cost_allowed = choose(
    "work_cost_allowed", member, by="income_work_cost_capped",
    cases={True: "work_cost_capped", False: "work_cost_uncapped"},
    label="准予扣减的就业成本", cites="minfa-2021-57#13.1",
)  # fmt: skip
work_cost = choose(
    "work_cost", member, by="has_wage", cases={True: "work_cost_allowed", False: 0},
    label="必要的就业成本", cites="minfa-2021-57#13.1",
)  # fmt: skip


@rule(member, "工资性收入（核定）", cites="minfa-2021-57#13.1", shows="{wage} − 就业成本 {work_cost}")
def counted_wage(wage: FenYear, work_cost: FenYear) -> FenYear:
    """Pay less the cost of working, never below nothing."""
    return max(0, wage - work_cost)


@rule(
    member,
    "工资性收入",
    name="counted_wage",
    cites=("guoling-271#2", "minfa-2012-220#16.1"),
    until="2021-07-01",
    shows="{wage}",
)
def counted_wage_1999(wage: FenYear) -> FenYear:
    """Pay as it is: before 2021 no national text took off the cost of working."""
    return wage
