"""Help with the premium of residents' insurance 资助参保, by group: a sum, or a share of what a person pays."""

from __future__ import annotations

from doudi.policy.arithmetic import contains, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, every, rule
from doudi.policy.types import BasisPoints, Codes, FenYear
from doudi.rules.medical.words import MedicalGroup, PremiumMethod
from doudi.rules.vocabulary import AidClass, Register

LAW = ("minfa-2003-158", "guoling-649#29.1")
SUMS = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_premium_amount_tekun",
    MedicalGroup.CHILD: "medical_premium_amount_child",
    MedicalGroup.DISABLED: "medical_premium_amount_disabled",
    MedicalGroup.DIBAO: "dibao_premium_amount",
    MedicalGroup.RETURNED: "medical_premium_amount_returned",
    MedicalGroup.MONITORED: "medical_premium_amount_monitored",
    MedicalGroup.LIFTED: "medical_premium_amount_lifted",
    MedicalGroup.MARGIN: "medical_premium_amount_margin",
    MedicalGroup.ILL: "medical_premium_amount_ill",
}
SHARES = {
    MedicalGroup.NONE: 0,
    MedicalGroup.TEKUN: "medical_premium_share_tekun",
    MedicalGroup.CHILD: "medical_premium_share_child",
    MedicalGroup.DISABLED: "medical_premium_share_disabled",
    MedicalGroup.DIBAO: "medical_premium_share_dibao",
    MedicalGroup.RETURNED: "medical_premium_share_returned",
    MedicalGroup.MONITORED: "medical_premium_share_monitored",
    MedicalGroup.LIFTED: "medical_premium_share_lifted",
    MedicalGroup.MARGIN: "medical_premium_share_margin",
    MedicalGroup.ILL: "medical_premium_share_ill",
}

concerns_premium = every(
    "concerns_premium", member, ("joins_resident_insurance", "medical_is_established"),
    label="参加居民医保，当地有医疗救助", cites=LAW,
)  # fmt: skip


@rule(member, "属于资助参保的类别", cites=LAW, shows="{medical_group}；资助参保：{medical_premium_groups}")
def is_premium_group(medical_group: MedicalGroup, medical_premium_groups: Codes) -> bool:
    """Not every group that is helped with bills is helped with the premium."""
    return contains(medical_premium_groups, medical_group)


@rule(household, "农村低保一、二类", cites=LAW, shows="{aid_class}")
def is_upper_dibao_class(aid_class: AidClass) -> bool:
    """One of the two classes that live on dibao."""
    return aid_class <= AidClass.SECOND


@rule(household, "城市低保全额对象", cites=LAW, shows="家庭收入 {family_income}")
def has_no_counted_income(family_income: FenYear) -> bool:
    """Drawn in full is urban dibao by a family without any counted income."""
    return family_income == 0


is_full_dibao = choose(
    "is_full_dibao", household, by="register",
    cases={Register.URBAN: "has_no_counted_income", Register.RURAL: "is_upper_dibao_class"},
    label="低保全额对象或者一、二类对象", cites=LAW,
)  # fmt: skip
dibao_premium_by_class = choose(
    "dibao_premium_by_class", household, by="is_full_dibao",
    cases={True: "medical_premium_amount_dibao", False: "medical_premium_amount_dibao_partial"},
    label="低保对象的参保资助（分类）", cites=LAW,
)  # fmt: skip
dibao_premium_amount = choose(
    "dibao_premium_amount", household, by="medical_premium_by_dibao_class",
    cases={True: "dibao_premium_by_class", False: "medical_premium_amount_dibao"},
    label="低保对象的参保资助", cites=LAW,
)  # fmt: skip
premium_amount = choose("premium_amount", member, by="medical_group", cases=SUMS, label="参保资助（定额）", cites=LAW)
premium_share = choose(
    "premium_share", member, by="medical_group", cases=SHARES, label="参保资助占个人缴费的比例", cites=LAW
)


@rule(member, "参保资助（按比例）", cites=LAW, shows="个人缴费 {medical_premium_individual} × {premium_share}")
def premium_by_share(medical_premium_individual: FenYear, premium_share: BasisPoints) -> FenYear:
    """A share of what a resident pays for the year."""
    return share(medical_premium_individual, premium_share)


premium_aid = choose(
    "premium_aid", member, by="medical_premium_method",
    cases={PremiumMethod.FIXED: "premium_amount", PremiumMethod.SHARE: "premium_by_share"},
    label="参保资助金额", cites=LAW,
)  # fmt: skip
