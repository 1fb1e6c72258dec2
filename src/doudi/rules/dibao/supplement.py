"""Classified supplements 分类施保: more for the old, the young, the severely disabled and the seriously ill.

Once a person, the highest only. The law leaves both ground and amount to the places; a place that has published
nothing gives nothing, and says so by the method NONE.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, rule, total
from doudi.policy.types import BasisPoints, FenMonth, FenYear, Years
from doudi.rules.vocabulary import SupplementMethod

CITES = ("guoling-649#12", "minfa-2021-57#27")


@rule(member, "老年人", cites=CITES, shows="{age}，界限为 {dibao_supplement_elderly_age}")
def is_elderly_for_supplement(age: Years, dibao_supplement_elderly_age: Years) -> bool:
    """Of the age from which the place gives more to the old."""
    return age >= dibao_supplement_elderly_age


@rule(member, "增发（定额，取最高一项）", cites=CITES, shows="老年、未成年、重残、重病各项中最高的一项")
def fixed_supplement(
    is_elderly_for_supplement: bool, is_minor: bool, has_severe_disability: bool, is_seriously_ill: bool,
    dibao_supplement_elderly_amount: FenMonth, dibao_supplement_minor_amount: FenMonth,
    dibao_supplement_disabled_amount: FenMonth, dibao_supplement_ill_amount: FenMonth,
) -> FenMonth:  # fmt: skip
    """The highest fixed amount among the grounds that the person has."""
    by_age = max(
        dibao_supplement_elderly_amount if is_elderly_for_supplement else 0,
        dibao_supplement_minor_amount if is_minor else 0,
    )
    by_health = max(
        dibao_supplement_disabled_amount if has_severe_disability else 0,
        dibao_supplement_ill_amount if is_seriously_ill else 0,
    )
    return max(by_age, by_health)


@rule(member, "增发比例（取最高一项）", cites=CITES, shows="老年、未成年、重残、重病各项中最高的一项")
def supplement_rate(
    is_elderly_for_supplement: bool, is_minor: bool, has_severe_disability: bool, is_seriously_ill: bool,
    dibao_supplement_elderly_rate: BasisPoints, dibao_supplement_minor_rate: BasisPoints,
    dibao_supplement_disabled_rate: BasisPoints, dibao_supplement_ill_rate: BasisPoints,
) -> BasisPoints:  # fmt: skip
    """The highest share among the grounds that the person has."""
    by_age = max(
        dibao_supplement_elderly_rate if is_elderly_for_supplement else 0,
        dibao_supplement_minor_rate if is_minor else 0,
    )
    by_health = max(
        dibao_supplement_disabled_rate if has_severe_disability else 0,
        dibao_supplement_ill_rate if is_seriously_ill else 0,
    )
    return max(by_age, by_health)


@rule(member, "增发（按标准的比例）", cites=CITES, shows="{dibao_standard} × {supplement_rate} ÷ 12 个月")
def shared_supplement(dibao_standard: FenYear, supplement_rate: BasisPoints, dibao_gap_rounding: Rounding) -> FenMonth:
    """A share of a month of the standard, rounded as the place rounds."""
    return rounded(share(dibao_standard, supplement_rate), 12, dibao_gap_rounding)


own_supplement = choose(
    "own_supplement", member, by="dibao_supplement_method",
    cases={
        SupplementMethod.NONE: 0,
        SupplementMethod.FIXED: "fixed_supplement",
        SupplementMethod.SHARE_OF_STANDARD: "shared_supplement",
    },
    label="分类施保增发", cites=CITES,
)  # fmt: skip
counted_supplement = choose(
    "counted_supplement", member, by="is_counted_member", cases={True: "own_supplement", False: 0},
    label="分类施保增发（计入的成员）", cites=CITES,
)  # fmt: skip
supplements = total("supplements", household, of="counted_supplement", label="分类施保增发合计", cites=CITES)
dibao_supplement = choose(
    "dibao_supplement", household, by="dibao_supplement_method",
    cases={
        SupplementMethod.NONE: 0,
        SupplementMethod.FIXED: "supplements",
        SupplementMethod.SHARE_OF_STANDARD: "supplements",
    },
    label="分类施保增发", cites=CITES,
)  # fmt: skip
