"""What serious-illness insurance gives the poor more than others 大病保险倾斜: a lower start, higher rates, no limit.

The bands count from the start upwards, our reading of "the part above the start". For the preferred groups there is
no yearly limit, so none is computed.
"""

from __future__ import annotations

from doudi.policy.arithmetic import contains, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, every, rule
from doudi.policy.types import BasisPoints, Codes, Fen, FenYear
from doudi.rules.medical.words import DeductibleMethod, MedicalGroup

LAW = ("gansu-2018-major", "guobanfa-2021-42")


@rule(member, "有基本医保报销后的自付费用", cites=LAW, shows="{yearly_self_pay_after_basic}")
def concerns_major_insurance(yearly_self_pay_after_basic: Fen, joins_resident_insurance: bool) -> bool:
    """A resident insured whose year left something after basic insurance."""
    return joins_resident_insurance and yearly_self_pay_after_basic > 0


# A place may put the severely disabled before dibao, as Hunan does for premiums. Who is on dibao too, or fell back into
# poverty, is preferred here as such: the disability takes nothing away.
group_beside_disability = choose(
    "group_beside_disability", member, by="is_medical_disabled",
    cases={True: "medical_group_after_disabled", False: "medical_group"},
    label="医疗救助对象类别（不计重度残疾）", cites=LAW,
)  # fmt: skip


@rule(
    member, "享受大病保险倾斜的类别", cites=LAW,
    shows="{medical_group}、{group_beside_disability}；倾斜：{medical_major_preferred}",
)  # fmt: skip
def is_major_preferred(
    medical_group: MedicalGroup, group_beside_disability: MedicalGroup, medical_major_preferred: Codes
) -> bool:
    """Tekun, orphans, dibao, who fell back into poverty; the place's list."""
    return contains(medical_major_preferred, medical_group) or contains(
        medical_major_preferred, group_beside_disability
    )


@rule(
    household, "大病保险起付线（按收入比例）", cites=LAW,
    shows="{disposable_income_province} × {medical_major_start_share}",
)  # fmt: skip
def major_start_by_income(disposable_income_province: FenYear, medical_major_start_share: BasisPoints) -> Fen:
    """A share of last year's disposable income per head in the province."""
    return share(disposable_income_province, medical_major_start_share)


major_start = choose(
    "major_start", household, by="medical_major_start_method",
    cases={
        DeductibleMethod.NONE: 0,
        DeductibleMethod.FIXED: "medical_major_start_amount",
        DeductibleMethod.SHARE_OF_INCOME: "major_start_by_income",
    },
    label="大病保险起付线", cites=LAW,
)  # fmt: skip


@rule(household, "倾斜后的大病保险起付线", cites=LAW, shows="{major_start} × {medical_major_preferred_start}")
def preferred_major_start(major_start: Fen, medical_major_preferred_start: BasisPoints) -> Fen:
    """The part of the ordinary start that the poor bear."""
    return share(major_start, medical_major_preferred_start)


@rule(member, "起付线以上的费用", cites=LAW, shows="{yearly_self_pay_after_basic} − {preferred_major_start}")
def cost_above_major_start(yearly_self_pay_after_basic: Fen, preferred_major_start: Fen) -> Fen:
    """What the insurance pays a share of."""
    return max(0, yearly_self_pay_after_basic - preferred_major_start)


@rule(member, "费用超过倾斜后的起付线", cites=LAW, shows="{cost_above_major_start}")
def passes_major_start(cost_above_major_start: Fen) -> bool:
    """Something lies above the start."""
    return cost_above_major_start > 0


@rule(
    member, "大病保险支付（前两段）", cites=LAW,
    shows="不超过 {medical_major_upper_first} 的 {medical_major_rate_first}，"
    "到 {medical_major_upper_second} 的 {medical_major_rate_second}，各加 {medical_major_points}",
)  # fmt: skip
def major_lower_bands(
    cost_above_major_start: Fen, medical_major_upper_first: Fen, medical_major_upper_second: Fen,
    medical_major_rate_first: BasisPoints, medical_major_rate_second: BasisPoints, medical_major_points: BasisPoints,
) -> Fen:  # fmt: skip
    """The two lower bands."""
    first = min(cost_above_major_start, medical_major_upper_first)
    second = max(0, min(cost_above_major_start, medical_major_upper_second) - medical_major_upper_first)
    by_first = share(first, medical_major_rate_first + medical_major_points)
    return by_first + share(second, medical_major_rate_second + medical_major_points)


@rule(
    member, "大病保险支付（后两段）", cites=LAW,
    shows="{medical_major_upper_second} 到 {medical_major_upper_third} 的 {medical_major_rate_third}，"
    "再以上的 {medical_major_rate_fourth}，各加 {medical_major_points}",
)  # fmt: skip
def major_upper_bands(
    cost_above_major_start: Fen, medical_major_upper_second: Fen, medical_major_upper_third: Fen,
    medical_major_rate_third: BasisPoints, medical_major_rate_fourth: BasisPoints, medical_major_points: BasisPoints,
) -> Fen:  # fmt: skip
    """The two upper bands."""
    third = max(0, min(cost_above_major_start, medical_major_upper_third) - medical_major_upper_second)
    fourth = max(0, cost_above_major_start - medical_major_upper_third)
    by_third = share(third, medical_major_rate_third + medical_major_points)
    return by_third + share(fourth, medical_major_rate_fourth + medical_major_points)


@rule(member, "大病保险倾斜支付", cites=LAW, shows="{major_lower_bands} + {major_upper_bands}")
def major_insurance_paid(major_lower_bands: Fen, major_upper_bands: Fen) -> FenYear:
    """All bands together."""
    return major_lower_bands + major_upper_bands


@rule(member, "三重保障后仍有自付费用", cites="guobanfa-2021-42", shows="{yearly_self_pay_left}")
def has_yearly_burden(yearly_self_pay_left: Fen) -> bool:
    """Something is left after insurance and aid."""
    return yearly_self_pay_left > 0


concerns_tilt_aid = every(
    "concerns_tilt_aid", member, ("has_yearly_burden", "medical_is_established"),
    label="三重保障后仍有自付，当地有医疗救助", cites="guobanfa-2021-42",
)  # fmt: skip
tilt_start = choose(
    "tilt_start", member, by="is_tilt_basic_group",
    cases={True: "medical_tilt_start_basic", False: "medical_tilt_start_other"}, label="倾斜救助起付线",
    cites="guobanfa-2021-42",
)  # fmt: skip
tilt_rate = choose(
    "tilt_rate", member, by="is_tilt_basic_group",
    cases={True: "medical_tilt_rate_basic", False: "medical_tilt_rate_other"}, label="倾斜救助比例",
    cites="guobanfa-2021-42",
)  # fmt: skip
tilt_cap = choose(
    "tilt_cap", member, by="is_tilt_basic_group",
    cases={True: "medical_tilt_cap_basic", False: "medical_tilt_cap_other"}, label="倾斜救助限额",
    cites="guobanfa-2021-42",
)  # fmt: skip


@rule(member, "特困、儿童、低保、返贫等基本对象", cites="guobanfa-2021-42", shows="{medical_group}")
def is_tilt_basic_group(medical_group: MedicalGroup) -> bool:
    """Places set one set of terms for those on basic aid, another for margin families and the others."""
    return MedicalGroup.TEKUN <= medical_group <= MedicalGroup.RETURNED


@rule(member, "自付费用超过倾斜救助起付线", cites="guobanfa-2021-42", shows="{yearly_self_pay_left} > {tilt_start}")
def passes_tilt_start(yearly_self_pay_left: Fen, tilt_start: Fen) -> bool:
    """The burden is heavier than the place's line."""
    return yearly_self_pay_left > tilt_start


@rule(
    member, "倾斜救助金额", cites="guobanfa-2021-42",
    shows="（{yearly_self_pay_left} − {tilt_start}）× {tilt_rate}，限额 {tilt_cap}，已得 {tilt_aid_received}",
)  # fmt: skip
def tilt_aid(
    yearly_self_pay_left: Fen, tilt_start: Fen, tilt_rate: BasisPoints, tilt_cap: Fen, tilt_aid_received: Fen
) -> FenYear:
    """A share of what lies above the line, within the year's limit."""
    aid = share(max(0, yearly_self_pay_left - tilt_start), tilt_rate)
    return min(aid, max(0, tilt_cap - tilt_aid_received))
