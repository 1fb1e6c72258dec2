"""Help before treatment: Dali 2007 bears the insurance's deductible for those who cannot; emergency care is for all.

Dali 3.5: for the gravely ill poor without money to see a doctor or to advance the cost, the deductible "is helped
with". We read: in full, at once, before treatment, because what is left to pay would keep them from the hospital.
"""

from __future__ import annotations

from doudi.policy.arithmetic import share
from doudi.policy.entities import member
from doudi.policy.rules import either, every, rule
from doudi.policy.types import BasisPoints, Fen
from doudi.rules.medical.words import HospitalLevel

DALI = "dali-2007#3.5"
LAW = "guoling-649#32"


@rule(member, "住院要先付起付线", cites=DALI, shows="{hospital_level}，起付线 {insurance_deductible}")
def has_insurance_deductible(hospital_level: HospitalLevel, insurance_deductible: Fen) -> bool:
    """A hospital stay for which insurance leaves the first part to the patient."""
    return hospital_level != HospitalLevel.NONE and insurance_deductible > 0


concerns_deductible_aid = every(
    "concerns_deductible_aid", member, ("medical_advance_established", "is_rural", "has_insurance_deductible"),
    label="当地有起付线救助，要住院", cites=DALI,
)  # fmt: skip
is_rural_poor_patient = either(
    "is_rural_poor_patient", member, ("is_tekun_receiver", "is_dibao_person"),
    label="农村特困居民（低保、五保）", cites=DALI,
)  # fmt: skip


@rule(member, "起付线救助金额", cites=DALI, shows="{insurance_deductible} × {medical_advance_rate}")
def deductible_aid(insurance_deductible: Fen, medical_advance_rate: BasisPoints) -> Fen:
    """The deductible of the hospital, as far as the place bears it."""
    return share(insurance_deductible, medical_advance_rate)


@rule(member, "有未支付的急救费用", cites=LAW, shows="{acute_cost_unpaid}")
def concerns_disease_emergency(acute_cost_unpaid: Fen) -> bool:
    """Somebody was treated in an emergency, and the bill is open."""
    return acute_cost_unpaid > 0


is_without_means_in_emergency = either(
    "is_without_means_in_emergency", member, ("acute_identity_unknown", "acute_cannot_pay"),
    label="身份不明或者无力支付急救费用", cites=LAW,
)  # fmt: skip


@rule(member, "疾病应急救助金额", cites=LAW, shows="{acute_cost_unpaid}")
def disease_emergency_aid(acute_cost_unpaid: Fen) -> Fen:
    """The fund pays the hospital what is open of the cost that falls under the rules."""
    return acute_cost_unpaid
