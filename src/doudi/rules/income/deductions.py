"""Spending that illness and disability force on a family 刚性支出, as far as the place lets it off."""

from __future__ import annotations

from doudi.policy.arithmetic import share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, rule, total
from doudi.policy.types import BasisPoints, FenYear
from doudi.rules.vocabulary import Disability, Disease, IllnessDeduction


@rule(member, "残疾或患重病", cites="minfa-2021-57#13", shows="残疾：{disability}；重病：{disease}")
def is_disabled_or_ill(disability: Disability, disease: Disease) -> bool:
    """Whose spending may come off at all."""
    return disability != Disability.NONE or disease != Disease.NONE


@rule(
    member, "病残自付扣减", cites="minfa-2021-57#13",
    shows="（{medical_spending} + {rehabilitation_spending}）× {income_illness_rate}",
)  # fmt: skip
def illness_share(
    medical_spending: FenYear, rehabilitation_spending: FenYear, income_illness_rate: BasisPoints
) -> FenYear:
    """A share of what the person paid for treatment and rehabilitation."""
    return share(medical_spending + rehabilitation_spending, income_illness_rate)


illness_allowed = choose(
    "illness_allowed", member, by="is_disabled_or_ill", cases={True: "illness_share", False: 0},
    label="病残自付扣减", cites="minfa-2021-57#13",
)  # fmt: skip
illness_deduction = choose(
    "illness_deduction", member, by="is_counted_member", cases={True: "illness_allowed", False: 0},
    label="病残自付扣减（计入的成员）", cites="minfa-2021-57#13",
)  # fmt: skip
illness_total = total(
    "illness_total", household, of="illness_deduction", label="病残自付扣减合计", cites="minfa-2021-57#13"
)
illness_deductions = choose(
    "illness_deductions", household, by="income_illness_method",
    cases={IllnessDeduction.NONE: 0, IllnessDeduction.SHARE: "illness_total"},
    label="病残刚性支出扣减", cites="minfa-2021-57#13",
)  # fmt: skip
