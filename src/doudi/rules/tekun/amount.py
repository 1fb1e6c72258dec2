"""How much: basic living by register and mode, and care by what somebody cannot do alone."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, rule
from doudi.policy.types import BasisPoints, Count, FenMonth, FenYear
from doudi.rules.vocabulary import BaseMethod, Register, SelfCare, SupportMode

LAW = "minfa-2021-43"
STANDARD = "guoling-649#15"
WUBAO = "guoling-456#10"

tekun_base_for_urban = choose(
    "tekun_base_for_urban", member, by="tekun_mode",
    cases={SupportMode.HOME: "tekun_base_urban_home", SupportMode.INSTITUTION: "tekun_base_urban_institution"},
    label="城市特困基本生活标准", cites=STANDARD,
)  # fmt: skip
tekun_base_for_rural = choose(
    "tekun_base_for_rural", member, by="tekun_mode",
    cases={SupportMode.HOME: "tekun_base_rural_home", SupportMode.INSTITUTION: "tekun_base_rural_institution"},
    label="农村特困基本生活标准", cites=STANDARD,
)  # fmt: skip
tekun_published_standard = choose(
    "tekun_published_standard", member, by="register",
    cases={Register.URBAN: "tekun_base_for_urban", Register.RURAL: "tekun_base_for_rural"},
    label="公布的基本生活标准", cites=STANDARD,
)  # fmt: skip


@rule(
    member,
    "基本生活标准（按公布的数额）",
    cites=STANDARD,
    shows="{tekun_published_standard} ÷ 12 个月，{tekun_base_rounding}",
)
def tekun_published_base(tekun_published_standard: FenYear, tekun_base_rounding: Rounding) -> FenMonth:
    """A month of what the place has published."""
    return rounded(tekun_published_standard, 12, tekun_base_rounding)


@rule(
    household, "基本生活标准（按低保标准的倍数）", cites=STANDARD,
    shows="{dibao_standard} × {tekun_base_rate} ÷ 12 个月，{tekun_base_rounding}",
)  # fmt: skip
def tekun_multiple_base(
    dibao_standard: FenYear, tekun_base_rate: BasisPoints, tekun_base_rounding: Rounding
) -> FenMonth:
    """A multiple of a month of the dibao standard, where the place says so. 1.3 is nationally a floor, not a figure."""
    return rounded(share(dibao_standard, tekun_base_rate), 12, tekun_base_rounding)


tekun_base = choose(
    "tekun_base", member, by="tekun_base_method",
    cases={BaseMethod.TABLE: "tekun_published_base", BaseMethod.MULTIPLE: "tekun_multiple_base"},
    label="基本生活费", cites=STANDARD,
)  # fmt: skip


@rule(
    member,
    "不能自理的项数",
    cites=(STANDARD, f"{LAW}#21"),
    shows="吃饭、穿衣、上下床、如厕、室内行走、洗澡六项中不能自己完成的",
)
def self_care_failures(
    can_eat: bool, can_dress: bool, can_leave_bed: bool, can_use_toilet: bool, can_walk_indoors: bool, can_bathe: bool
) -> Count:
    """How many of the six one cannot do alone."""
    table = (0 if can_eat else 1) + (0 if can_dress else 1) + (0 if can_leave_bed else 1)
    return table + (0 if can_use_toilet else 1) + (0 if can_walk_indoors else 1) + (0 if can_bathe else 1)


@rule(
    member,
    "生活自理能力",
    cites=(STANDARD, f"{LAW}#22"),
    shows="{self_care_failures} 项不能自理（{disability_grade}级残疾）",
)
def self_care_ability(
    self_care_failures: Count, disability_grade: Count, tekun_care_partial_from: Count, tekun_care_lost_from: Count,
    tekun_care_partial_grade: Count, tekun_care_lost_grade: Count,
) -> SelfCare:  # fmt: skip
    """None failed: able; up to three: partly lost; four or more: lost. A province may count disability grades too."""
    if self_care_failures >= tekun_care_lost_from or 1 <= disability_grade <= tekun_care_lost_grade:
        return SelfCare.LOST
    if self_care_failures >= tekun_care_partial_from or 1 <= disability_grade <= tekun_care_partial_grade:
        return SelfCare.PARTIAL
    return SelfCare.ABLE


care_at_home = choose(
    "care_at_home", member, by="self_care_ability",
    cases={
        SelfCare.ABLE: "tekun_care_home_able", SelfCare.PARTIAL: "tekun_care_home_partial",
        SelfCare.LOST: "tekun_care_home_lost",
    },
    label="分散供养照料护理标准", cites=STANDARD,
)  # fmt: skip
care_in_institution = choose(
    "care_in_institution", member, by="self_care_ability",
    cases={
        SelfCare.ABLE: "tekun_care_institution_able", SelfCare.PARTIAL: "tekun_care_institution_partial",
        SelfCare.LOST: "tekun_care_institution_lost",
    },
    label="集中供养照料护理标准", cites=STANDARD,
)  # fmt: skip
care_standard = choose(
    "care_standard", member, by="tekun_mode",
    cases={SupportMode.HOME: "care_at_home", SupportMode.INSTITUTION: "care_in_institution"},
    label="照料护理标准", cites=STANDARD,
)  # fmt: skip


@rule(member, "照料护理费", cites=(STANDARD, f"{LAW}#20"), shows="{care_standard} ÷ 12 个月")
def tekun_care(care_standard: FenYear, tekun_care_rounding: Rounding) -> FenMonth:
    """A month of the care standard of the person's ability and mode. In an institution it is paid to it."""
    return rounded(care_standard, 12, tekun_care_rounding)


@rule(member, "每月供养金额", cites=STANDARD, shows="{tekun_base} + {tekun_care}")
def tekun_amount(tekun_base: FenMonth, tekun_care: FenMonth) -> FenMonth:
    """Basic living and care together."""
    return tekun_base + tekun_care


wubao_standard = choose(
    "wubao_standard", member, by="tekun_mode",
    cases={SupportMode.HOME: "tekun_base_rural_home", SupportMode.INSTITUTION: "tekun_base_rural_institution"},
    label="农村五保供养标准", cites=WUBAO, until="2016-10-10",
)  # fmt: skip


@rule(member, "每月五保供养金额", cites=WUBAO, until="2016-10-10", shows="{wubao_standard} ÷ 12 个月")
def wubao_amount(wubao_standard: FenYear, tekun_base_rounding: Rounding) -> FenMonth:
    """A month of the standard. Care (art. 9.4) was given in kind; no text we read put a figure on it."""
    return rounded(wubao_standard, 12, tekun_base_rounding)
