"""As which group medical aid treats somebody: the best of the standings that the place's medical aid covers.

Dibao members and tekun persons are covered by the law itself (649#28); "other especially hard-pressed persons" are
those that the place lists. The order is that of the texts: full help for tekun and orphans before the severely
disabled (Hunan pays their premium in full), dibao, then who fell back into poverty, and the others after them.
"""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import Codes
from doudi.rules.medical.words import MedicalGroup
from doudi.rules.vocabulary import Register

LAW = ("minfa-2003-158", "guoling-649#28")
OTHERS = ("minfa-2003-158", "guoling-649#28.3")
UNTIL_2021 = "2021-07-01"
MARGIN = "guoling-649#28.3"

medical_is_established = choose(
    "medical_is_established", household, by="register",
    cases={Register.URBAN: "medical_established_urban", Register.RURAL: "medical_established_rural"},
    label="当地已经建立医疗救助", cites=("minfa-2003-158", "guoling-649#27"),
)  # fmt: skip


@rule(household, "医疗救助包括孤儿等儿童", cites=OTHERS, shows="{medical_groups}")
def medical_covers_children(medical_groups: Codes) -> bool:
    """Orphans and children whom nobody in fact supports."""
    return contains(medical_groups, MedicalGroup.CHILD)


@rule(household, "医疗救助包括重度残疾人", cites=OTHERS, shows="{medical_groups}")
def medical_covers_disabled(medical_groups: Codes) -> bool:
    """The severely disabled as such, whatever their family's income."""
    return contains(medical_groups, MedicalGroup.DISABLED)


@rule(household, "医疗救助包括返贫致贫人口", cites=OTHERS, shows="{medical_groups}")
def medical_covers_returned(medical_groups: Codes) -> bool:
    """Who fell (back) into poverty."""
    return contains(medical_groups, MedicalGroup.RETURNED)


@rule(household, "医疗救助包括防止返贫监测对象", cites=OTHERS, shows="{medical_groups}")
def medical_covers_monitored(medical_groups: Codes) -> bool:
    """Who is monitored so as not to fall back into poverty."""
    return contains(medical_groups, MedicalGroup.MONITORED)


@rule(household, "医疗救助包括脱贫人口", cites=OTHERS, shows="{medical_groups}")
def medical_covers_lifted(medical_groups: Codes) -> bool:
    """Who was registered as poor, and is no longer, for the time of transition."""
    return contains(medical_groups, MedicalGroup.LIFTED)


@rule(household, "医疗救助包括低保边缘家庭成员", cites=OTHERS, shows="{medical_groups}")
def medical_covers_margin(medical_groups: Codes) -> bool:
    """Members of margin families."""
    return contains(medical_groups, MedicalGroup.MARGIN)


@rule(household, "医疗救助包括因病致贫重病患者", cites=OTHERS, shows="{medical_groups}")
def medical_covers_ill(medical_groups: Codes) -> bool:
    """The gravely ill of families that their bills have made poor."""
    return contains(medical_groups, MedicalGroup.ILL)


# A child of recognised standing only: whether a child fulfils the conditions of its scheme is that programme's matter.
is_recognised_child = either(
    "is_recognised_child", member, ("holds_orphan", "holds_unsupported_child"),
    label="已认定的孤儿、事实无人抚养儿童", cites=OTHERS,
)  # fmt: skip
is_medical_child = every(
    "is_medical_child", member, ("medical_covers_children", "is_recognised_child"),
    label="作为孤儿等儿童的医疗救助对象", cites=OTHERS,
)  # fmt: skip
is_medical_disabled = every(
    "is_medical_disabled", member, ("medical_covers_disabled", "has_severe_disability"),
    label="作为重度残疾人的医疗救助对象", cites=OTHERS,
)  # fmt: skip
is_medical_returned = every(
    "is_medical_returned", member, ("medical_covers_returned", "has_returned_to_poverty"),
    label="作为返贫致贫人口的医疗救助对象", cites=OTHERS,
)  # fmt: skip
is_medical_monitored = every(
    "is_medical_monitored", member, ("medical_covers_monitored", "is_monitored"),
    label="作为防止返贫监测对象的医疗救助对象", cites=OTHERS,
)  # fmt: skip
is_medical_lifted = every(
    "is_medical_lifted", member, ("medical_covers_lifted", "was_registered_poor"),
    label="作为脱贫人口的医疗救助对象", cites=OTHERS,
)  # fmt: skip
is_medical_margin = every(
    "is_medical_margin", member, ("medical_covers_margin", "is_margin_person"),
    label="作为低保边缘家庭成员的医疗救助对象", cites=MARGIN, since=UNTIL_2021,
)  # fmt: skip
is_medical_margin_2003 = every(
    "is_medical_margin", member, ("medical_covers_margin", "holds_margin"),
    label="作为低保边缘家庭成员的医疗救助对象", cites=OTHERS, until=UNTIL_2021,
)  # fmt: skip
is_medical_ill = every(
    "is_medical_ill", member, ("medical_covers_ill", "holds_illness_poor"),
    label="作为因病致贫重病患者的医疗救助对象", cites=OTHERS,
)  # fmt: skip

medical_group = choose(
    "medical_group", member, by="is_tekun_receiver",
    cases={True: MedicalGroup.TEKUN, False: "medical_group_after_tekun"},
    label="医疗救助对象类别", cites=LAW,
)  # fmt: skip
medical_group_after_tekun = choose(
    "medical_group_after_tekun", member, by="is_medical_child",
    cases={True: MedicalGroup.CHILD, False: "medical_group_after_child"},
    label="医疗救助对象类别（特困以外）", cites=LAW,
)  # fmt: skip
medical_group_after_child = choose(
    "medical_group_after_child", member, by="is_medical_disabled",
    cases={True: MedicalGroup.DISABLED, False: "medical_group_after_disabled"},
    label="医疗救助对象类别（儿童以外）", cites=LAW,
)  # fmt: skip
medical_group_after_disabled = choose(
    "medical_group_after_disabled", member, by="is_dibao_person",
    cases={True: MedicalGroup.DIBAO, False: "medical_group_after_dibao"},
    label="医疗救助对象类别（重度残疾人以外）", cites=LAW,
)  # fmt: skip
medical_group_after_dibao = choose(
    "medical_group_after_dibao", member, by="is_medical_returned",
    cases={True: MedicalGroup.RETURNED, False: "medical_group_after_returned"},
    label="医疗救助对象类别（低保以外）", cites=LAW,
)  # fmt: skip
medical_group_after_returned = choose(
    "medical_group_after_returned", member, by="is_medical_monitored",
    cases={True: MedicalGroup.MONITORED, False: "medical_group_after_monitored"},
    label="医疗救助对象类别（返贫致贫以外）", cites=LAW,
)  # fmt: skip
medical_group_after_monitored = choose(
    "medical_group_after_monitored", member, by="is_medical_lifted",
    cases={True: MedicalGroup.LIFTED, False: "medical_group_after_lifted"},
    label="医疗救助对象类别（监测对象以外）", cites=LAW,
)  # fmt: skip
medical_group_after_lifted = choose(
    "medical_group_after_lifted", member, by="is_medical_margin",
    cases={True: MedicalGroup.MARGIN, False: "medical_group_after_margin"},
    label="医疗救助对象类别（脱贫人口以外）", cites=LAW,
)  # fmt: skip


@rule(member, "医疗救助对象类别（边缘家庭以外）", cites=LAW, shows="因病致贫重病患者：{is_medical_ill}")
def medical_group_after_margin(is_medical_ill: bool) -> MedicalGroup:
    """The last of the groups, or none."""
    return MedicalGroup.ILL if is_medical_ill else MedicalGroup.NONE


@rule(member, "属于医疗救助对象", cites=LAW, shows="{medical_group}")
def has_medical_group(medical_group: MedicalGroup) -> bool:
    """Whether medical aid is open to the person at all."""
    return medical_group != MedicalGroup.NONE
