"""Aid with a hospital bill 住院救助, after basic insurance, serious-illness insurance and any other have paid.

The deductible and the limit are a year's: what was paid and received earlier in the year counts. Datonghu settles the
whole in-policy self-pay of a tekun person in hospitals of the district and its towns, below the deductible too.
"""

from __future__ import annotations

from doudi.policy.arithmetic import contains, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import BasisPoints, Codes, Fen, FenYear
from doudi.rules.medical.words import DeductibleMethod, HospitalLevel, MedicalGroup

LAW = ("minfa-2003-158", "guoling-649#29.2")
NATION_2014 = "guoling-649#29.2"
FIXED = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_inpatient_deductible_tekun",
    MedicalGroup.CHILD: "medical_inpatient_deductible_child",
    MedicalGroup.DISABLED: "medical_inpatient_deductible_disabled",
    MedicalGroup.DIBAO: "medical_inpatient_deductible_dibao",
    MedicalGroup.RETURNED: "medical_inpatient_deductible_returned",
    MedicalGroup.MONITORED: "medical_inpatient_deductible_monitored",
    MedicalGroup.LIFTED: "medical_inpatient_deductible_lifted",
    MedicalGroup.MARGIN: "medical_inpatient_deductible_margin",
    MedicalGroup.ILL: "medical_inpatient_deductible_ill",
}
SHARES = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_inpatient_deductible_share_tekun",
    MedicalGroup.CHILD: "medical_inpatient_deductible_share_child",
    MedicalGroup.DISABLED: "medical_inpatient_deductible_share_disabled",
    MedicalGroup.DIBAO: "medical_inpatient_deductible_share_dibao",
    MedicalGroup.RETURNED: "medical_inpatient_deductible_share_returned",
    MedicalGroup.MONITORED: "medical_inpatient_deductible_share_monitored",
    MedicalGroup.LIFTED: "medical_inpatient_deductible_share_lifted",
    MedicalGroup.MARGIN: "medical_inpatient_deductible_share_margin",
    MedicalGroup.ILL: "medical_inpatient_deductible_share_ill",
}
RATES = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_inpatient_rate_tekun",
    MedicalGroup.CHILD: "medical_inpatient_rate_child",
    MedicalGroup.DISABLED: "medical_inpatient_rate_disabled",
    MedicalGroup.DIBAO: "medical_inpatient_rate_dibao",
    MedicalGroup.RETURNED: "medical_inpatient_rate_returned",
    MedicalGroup.MONITORED: "medical_inpatient_rate_monitored",
    MedicalGroup.LIFTED: "medical_inpatient_rate_lifted",
    MedicalGroup.MARGIN: "medical_inpatient_rate_margin",
    MedicalGroup.ILL: "medical_inpatient_rate_ill",
}
CAPS = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_inpatient_cap_tekun",
    MedicalGroup.CHILD: "medical_inpatient_cap_child",
    MedicalGroup.DISABLED: "medical_inpatient_cap_disabled",
    MedicalGroup.DIBAO: "medical_inpatient_cap_dibao",
    MedicalGroup.RETURNED: "medical_inpatient_cap_returned",
    MedicalGroup.MONITORED: "medical_inpatient_cap_monitored",
    MedicalGroup.LIFTED: "medical_inpatient_cap_lifted",
    MedicalGroup.MARGIN: "medical_inpatient_cap_margin",
    MedicalGroup.ILL: "medical_inpatient_cap_ill",
}


@rule(member, "住院治疗", cites=LAW, shows="{hospital_level}")
def is_inpatient(hospital_level: HospitalLevel) -> bool:
    """Somebody was, or is to be, in hospital."""
    return hospital_level != HospitalLevel.NONE


concerns_inpatient_aid = every(
    "concerns_inpatient_aid", member, ("is_inpatient", "medical_is_established"),
    label="有住院费用，当地有医疗救助", cites=LAW,
)  # fmt: skip


@rule(household, "医院属于全额解决的级别", cites=NATION_2014, shows="全额解决：{medical_inpatient_full_levels}")
def settles_some_in_full(medical_inpatient_full_levels: Codes) -> bool:
    """Whether the place settles the bills of any hospital in full."""
    return medical_inpatient_full_levels > 0


@rule(
    member, "这一级医院的费用全额解决", cites=NATION_2014,
    shows="{hospital_level}；全额解决：{medical_inpatient_full_levels}",
)  # fmt: skip
def is_hospital_settled_in_full(hospital_level: HospitalLevel, medical_inpatient_full_levels: Codes) -> bool:
    """A hospital of a level where the fund takes over all that insurance leaves of a tekun person's bill."""
    return contains(medical_inpatient_full_levels, hospital_level)


is_settled_in_full = every(
    "is_settled_in_full", member, ("settles_some_in_full", "is_hospital_settled_in_full", "is_tekun_receiver"),
    label="特困人员基本医疗自付由医疗救助全额解决", cites=NATION_2014,
)  # fmt: skip

inpatient_fixed_deductible = choose(
    "inpatient_fixed_deductible", member, by="medical_group", cases=FIXED, label="住院救助年度起付标准（定额）",
    cites=LAW,
)  # fmt: skip
inpatient_deductible_share = choose(
    "inpatient_deductible_share", member, by="medical_group", cases=SHARES, label="起付标准占人均可支配收入的比例",
    cites=LAW,
)  # fmt: skip


@rule(
    member, "住院救助年度起付标准（按收入比例）", cites=LAW,
    shows="{disposable_income_province} × {inpatient_deductible_share}",
)  # fmt: skip
def inpatient_shared_deductible(disposable_income_province: FenYear, inpatient_deductible_share: BasisPoints) -> Fen:
    """A share of last year's disposable income per head in the province."""
    return share(disposable_income_province, inpatient_deductible_share)


# The income of a province is asked for only where somebody's share is more than nothing.
@rule(member, "有按收入比例的起付标准", cites=LAW, shows="{inpatient_deductible_share}")
def has_shared_deductible(inpatient_deductible_share: BasisPoints) -> bool:
    """Whether the group has a deductible at all."""
    return inpatient_deductible_share > 0


inpatient_deductible_by_income = choose(
    "inpatient_deductible_by_income", member, by="has_shared_deductible",
    cases={True: "inpatient_shared_deductible", False: 0}, label="住院救助年度起付标准（按收入比例）", cites=LAW,
)  # fmt: skip
inpatient_deductible = choose(
    "inpatient_deductible", member, by="medical_inpatient_deductible_method",
    cases={
        DeductibleMethod.NONE: 0,
        DeductibleMethod.FIXED: "inpatient_fixed_deductible",
        DeductibleMethod.SHARE_OF_INCOME: "inpatient_deductible_by_income",
    },
    label="住院救助年度起付标准", cites=LAW,
)  # fmt: skip


@rule(
    member, "可以救助的住院自付费用", cites=LAW,
    shows="本次 {inpatient_self_pay}，此前 {inpatient_self_pay_before}，累计超过起付标准 {inpatient_deductible} 的部分",
)  # fmt: skip
def inpatient_base(inpatient_self_pay: Fen, inpatient_self_pay_before: Fen, inpatient_deductible: Fen) -> Fen:
    """What of this bill lies above the year's deductible."""
    above = max(0, inpatient_self_pay_before + inpatient_self_pay - inpatient_deductible)
    return above - max(0, inpatient_self_pay_before - inpatient_deductible)


@rule(member, "自付费用超过起付标准", cites=LAW, shows="{inpatient_base}")
def passes_inpatient_deductible(inpatient_base: Fen) -> bool:
    """Something is left to help with."""
    return inpatient_base > 0


has_inpatient_burden = either(
    "has_inpatient_burden", member, ("is_settled_in_full", "passes_inpatient_deductible"),
    label="有可以救助的住院自付费用", cites=NATION_2014,
)  # fmt: skip
has_inpatient_burden_2003 = either(
    "has_inpatient_burden", member, ("passes_inpatient_deductible",),
    label="有可以救助的住院自付费用", cites="minfa-2003-158", until="2014-05-01",
)  # fmt: skip

inpatient_rate = choose("inpatient_rate", member, by="medical_group", cases=RATES, label="住院救助比例", cites=LAW)


@rule(
    member, "住院救助（按比例）", cites=LAW,
    shows="{inpatient_base} × {inpatient_rate}，比例最高 {medical_inpatient_rate_ceiling}",
)  # fmt: skip
def inpatient_by_rate(
    inpatient_base: Fen, inpatient_rate: BasisPoints, medical_inpatient_rate_ceiling: BasisPoints
) -> Fen:
    """The group's share; the level above may have said how far a county may go."""
    return share(inpatient_base, min(inpatient_rate, medical_inpatient_rate_ceiling))


inpatient_cap = choose("inpatient_cap", member, by="medical_group", cases=CAPS, label="住院救助年度限额", cites=LAW)


@rule(
    member, "超过一般限额", cites=NATION_2014,
    shows="{inpatient_aid_received} + {inpatient_by_rate} > {inpatient_cap}",
)  # fmt: skip
def passes_ordinary_cap(inpatient_aid_received: Fen, inpatient_by_rate: Fen, inpatient_cap: Fen) -> bool:
    """Only then does it matter whether the disease is one with a higher limit."""
    return inpatient_aid_received + inpatient_by_rate > inpatient_cap


has_raised_cap = every(
    "has_raised_cap", member, ("medical_inpatient_cap_by_disease", "passes_ordinary_cap", "is_seriously_ill"),
    label="重特大疾病，适用较高限额", cites=NATION_2014,
)  # fmt: skip
inpatient_limit = choose(
    "inpatient_limit", member, by="has_raised_cap",
    cases={True: "medical_inpatient_cap_serious", False: "inpatient_cap"}, label="适用的年度限额", cites=NATION_2014,
)  # fmt: skip
inpatient_limit_2003 = choose(
    "inpatient_limit", member, by="medical_group", cases=CAPS, label="适用的年度限额", cites="minfa-2003-158",
    until="2014-05-01",
)  # fmt: skip


@rule(
    member, "住院救助（限额以内）", cites=LAW,
    shows="{inpatient_by_rate}，限额 {inpatient_limit}，已得 {inpatient_aid_received}",
)  # fmt: skip
def inpatient_within_limit(inpatient_by_rate: Fen, inpatient_limit: Fen, inpatient_aid_received: Fen) -> Fen:
    """What the year's limit leaves room for."""
    return min(inpatient_by_rate, max(0, inpatient_limit - inpatient_aid_received))


@rule(member, "不设年度限额", cites=LAW, shows="{medical_group}；不设限额：{medical_inpatient_uncapped}")
def is_uncapped(medical_group: MedicalGroup, medical_inpatient_uncapped: Codes) -> bool:
    """Groups that the place helps without a limit."""
    return contains(medical_inpatient_uncapped, medical_group)


inpatient_by_terms = choose(
    "inpatient_by_terms", member, by="is_uncapped",
    cases={True: "inpatient_by_rate", False: "inpatient_within_limit"}, label="住院救助（按类别规定）", cites=LAW,
)  # fmt: skip
inpatient_aid = choose(
    "inpatient_aid", member, by="is_settled_in_full",
    cases={True: "inpatient_self_pay", False: "inpatient_by_terms"}, label="住院救助金额", cites=NATION_2014,
)  # fmt: skip
inpatient_aid_2003 = choose(
    "inpatient_aid", member, by="is_uncapped",
    cases={True: "inpatient_by_rate", False: "inpatient_within_limit"}, label="住院救助金额", cites="minfa-2003-158",
    until="2014-05-01",
)  # fmt: skip
