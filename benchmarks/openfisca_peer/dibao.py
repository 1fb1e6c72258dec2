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


def rounded(amount: Any, rounding: Any) -> Any:
    """Round yuan half up, or up, to the fen or the yuan as the parameters say."""
    units = amount / rounding.rounding_unit
    whole = np.ceil(units - TOLERANCE) if rounding.round_up else np.floor(units + 0.5 + TOLERANCE)
    return whole * rounding.rounding_unit


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


@computed(HOUSEHOLD, bool, "有计入低保的成员", "社会救助暂行办法第九条")
def has_counted_members(household: Any, period: Any, _: Any) -> Any:
    """Whether anybody is left to count."""
    return household("counted_members", period) > 0


@computed(HOUSEHOLD, bool, "符合低保条件", "社会救助暂行办法第九条")
def is_eligible(household: Any, period: Any, _: Any) -> Any:
    """Somebody counts, the family is in need, and its property is within the limits."""
    in_need = household("has_counted_members", period) * household("is_in_need", period)
    return in_need * household("meets_dibao_assets", period)


@computed(HOUSEHOLD, float, "低保边缘线", "民发〔2021〕57号第八条")
def margin_line(household: Any, period: Any, parameters: Any) -> Any:
    """One and a half times the standard, for one head."""
    return household("dibao_standard", period) * parameters(period).dibao.margin_factor


@computed(HOUSEHOLD, bool, "人均收入低于低保边缘线", "民发〔2021〕57号第八条")
def is_below_margin_line(household: Any, period: Any, _: Any) -> Any:
    """Strictly below."""
    line = household("margin_line", period) * household("counted_members", period)
    return household("family_income", period) < line


@computed(HOUSEHOLD, bool, "属于低保边缘家庭", "民发〔2021〕57号第八条")
def is_margin_household(household: Any, period: Any, _: Any) -> Any:
    """Not on dibao, strictly below the margin, property within the limits for it."""
    below = (household("is_eligible", period) == 0) * household("is_below_margin_line", period)
    return below * household("meets_margin_assets", period)


@computed(HOUSEHOLD, float, "用于补差的家庭年收入", "民发〔2021〕57号第二十三条")
def dibao_income(household: Any, period: Any, _: Any) -> Any:
    """The family's income; of a family that comes in by expenditure, what is left of it."""
    by_income = household("is_below_standard", period)
    return np.where(by_income, household("family_income", period), household("income_after_spending", period))


@computed(HOUSEHOLD, float, "低保标准 × 共同生活人数", "民发〔2021〕57号第二十三条")
def family_standard(household: Any, period: Any, _: Any) -> Any:
    """A month of the standard for everybody."""
    return household("dibao_standard", period) * household("counted_members", period) / MONTHS_A_YEAR


@computed(HOUSEHOLD, float, "家庭月收入", "民发〔2021〕57号第二十三条")
def monthly_income(household: Any, period: Any, _: Any) -> Any:
    """A month of the family's income."""
    return household("dibao_income", period) / MONTHS_A_YEAR


@computed(HOUSEHOLD, float, "差额", "民发〔2021〕57号第二十三条")
def gap(household: Any, period: Any, _: Any) -> Any:
    """What the family lacks in a month."""
    return np.maximum(0, household("family_standard", period) - household("monthly_income", period))


@computed(HOUSEHOLD, float, "基本救助金", "民发〔2021〕57号第二十三条")
def dibao_base(household: Any, period: Any, parameters: Any) -> Any:
    """The gap, rounded by head or for the whole household."""
    rounding = parameters(period).dibao.gap
    heads = household("counted_members", period)
    if rounding.by_head:
        return rounded(household("gap", period) / np.maximum(1, heads), rounding) * heads
    return rounded(household("gap", period), rounding)


@computed(PERSON, bool, "连续拒绝工作达到次数", "社会救助暂行办法第四十五条")
def has_refused_enough(person: Any, period: Any, parameters: Any) -> Any:
    """So many times running."""
    return person("refused_jobs", period) >= parameters(period).dibao.refusals


@computed(PERSON, bool, "本人份额停发", "社会救助暂行办法第四十五条")
def loses_own_share(person: Any, period: Any, _: Any) -> Any:
    """Counts, and has refused suitable work too often."""
    return person("is_counted", period) * person("has_refused_enough", period)


@computed(HOUSEHOLD, int, "停发本人份额的人数", "社会救助暂行办法第四十五条")
def refusing_members(household: Any, period: Any, _: Any) -> Any:
    """How many."""
    return household.sum(household.members("loses_own_share", period))


@computed(HOUSEHOLD, float, "减：拒绝就业成员的份额", "社会救助暂行办法第四十五条")
def less_refusals(household: Any, period: Any, parameters: Any) -> Any:
    """The refusers' own shares, and nobody else's."""
    heads = household("counted_members", period)
    base = household("dibao_base", period)
    staying = base * (heads - household("refusing_members", period)) / np.maximum(1, heads)
    return np.minimum(0, rounded(staying, parameters(period).dibao.gap) - base)


@computed(PERSON, bool, "老年人", "社会救助暂行办法第十二条")
def is_elderly(person: Any, period: Any, parameters: Any) -> Any:
    """Of the age from which the place gives more to the old."""
    return person("age", period) >= parameters(period).dibao.supplement.elderly_age


@computed(PERSON, float, "分类施保增发", "社会救助暂行办法第十二条")
def own_supplement(person: Any, period: Any, parameters: Any) -> Any:
    """For the old, the young, the severely disabled and the ill: the highest only."""
    amounts = parameters(period).dibao.supplement
    by_age = np.maximum(person("is_elderly", period) * amounts.elderly, person("is_minor", period) * amounts.minor)
    by_health = np.maximum(
        person("is_severely_disabled", period) * amounts.disabled, person("is_seriously_ill", period) * amounts.ill
    )
    return np.maximum(by_age, by_health)


@computed(PERSON, float, "分类施保增发（计入的成员）", "社会救助暂行办法第十二条")
def counted_supplement(person: Any, period: Any, _: Any) -> Any:
    """Of those who count."""
    return person("is_counted", period) * person("own_supplement", period)


@computed(HOUSEHOLD, float, "分类施保增发合计", "社会救助暂行办法第十二条")
def dibao_supplement(household: Any, period: Any, _: Any) -> Any:
    """For the whole family."""
    return household.sum(household.members("counted_supplement", period))


@computed(HOUSEHOLD, float, "每月救助金额", "社会救助暂行办法第十二条")
def dibao_amount(household: Any, period: Any, _: Any) -> Any:
    """What is paid each month to the whole family, nothing to one that is not eligible."""
    base = household("dibao_base", period) + household("less_refusals", period)
    return household("is_eligible", period) * np.maximum(0, base + household("dibao_supplement", period))


@computed(HOUSEHOLD, float, "人均每月救助", "社会救助暂行办法第十二条")
def dibao_amount_per_person(household: Any, period: Any, _: Any) -> Any:
    """For show."""
    return household("dibao_amount", period) / np.maximum(1, household("counted_members", period))


VARIABLES = [
    dibao_standard, income_per_capita, is_below_standard, is_below_after_spending, is_in_need, has_counted_members,
    is_eligible, margin_line, is_below_margin_line, is_margin_household, dibao_income, family_standard, monthly_income,
    gap, dibao_base, has_refused_enough, loses_own_share, refusing_members, less_refusals, is_elderly, own_supplement,
    counted_supplement, dibao_supplement, dibao_amount, dibao_amount_per_person,
]  # fmt: skip
