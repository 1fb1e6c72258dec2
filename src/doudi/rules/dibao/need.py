"""Who is in need: by income, by expenditure, or still, for a while, after finding work.

"Below the standard" is strict, and exact although income is divided by heads; see `income_per_capita`.
"""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, negation, rule, total
from doudi.policy.types import Count, FenYear

BEFORE_2014 = ("guoling-271#2", "minfa-2012-220#4")
BELOW = (*BEFORE_2014, "guoling-649#9")
MEASURES_OF_2014 = "2014-05-01"
RULES_OF_2021 = "2021-07-01"

BY_EXPENDITURE = "guoling-649#10"


@rule(
    household, "不作扣减，收入已低于标准", cites="minfa-2021-57#13",
    shows="{family_income_at_most} < {dibao_standard} × {counted_members} 人",
)  # fmt: skip
def is_surely_below(family_income_at_most: FenYear, dibao_standard: FenYear, counted_members: Count) -> bool:
    """Below even with nothing let off: true of need although the place's deduction is not known. False says nothing."""
    return family_income_at_most < dibao_standard * counted_members


@rule(household, "人均收入低于标准", cites=BELOW, shows="{income_per_capita} < {dibao_standard}")
def is_below_by_income(income_per_capita: FenYear, dibao_standard: FenYear) -> bool:
    """The test of the law: income per head below the standard; one that equals it is not below."""
    return income_per_capita < dibao_standard


is_below_dibao_standard = either(
    "is_below_dibao_standard", household, ("is_below_by_income", "is_surely_below"),
    label="人均收入低于低保标准", cites="minfa-2021-57#13",
    difference="按查到的收入，人均收入不低于当地低保标准，申报的低于标准。",
)  # fmt: skip
is_below_dibao_standard_1999 = either(
    "is_below_dibao_standard", household, ("is_below_by_income",),
    label="人均收入低于低保标准", cites=BELOW, until=RULES_OF_2021,
    difference="按查到的收入，人均收入不低于当地低保标准，申报的低于标准。",
)  # fmt: skip


@rule(
    member, "个人刚性支出", cites=BY_EXPENDITURE,
    shows="{medical_spending} + {education_spending} + {rehabilitation_spending} + {disaster_loss}",
)  # fmt: skip
def hard_spending(
    medical_spending: FenYear, education_spending: FenYear, rehabilitation_spending: FenYear, disaster_loss: FenYear
) -> FenYear:
    """What a person paid in twelve months for treatment, schooling, rehabilitation and disaster."""
    return medical_spending + education_spending + rehabilitation_spending + disaster_loss


counted_hard_spending = choose(
    "counted_hard_spending", member, by="is_counted_member", cases={True: "hard_spending", False: 0},
    label="计入的刚性支出", cites=BY_EXPENDITURE,
)  # fmt: skip
family_hard_spending = total(
    "family_hard_spending", household, of="counted_hard_spending",
    label="家庭12个月刚性支出", cites=BY_EXPENDITURE,
)  # fmt: skip


@rule(
    household, "扣减刚性支出后的收入", cites=BY_EXPENDITURE,
    shows="{members_income} − {family_hard_spending}",
)  # fmt: skip
def income_after_spending(members_income: FenYear, family_hard_spending: FenYear) -> FenYear:
    """Income less all hard spending. Illness is not let off a second time, so members' income is the start."""
    return max(0, members_income - family_hard_spending)


@rule(
    household, "扣减后低于标准", cites=BY_EXPENDITURE,
    shows="{income_after_spending} < {dibao_standard} × {counted_members} 人",
)  # fmt: skip
def is_below_after_spending(income_after_spending: FenYear, dibao_standard: FenYear, counted_members: Count) -> bool:
    """Below the standard once hard spending is taken off."""
    return income_after_spending < dibao_standard * counted_members


@rule(
    household, "收入低于当地人均可支配收入", cites=BY_EXPENDITURE,
    shows="{family_income} < {local_disposable_income} × {counted_members} 人",
)  # fmt: skip
def is_below_disposable_income(
    family_income: FenYear, local_disposable_income: FenYear, counted_members: Count
) -> bool:
    """The upper limit that some places put on families that come in by expenditure."""
    return family_income < local_disposable_income * counted_members


respects_expenditure_limit = choose(
    "respects_expenditure_limit", household, by="dibao_by_expenditure_income_limited",
    cases={True: "is_below_disposable_income", False: 1},
    label="不超过支出型低保的收入上限", cites=BY_EXPENDITURE,
)  # fmt: skip
is_below_by_expenditure = every(
    "is_below_by_expenditure", household,
    ("dibao_by_expenditure", "is_below_after_spending", "respects_expenditure_limit"),
    label="属于支出型困难家庭", cites=BY_EXPENDITURE,
)  # fmt: skip

is_in_need = either(
    "is_in_need", household, ("is_below_dibao_standard", "is_below_by_expenditure"),
    label="收入或者支出符合低保条件", cites="guoling-649#9",
)  # fmt: skip
is_in_need_1999 = either(
    "is_in_need", household, ("is_below_dibao_standard",),
    label="收入符合低保条件", cites=BEFORE_2014, until=MEASURES_OF_2014,
)  # fmt: skip
is_no_longer_in_need = negation(
    "is_no_longer_in_need", household, of="is_in_need", label="收入已不低于标准", cites="guoling-649#13"
)

passes_income_test = either(
    "passes_income_test", household, ("is_in_need", "is_in_startup_quarter", "is_in_withdrawal"),
    label="收入符合条件", cites="guoling-649#9", since=RULES_OF_2021,
)  # fmt: skip
passes_income_test_2014 = either(
    "passes_income_test", household, ("is_in_need", "is_in_startup_quarter"),
    label="收入符合条件", cites="guoling-649#9", until=RULES_OF_2021,
)  # fmt: skip
passes_income_test_1999 = either(
    "passes_income_test", household, ("is_in_need",),
    label="收入符合条件", cites=BEFORE_2014, until=MEASURES_OF_2014,
)  # fmt: skip

is_on_dibao_1999 = every(
    "is_on_dibao", household, ("has_counted_members", "passes_income_test"),
    label="符合低保条件", cites="guoling-271#2", until="2012-12-12",
)  # fmt: skip
is_on_dibao = every(
    "is_on_dibao", household, ("has_counted_members", "passes_income_test", "meets_dibao_assets"),
    label="符合低保条件", cites=("minfa-2012-220#4", "guoling-649#9"),
)  # fmt: skip
