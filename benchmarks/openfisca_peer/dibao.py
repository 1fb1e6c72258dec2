"""The test and the amount: guoling-649 art. 9 and 12, minfa-2021-57 art. 8, 23 and 34."""

# pyright: reportMissingImports=false
# numpy comes with requirements-bench.lock; the checks run without it.

from __future__ import annotations

from typing import Any

import numpy as np

from openfisca_peer.entities import HOUSEHOLD, PERSON, computed
from openfisca_peer.told import Register

MONTHS_A_YEAR = 12
TOLERANCE = 1e-6
"""So that a quotient that is exact on paper is not rounded up for what its binary fraction lacks."""


def rounded(amount: Any, gap: Any) -> Any:
    """Round yuan half up, or up, to the fen or the yuan as the parameters say."""
    units = amount / gap.rounding_unit
    whole = np.ceil(units - TOLERANCE) if gap.round_up else np.floor(units + 0.5 + TOLERANCE)
    return whole * gap.rounding_unit


@computed(HOUSEHOLD, float, "当地低保标准（年）", "社会救助暂行办法第十条")
def dibao_standard(household: Any, period: Any, parameters: Any) -> Any:
    """Published by the month, compared by the year."""
    standard = parameters(period).dibao.standard
    urban = household("register", period) == Register.urban
    return np.where(urban, standard.urban, standard.rural) * MONTHS_A_YEAR


@computed(HOUSEHOLD, float, "家庭人均年收入", "社会救助暂行办法第九条")
def income_per_capita(household: Any, period: Any, _: Any) -> Any:
    """For each head that counts."""
    heads = household("counted_members", period)
    return household("family_income", period) / np.maximum(1, heads)


@computed(HOUSEHOLD, bool, "人均收入低于低保标准", "社会救助暂行办法第九条")
def is_below_standard(household: Any, period: Any, _: Any) -> Any:
    """Strictly below; compared before dividing, so that no quotient blurs the line."""
    line = household("dibao_standard", period) * household("counted_members", period)
    return household("family_income", period) < line


@computed(HOUSEHOLD, bool, "属于支出型困难家庭", "菏泽市最低生活保障管理办法")
def is_below_after_spending(household: Any, period: Any, parameters: Any) -> Any:
    """Below the standard once hard spending is taken off, where the place has this rule."""
    line = household("dibao_standard", period) * household("counted_members", period)
    return (household("income_after_spending", period) < line) * parameters(period).dibao.by_expenditure


@computed(HOUSEHOLD, bool, "收入或者支出符合低保条件", "社会救助暂行办法第九条")
def is_in_need(household: Any, period: Any, _: Any) -> Any:
    """By income or by expenditure."""
    return household("is_below_standard", period) + household("is_below_after_spending", period)


@computed(HOUSEHOLD, bool, "符合低保条件", "社会救助暂行办法第九条")
def is_eligible(household: Any, period: Any, _: Any) -> Any:
    """Somebody counts, the family is in need, and its property is within the limits."""
    somebody = household("counted_members", period) > 0
    return somebody * household("is_in_need", period) * household("meets_dibao_assets", period)


@computed(HOUSEHOLD, bool, "属于低保边缘家庭", "民发〔2021〕57号第八条")
def is_margin_household(household: Any, period: Any, parameters: Any) -> Any:
    """Not on dibao, strictly below one and a half times the standard, property within the limits for the margin."""
    line = household("dibao_standard", period) * parameters(period).dibao.margin_factor
    below = household("family_income", period) < line * household("counted_members", period)
    return (household("is_eligible", period) == 0) * below * household("meets_margin_assets", period)


@computed(HOUSEHOLD, float, "基本救助金", "民发〔2021〕57号第二十三条")
def dibao_base(household: Any, period: Any, parameters: Any) -> Any:
    """The gap of a month, rounded by head or for the whole household."""
    gap = parameters(period).dibao.gap
    heads = household("counted_members", period)
    by_income = household("is_below_standard", period)
    income = np.where(by_income, household("family_income", period), household("income_after_spending", period))
    missing = np.maximum(0, household("dibao_standard", period) * heads - income) / MONTHS_A_YEAR
    if gap.by_head:
        return rounded(missing / np.maximum(1, heads), gap) * heads
    return rounded(missing, gap)


@computed(PERSON, bool, "本人份额停发", "社会救助暂行办法第四十五条")
def loses_own_share(person: Any, period: Any, parameters: Any) -> Any:
    """Has refused suitable work too often."""
    return person("is_counted", period) * (person("refused_jobs", period) >= parameters(period).dibao.refusals)


@computed(HOUSEHOLD, float, "减：拒绝就业成员的份额", "社会救助暂行办法第四十五条")
def less_refusals(household: Any, period: Any, parameters: Any) -> Any:
    """The refusers' own shares, and nobody else's."""
    heads = household("counted_members", period)
    refusing = household.sum(household.members("loses_own_share", period))
    base = household("dibao_base", period)
    left = rounded(base * (heads - refusing) / np.maximum(1, heads), parameters(period).dibao.gap)
    return np.minimum(0, left - base)


@computed(PERSON, float, "分类施保增发", "社会救助暂行办法第十二条")
def supplement(person: Any, period: Any, parameters: Any) -> Any:
    """For the old, the young, the severely disabled and the ill: the highest only."""
    amounts = parameters(period).dibao.supplement
    by_age = np.maximum(
        (person("age", period) >= amounts.elderly_age) * amounts.elderly, person("is_minor", period) * amounts.minor
    )
    by_health = np.maximum(
        person("is_severely_disabled", period) * amounts.disabled, person("is_seriously_ill", period) * amounts.ill
    )
    return person("is_counted", period) * np.maximum(by_age, by_health)


@computed(HOUSEHOLD, float, "每月救助金额", "社会救助暂行办法第十二条")
def dibao_amount(household: Any, period: Any, _: Any) -> Any:
    """What is paid each month to the whole family, nothing to one that is not eligible."""
    supplements = household.sum(household.members("supplement", period))
    paid = household("dibao_base", period) + household("less_refusals", period) + supplements
    return household("is_eligible", period) * np.maximum(0, paid)


@computed(HOUSEHOLD, float, "人均每月救助", "社会救助暂行办法第十二条")
def dibao_amount_per_person(household: Any, period: Any, _: Any) -> Any:
    """For show."""
    return household("dibao_amount", period) / np.maximum(1, household("counted_members", period))


VARIABLES = [
    dibao_standard, income_per_capita, is_below_standard, is_below_after_spending, is_in_need, is_eligible,
    is_margin_household, dibao_base, loses_own_share, less_refusals, supplement, dibao_amount,
    dibao_amount_per_person,
]  # fmt: skip
