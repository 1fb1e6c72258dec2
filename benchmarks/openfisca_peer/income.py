"""Income by kind: minfa-2021-57 art. 12 and 13."""

# pyright: reportMissingImports=false
# numpy comes with requirements-bench.lock; the checks run without it.

from __future__ import annotations

from typing import Any

import numpy as np

from openfisca_peer.entities import HOUSEHOLD, PERSON, computed
from openfisca_peer.told import Disability, Disease

MAY_BE_LEFT_OUT = (
    "veteran_pension", "award", "assistance", "base_pension", "old_age_allowance", "disability_subsidy",
    "child_rearing_subsidy",
)  # fmt: skip


@computed(PERSON, float, "必要的就业成本", "民发〔2021〕57号第十三条第（一）项")
def work_cost(person: Any, period: Any, parameters: Any) -> Any:
    """A share of one's own pay, as assumed for the place."""
    return person("wage", period) * parameters(period).income.work_cost.share_of_wage


@computed(PERSON, float, "工资性收入（核定）", "民发〔2021〕57号第十三条第（一）项")
def counted_wage(person: Any, period: Any, _: Any) -> Any:
    """Pay less the cost of working."""
    return np.maximum(0, person("wage", period) - person("work_cost", period))


@computed(PERSON, float, "经营净收入", "民发〔2021〕57号第十三条第（二）项")
def business_net(person: Any, period: Any, _: Any) -> Any:
    """After cost, never below nothing."""
    return np.maximum(0, person("business_income", period) - person("business_cost", period))


@computed(PERSON, float, "财产净收入", "民发〔2021〕57号第十三条第（三）项")
def property_net(person: Any, period: Any, _: Any) -> Any:
    """After cost, never below nothing."""
    return np.maximum(0, person("property_income", period) - person("property_cost", period))


@computed(PERSON, float, "可以免计的收入（计入部分）", "民发〔2021〕57号第十三条第二款")
def counted_benefits(person: Any, period: Any, parameters: Any) -> Any:
    """The kinds that a text may leave out, as far as it does not."""
    left_out = parameters(period).income.left_out
    return sum(person(kind, period) for kind in MAY_BE_LEFT_OUT if kind not in left_out)


@computed(PERSON, float, "转移净收入", "民发〔2021〕57号第十三条第（四）项")
def transfer_net(person: Any, period: Any, _: Any) -> Any:
    """Received less spent; may be below nothing."""
    received = person("pension", period) + person("support_received", period) + person("other_transfers", period)
    return received + person("counted_benefits", period) - person("transfer_spending", period)


@computed(PERSON, float, "个人全年收入", "民发〔2021〕57号第十三条")
def member_income(person: Any, period: Any, _: Any) -> Any:
    """All kinds together."""
    earned = person("counted_wage", period) + person("business_net", period) + person("property_net", period)
    return earned + person("transfer_net", period) + person("other_income", period)


@computed(PERSON, float, "病残自付扣减", "民发〔2021〕57号第十三条第三款")
def illness_deduction(person: Any, period: Any, parameters: Any) -> Any:
    """A share of what the ill and the disabled paid themselves; nil in Heze, which has published none."""
    of_whom = (person("disability", period) != Disability.none) + (person("disease", period) != Disease.none)
    paid = person("medical_spending", period) + person("rehabilitation_spending", period)
    return of_whom * paid * parameters(period).income.illness_share


@computed(PERSON, float, "个人刚性支出", "菏泽市最低生活保障管理办法")
def hard_spending(person: Any, period: Any, _: Any) -> Any:
    """What a person paid for treatment, schooling, rehabilitation and disaster."""
    health = person("medical_spending", period) + person("rehabilitation_spending", period)
    return health + person("education_spending", period) + person("disaster_loss", period)


@computed(HOUSEHOLD, float, "成员收入合计", "民发〔2021〕57号第十二条")
def members_income(household: Any, period: Any, _: Any) -> Any:
    """Of those who count."""
    return household.sum(household.members("member_income", period) * household.members("is_counted", period))


@computed(HOUSEHOLD, float, "家庭全年收入", "民发〔2021〕57号第十二条")
def family_income(household: Any, period: Any, _: Any) -> Any:
    """Less what is let off, never below nothing."""
    let_off = household.sum(household.members("illness_deduction", period) * household.members("is_counted", period))
    return np.maximum(0, household("members_income", period) - let_off)


@computed(HOUSEHOLD, float, "家庭12个月刚性支出", "菏泽市最低生活保障管理办法")
def family_hard_spending(household: Any, period: Any, _: Any) -> Any:
    """Of those who count."""
    return household.sum(household.members("hard_spending", period) * household.members("is_counted", period))


@computed(HOUSEHOLD, float, "扣减刚性支出后的收入", "菏泽市最低生活保障管理办法")
def income_after_spending(household: Any, period: Any, _: Any) -> Any:
    """What is left of the members' income."""
    return np.maximum(0, household("members_income", period) - household("family_hard_spending", period))


VARIABLES = [
    work_cost, counted_wage, business_net, property_net, counted_benefits, transfer_net, member_income,
    illness_deduction, hard_spending, members_income, family_income, family_hard_spending, income_after_spending,
]  # fmt: skip
