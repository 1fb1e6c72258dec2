"""Aid with long outpatient treatment 门诊救助: chronic disease with lasting medicine, grave disease out of hospital."""

from __future__ import annotations

from doudi.policy.arithmetic import contains, share
from doudi.policy.entities import member
from doudi.policy.rules import choose, every, rule
from doudi.policy.types import BasisPoints, Codes, Fen
from doudi.rules.medical.words import MedicalGroup

LAW = "guoling-649#29.2"
RATES = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_outpatient_rate_tekun",
    MedicalGroup.CHILD: "medical_outpatient_rate_child",
    MedicalGroup.DISABLED: "medical_outpatient_rate_disabled",
    MedicalGroup.DIBAO: "medical_outpatient_rate_dibao",
    MedicalGroup.RETURNED: "medical_outpatient_rate_returned",
    MedicalGroup.MONITORED: "medical_outpatient_rate_monitored",
    MedicalGroup.LIFTED: "medical_outpatient_rate_lifted",
    MedicalGroup.MARGIN: "medical_outpatient_rate_margin",
    MedicalGroup.ILL: "medical_outpatient_rate_ill",
}
CAPS = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_outpatient_cap_tekun",
    MedicalGroup.CHILD: "medical_outpatient_cap_child",
    MedicalGroup.DISABLED: "medical_outpatient_cap_disabled",
    MedicalGroup.DIBAO: "medical_outpatient_cap_dibao",
    MedicalGroup.RETURNED: "medical_outpatient_cap_returned",
    MedicalGroup.MONITORED: "medical_outpatient_cap_monitored",
    MedicalGroup.LIFTED: "medical_outpatient_cap_lifted",
    MedicalGroup.MARGIN: "medical_outpatient_cap_margin",
    MedicalGroup.ILL: "medical_outpatient_cap_ill",
}


@rule(member, "有门诊自付费用", cites=LAW, shows="{outpatient_self_pay}")
def has_outpatient_bill(outpatient_self_pay: Fen) -> bool:
    """Insurance has left something of an outpatient bill."""
    return outpatient_self_pay > 0


concerns_outpatient_aid = every(
    "concerns_outpatient_aid", member, ("has_outpatient_bill", "medical_is_established"),
    label="有门诊费用，当地有医疗救助", cites=LAW,
)  # fmt: skip
outpatient_rate = choose("outpatient_rate", member, by="medical_group", cases=RATES, label="门诊救助比例", cites=LAW)
outpatient_cap = choose("outpatient_cap", member, by="medical_group", cases=CAPS, label="门诊救助年度限额", cites=LAW)


@rule(member, "门诊救助（按比例）", cites=LAW, shows="{outpatient_self_pay} × {outpatient_rate}")
def outpatient_by_rate(outpatient_self_pay: Fen, outpatient_rate: BasisPoints) -> Fen:
    """The group's share of what insurance has left."""
    return share(outpatient_self_pay, outpatient_rate)


@rule(
    member, "门诊救助（限额以内）", cites=LAW,
    shows="{outpatient_by_rate}，限额 {outpatient_cap}，已得 {outpatient_aid_received}",
)  # fmt: skip
def outpatient_within_cap(outpatient_by_rate: Fen, outpatient_cap: Fen, outpatient_aid_received: Fen) -> Fen:
    """What the year's limit leaves room for."""
    return min(outpatient_by_rate, max(0, outpatient_cap - outpatient_aid_received))


@rule(member, "门诊不设年度限额", cites=LAW, shows="{medical_group}；不设限额：{medical_outpatient_uncapped}")
def is_outpatient_uncapped(medical_group: MedicalGroup, medical_outpatient_uncapped: Codes) -> bool:
    """Groups that the place helps without a limit."""
    return contains(medical_outpatient_uncapped, medical_group)


outpatient_aid = choose(
    "outpatient_aid", member, by="is_outpatient_uncapped",
    cases={True: "outpatient_by_rate", False: "outpatient_within_cap"}, label="门诊救助金额", cites=LAW,
)  # fmt: skip
