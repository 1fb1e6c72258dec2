"""Families poor by what they must spend: the national standing of 2025, and a place's own category before it.

Art. 4 sets family income against last year's disposable income of residents. Statistics and packs know that by
register, so the family's own register decides. It speaks of "total income", so nothing is let off: neither the cost of
working nor illness, which come back as spending.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, either, every, negation, rule, total
from doudi.policy.types import BasisPoints, Count, Fen, FenYear, Months

LAW = "minfa-2024-57"
BEFORE = "zhongbanfa-2020-18"
MARGIN_RULES = "2021-07-01"

is_not_margin_household = negation(
    "is_not_margin_household", household, of="is_margin_household", label="家庭不属于低保边缘家庭", cites=f"{LAW}#4.1"
)


@rule(
    household, "人均收入低于上年当地居民人均可支配收入", cites=f"{LAW}#4.2",
    shows="{family_income_at_most} < {local_disposable_income} × {counted_members} 人",
)  # fmt: skip
def is_below_rigid_income_line(
    family_income_at_most: FenYear, local_disposable_income: FenYear, counted_members: Count
) -> bool:
    """Strictly below, nothing let off."""
    return family_income_at_most < local_disposable_income * counted_members


@rule(
    member, "个人医疗、教育、康复支出", cites=(BEFORE, f"{LAW}#5"),
    shows="{medical_spending} + {education_spending} + {rehabilitation_spending}",
)  # fmt: skip
def own_treatment_and_schooling(
    medical_spending: FenYear, education_spending: FenYear, rehabilitation_spending: FenYear
) -> FenYear:
    """What a person bore alone in twelve months for treatment, schooling and rehabilitation."""
    return medical_spending + education_spending + rehabilitation_spending


counted_treatment_and_schooling = choose(
    "counted_treatment_and_schooling", member, by="is_counted_member",
    cases={True: "own_treatment_and_schooling", False: 0},
    label="计入的医疗、教育、康复支出", cites=(BEFORE, f"{LAW}#5"),
)  # fmt: skip
treatment_and_schooling = total(
    "treatment_and_schooling", household, of="counted_treatment_and_schooling",
    label="家庭12个月医疗、教育、康复支出", cites=(BEFORE, f"{LAW}#5"),
)  # fmt: skip


@rule(household, "基本生活支出最多计算", cites=f"{LAW}#5.1", shows="{dibao_standard} × {counted_members} 人")
def living_at_standard(dibao_standard: FenYear, counted_members: Count) -> FenYear:
    """A year of the dibao standard for each head."""
    return dibao_standard * counted_members


@rule(household, "基本生活支出（封顶）", cites=f"{LAW}#5.1", shows="{living_spending}，最多 {living_at_standard}")
def living_capped(living_spending: FenYear, living_at_standard: FenYear) -> FenYear:
    """No more than the standard."""
    return min(living_spending, living_at_standard)


counted_living = choose(
    "counted_living", household, by="rigid_living_capped",
    cases={True: "living_capped", False: "living_spending"}, label="计入的基本生活支出", cites=f"{LAW}#5.1",
)  # fmt: skip


@rule(
    household, "12个月刚性支出总额", cites=f"{LAW}#5",
    shows="{counted_living} + {treatment_and_schooling} + {other_hard_spending}",
)  # fmt: skip
def rigid_spending(counted_living: FenYear, treatment_and_schooling: FenYear, other_hard_spending: FenYear) -> FenYear:
    """Living, treatment, schooling, rehabilitation, and what the county recognises besides."""
    return counted_living + treatment_and_schooling + other_hard_spending


@rule(
    household, "刚性支出占比超过当地规定", cites=f"{LAW}#4.4",
    shows="{rigid_spending} > {family_income_at_most} × {rigid_ratio}",
)  # fmt: skip
def spends_beyond_ratio(rigid_spending: FenYear, family_income_at_most: FenYear, rigid_ratio: BasisPoints) -> bool:
    """The ratio itself is not yet beyond it."""
    return rigid_spending > share(family_income_at_most, rigid_ratio)


has_no_property = every(
    "has_no_property", household,
    (
        "has_no_financial_assets", "has_no_vehicle", "is_within_margin_exempt_dwellings", "has_no_shop",
        "has_no_company",
    ),
    label="没有超出生活必需的财产", cites=f"{LAW}#4.3",
)  # fmt: skip


@rule(
    household, "金融资产限额", cites=f"{LAW}#4.3",
    shows="{dibao_standard} × {counted_members} 人 × {rigid_assets_financial_months} ÷ 12",
)  # fmt: skip
def rigid_financial_limit(
    dibao_standard: FenYear, counted_members: Count, rigid_assets_financial_months: Months
) -> Fen:
    """So many months of the standard for each head."""
    return rounded(dibao_standard * counted_members * rigid_assets_financial_months, 12, Rounding.HALF_UP_TO_FEN)


@rule(household, "金融资产不超过限额", cites=f"{LAW}#4.3", shows="{financial_assets} ≤ {rigid_financial_limit}")
def is_within_rigid_financial_limit(financial_assets: Fen, rigid_financial_limit: Fen) -> bool:
    """The limit itself is within."""
    return financial_assets <= rigid_financial_limit


@rule(household, "车辆等现值低于限额", cites=f"{LAW}#4.3", shows="{vehicle_value} < {rigid_assets_vehicle_value}")
def is_below_rigid_vehicle_limit(vehicle_value: Fen, rigid_assets_vehicle_value: Fen) -> bool:
    """Strictly below, of all vehicles together; "of 150 000 and more" is out."""
    return vehicle_value < rigid_assets_vehicle_value


@rule(household, "住房不超过限额", cites=f"{LAW}#4.3", shows="{dwellings} ≤ {rigid_assets_dwellings} 套")
def is_within_rigid_dwelling_limit(dwellings: Count, rigid_assets_dwellings: Count) -> bool:
    """As many dwellings as the place allows."""
    return dwellings <= rigid_assets_dwellings


meets_own_rigid_assets = every(
    "meets_own_rigid_assets", household,
    ("is_within_rigid_financial_limit", "is_below_rigid_vehicle_limit", "is_within_rigid_dwelling_limit"),
    label="家庭财产符合当地另定的条件", cites=f"{LAW}#4.3",
)  # fmt: skip
meets_rigid_limits = choose(
    "meets_rigid_limits", household, by="rigid_assets_as_margin",
    cases={True: "meets_margin_assets", False: "meets_own_rigid_assets"},
    label="家庭财产在当地限额以内", cites=f"{LAW}#4.3",
)  # fmt: skip
meets_rigid_assets = either(
    "meets_rigid_assets", household, ("has_no_property", "meets_rigid_limits"),
    label="家庭财产符合刚性支出困难家庭规定", cites=f"{LAW}#4.3",
)  # fmt: skip
is_rigid_household = every(
    "is_rigid_household", household,
    (
        "has_counted_members", "is_not_on_dibao", "is_not_margin_household", "is_below_rigid_income_line",
        "meets_rigid_assets", "spends_beyond_ratio",
    ),
    label="符合刚性支出困难家庭条件", cites=f"{LAW}#4",
)  # fmt: skip


@rule(household, "认定还在有效期内", cites=f"{LAW}#10", shows="{rigid_months} < {rigid_valid_months}")
def is_rigid_still_valid(rigid_months: Months, rigid_valid_months: Months) -> bool:
    """A recognition lapses by itself; a new application is needed then."""
    return rigid_months < rigid_valid_months


holds_valid_rigid = every(
    "holds_valid_rigid", household, ("holds_rigid", "is_rigid_still_valid"),
    label="已认定刚性支出困难家庭且在有效期内", cites=f"{LAW}#10",
)  # fmt: skip
is_rigid_family = either(
    "is_rigid_family", household, ("holds_valid_rigid", "is_rigid_household"),
    label="刚性支出困难家庭（已认定或者符合条件）", cites=f"{LAW}#4",
)  # fmt: skip
is_rigid_family_2021 = either(
    "is_rigid_family", household, ("holds_rigid",),
    label="当地认定的刚性支出较大的家庭", cites=BEFORE, since=MARGIN_RULES, until="2025-01-01",
)  # fmt: skip
is_rigid_person = every(
    "is_rigid_person", member, ("is_counted_member", "is_rigid_family"),
    label="刚性支出困难家庭成员", cites=(BEFORE, f"{LAW}#4"), since=MARGIN_RULES,
)  # fmt: skip


# Datonghu names two kinds beside dibao and tekun, and leaves their measure to rules of 2022 that nobody published. For
# low income the national margin of the same year is taken; for spending the share is asked for by name.
@rule(
    household, "医疗、教育、康复支出占比超过当地规定", cites=BEFORE,
    shows="{treatment_and_schooling} > {family_income_at_most} × {low_income_spending_ratio}",
)  # fmt: skip
def spends_beyond_local_ratio(
    treatment_and_schooling: FenYear, family_income_at_most: FenYear, low_income_spending_ratio: BasisPoints
) -> bool:
    """The ratio itself is not yet beyond it."""
    return treatment_and_schooling > share(family_income_at_most, low_income_spending_ratio)


is_low_income_or_hard_pressed = either(
    "is_low_income_or_hard_pressed", household, ("is_margin_household", "spends_beyond_local_ratio"),
    label="低收入，或者刚性支出较大", cites=BEFORE, since=MARGIN_RULES,
)  # fmt: skip
