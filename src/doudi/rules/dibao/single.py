"""The single-person case 单人户: somebody in a family just above dibao who may apply alone."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, negation, rule
from doudi.policy.types import BasisPoints, Count, FenMonth, FenYear
from doudi.rules.vocabulary import SingleMethod

MARGIN = "minfa-2021-57#8"
ALONE = ("minfa-2012-220#10", "minfa-2021-57#8")


@rule(household, "低保边缘线", cites=MARGIN, shows="{dibao_standard} × {margin_factor}")
def margin_line(dibao_standard: FenYear, margin_factor: BasisPoints) -> FenYear:
    """The line of the margin for one head: one and a half times the standard, or what the place says."""
    return share(dibao_standard, margin_factor)


@rule(
    household,
    "不作扣减，收入已低于边缘线",
    cites=MARGIN,
    shows="{family_income_at_most} < {margin_line} × {counted_members} 人",
)
def is_surely_below_margin(family_income_at_most: FenYear, margin_line: FenYear, counted_members: Count) -> bool:
    """Below the margin even with nothing let off."""
    return family_income_at_most < margin_line * counted_members


@rule(household, "人均收入低于边缘线", cites=MARGIN, shows="{income_per_capita} < {margin_line}")
def is_below_margin_by_income(income_per_capita: FenYear, margin_line: FenYear) -> bool:
    """Strictly below the margin."""
    return income_per_capita < margin_line


is_below_margin_line = either(
    "is_below_margin_line", household, ("is_below_margin_by_income", "is_surely_below_margin"),
    label="人均收入低于低保边缘线", cites=MARGIN,
    difference="按查到的收入，人均收入不低于低保边缘线，申报的低于这条线。",
)  # fmt: skip
is_not_on_dibao = negation("is_not_on_dibao", household, of="is_on_dibao", label="家庭不符合低保条件", cites=ALONE)
is_margin_household = every(
    "is_margin_household", household,
    ("has_counted_members", "is_not_on_dibao", "is_below_margin_line", "meets_margin_assets"),
    label="属于低保边缘家庭", cites=MARGIN,
)  # fmt: skip

has_single_ground = either(
    "has_single_ground", member, ("is_severely_disabled", "is_seriously_ill", "is_long_absent_clergy"),
    label="可以单独申请的人员", cites=MARGIN,
)  # fmt: skip
is_disabled_on_own_register = every(
    "is_disabled_on_own_register", member,
    ("is_adult", "has_severe_disability", "lost_labour", "registers_alone"),
    label="丧失劳动能力且单独立户的成年重度残疾人", cites="minfa-2012-220#10.1",
)  # fmt: skip
has_single_ground_2012 = either(
    "has_single_ground", member, ("is_disabled_on_own_register", "is_long_absent_clergy"),
    label="可以单独申请的人员", cites="minfa-2012-220#10",
)  # fmt: skip
may_stand_alone = either(
    "may_stand_alone", member, ("is_counted_member", "is_long_absent_clergy"),
    label="家庭成员或者脱离家庭的宗教教职人员", cites=ALONE,
)  # fmt: skip
may_apply_alone = every(
    "may_apply_alone", member, ("has_single_ground", "may_stand_alone", "is_not_on_dibao"),
    label="可以单独申请", cites=ALONE,
)  # fmt: skip

# Clergy belong to no family, so no margin is asked of them; "in hardship" we read as an own income below the standard.
has_single_means = either(
    "has_single_means", member, ("is_long_absent_clergy", "is_margin_household"),
    label="家庭属于低保边缘家庭", cites=MARGIN,
)  # fmt: skip


@rule(
    member,
    "本人收入低于低保标准",
    cites=("minfa-2012-220#10", "guoling-649#9"),
    shows="{member_income} < {dibao_standard}",
)
def is_poor_alone(member_income: FenYear, dibao_standard: FenYear) -> bool:
    """Treated as a family of one, the person must be below the standard as any family must."""
    return member_income < dibao_standard


@rule(
    member,
    "单人户补差",
    cites=("minfa-2012-220#27", "minfa-2021-57#23"),
    shows="（{dibao_standard} − {member_income}）÷ 12 个月",
)
def single_gap(dibao_standard: FenYear, member_income: FenYear, dibao_gap_rounding: Rounding) -> FenMonth:
    """The gap of a family of one. An income below nothing is taken as none."""
    return rounded(max(0, dibao_standard - max(0, member_income)), 12, dibao_gap_rounding)


# Several grounds: disability before illness before clergy. No text we read says which rate a person with two has.
ill_or_clergy_rate = choose(
    "ill_or_clergy_rate", member, by="is_seriously_ill",
    cases={True: "dibao_single_ill_rate", False: "dibao_single_clergy_rate"},
    label="单人户比例", cites="minfa-2021-57#23",
)  # fmt: skip
single_rate = choose(
    "single_rate", member, by="is_severely_disabled",
    cases={True: "dibao_single_disabled_rate", False: "ill_or_clergy_rate"},
    label="单人户比例", cites="minfa-2021-57#23",
)  # fmt: skip


@rule(member, "单人户按比例", cites="minfa-2021-57#23", shows="{dibao_standard} × {single_rate} ÷ 12 个月")
def single_share(dibao_standard: FenYear, single_rate: BasisPoints, dibao_gap_rounding: Rounding) -> FenMonth:
    """A share of the standard, whatever the person's own income."""
    return rounded(share(dibao_standard, single_rate), 12, dibao_gap_rounding)


single_base = choose(
    "single_base", member, by="dibao_single_method",
    cases={
        SingleMethod.GAP: "single_gap",
        SingleMethod.SHARE_OF_STANDARD: "single_share",
        SingleMethod.FIXED: "dibao_single_amount",
    },
    label="单人户救助金", cites="minfa-2021-57#23",
)  # fmt: skip


@rule(member, "每月救助金额（单人户）", cites="minfa-2021-57#23", shows="{single_base} + {own_supplement}")
def single_amount(single_base: FenMonth, own_supplement: FenMonth) -> FenMonth:
    """What is paid each month to this person alone."""
    return single_base + own_supplement
