"""Income by kind: minfa-2021-57 art. 12 and 13."""

# pyright: reportMissingImports=false
# OpenFisca and numpy come with requirements-bench.lock; the checks run without it.

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.variables import Variable

from openfisca_peer.entities import HOUSEHOLD, PERSON, computed
from openfisca_peer.told import Disability, Disease

FEN = 100
HALF = 0.5 + 1e-6
"""So that a half that is exact on paper is rounded up although its binary fraction falls short of it."""
MAY_BE_LEFT_OUT = (
    "veteran_pension", "award", "assistance", "base_pension", "old_age_allowance", "disability_subsidy",
    "child_rearing_subsidy",
)  # fmt: skip


@computed(PERSON, float, "必要的就业成本", "民发〔2021〕57号第十三条第（一）项")
def work_cost(person: Any, period: Any, parameters: Any) -> Any:
    """A share of one's own pay, as assumed for the place, to the fen."""
    share = person("wage", period) * parameters(period).income.work_cost.share_of_wage
    return np.floor(share * FEN + HALF) / FEN


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


def _counted(kind: str) -> type[Variable]:
    """Make what is counted of a kind that a text may leave out: all of it or nothing."""

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return person(kind, period) * (kind not in parameters(period).income.left_out)

    formula.__name__ = f"counted_{kind}"
    return computed(PERSON, float, "计入部分", "民发〔2021〕57号第十三条第二款")(formula)


@computed(PERSON, float, "可以免计的收入（计入部分）", "民发〔2021〕57号第十三条第二款")
def counted_benefits(person: Any, period: Any, _: Any) -> Any:
    """What is counted of all those kinds."""
    return sum(person(f"counted_{kind}", period) for kind in MAY_BE_LEFT_OUT)


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


def _of_counted(name: str, amount: str) -> type[Variable]:
    """Make an amount of a person that stays only where the person counts."""

    def formula(person: Any, period: Any, _: Any) -> Any:
        return person(amount, period) * person("is_counted", period)

    formula.__name__ = name
    return computed(PERSON, float, "计入的部分", "民发〔2021〕57号第十二条")(formula)


def _summed(name: str, amount: str) -> type[Variable]:
    """Make the sum of an amount over the members."""

    def formula(household: Any, period: Any, _: Any) -> Any:
        return household.sum(household.members(amount, period))

    formula.__name__ = name
    return computed(HOUSEHOLD, float, "成员合计", "民发〔2021〕57号第十二条")(formula)


@computed(HOUSEHOLD, float, "家庭全年收入", "民发〔2021〕57号第十二条")
def family_income(household: Any, period: Any, _: Any) -> Any:
    """Less what is let off, never below nothing."""
    return np.maximum(0, household("members_income", period) - household("illness_deductions", period))


@computed(HOUSEHOLD, float, "扣减刚性支出后的收入", "菏泽市最低生活保障管理办法")
def income_after_spending(household: Any, period: Any, _: Any) -> Any:
    """What is left of the members' income."""
    return np.maximum(0, household("members_income", period) - household("family_hard_spending", period))


VARIABLES = [
    work_cost, counted_wage, business_net, property_net, *(_counted(kind) for kind in MAY_BE_LEFT_OUT),
    counted_benefits, transfer_net, member_income, illness_deduction, hard_spending,
    _of_counted("counted_income", "member_income"), _of_counted("illness_deduction_counted", "illness_deduction"),
    _of_counted("counted_hard_spending", "hard_spending"), _summed("members_income", "counted_income"),
    _summed("illness_deductions", "illness_deduction_counted"),
    _summed("family_hard_spending", "counted_hard_spending"), family_income, income_after_spending,
]  # fmt: skip
