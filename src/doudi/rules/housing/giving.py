"""What is given for a home: rent by the room that is lacking, rent remitted, a grant by the grade of danger."""

from __future__ import annotations

from doudi.policy.arithmetic import contains, share
from doudi.policy.entities import household
from doudi.policy.rules import choose, every, rule
from doudi.policy.types import BasisPoints, Codes, Count, FenMonth
from doudi.rules.housing.families import LOW_RENT, WHO
from doudi.rules.housing.words import DangerGrade

HOW = ("jianshebu-ling-120", "jianshebu-ling-162", "guoling-649#38")

rents_in_low_rent_place = every(
    "rents_in_low_rent_place", household, ("is_low_rent_place", "rents_home"),
    label="租房住的城镇家庭，当地有廉租住房", cites=LOW_RENT,
)  # fmt: skip
rents_in_town = every("rents_in_town", household, ("is_urban", "rents_home"), label="租房住的城镇家庭", cites=WHO)


@rule(household, "一人户", cites=HOW, shows="{housing_members} 人")
def is_one_person_home(housing_members: Count) -> bool:
    """Whether one person lives alone, to whom some places allow more room."""
    return housing_members == 1


@rule(household, "按人计算的保障面积", cites=HOW, shows="{housing_subsidy_area} 平方米 × {housing_members} 人")
def area_by_heads(housing_subsidy_area: Count, housing_members: Count) -> Count:
    """So many square metres for each head."""
    return housing_subsidy_area * housing_members


@rule(household, "保障面积（封顶）", cites=HOW, shows="{area_by_heads} 平方米，最多 {housing_subsidy_area_most} 平方米")
def area_at_most(area_by_heads: Count, housing_subsidy_area_most: Count) -> Count:
    """No more than a family may have."""
    return min(area_by_heads, housing_subsidy_area_most)


area_standard = choose(
    "area_standard", household, by="is_one_person_home",
    cases={True: "housing_subsidy_area_single", False: "area_at_most"}, label="保障面积", cites=HOW,
)  # fmt: skip
rent_factor = choose(
    "rent_factor", household, by="is_basic_housing_family",
    cases={True: "housing_subsidy_factor_basic", False: "housing_subsidy_factor_other"},
    label="补贴系数", cites="guoling-649#38",
)  # fmt: skip
rent_factor_2007 = choose(
    "rent_factor", household, by="is_dibao_household",
    cases={True: "housing_subsidy_factor_basic", False: "housing_subsidy_factor_other"},
    label="补贴系数", cites=("jianshebu-ling-120", "jianshebu-ling-162"), until="2014-05-01",
)  # fmt: skip


@rule(
    household, "按面积计算的租赁补贴", cites=HOW,
    shows="（{area_standard} − {home_area}）平方米 × {housing_subsidy_rate} × {rent_factor}",
)  # fmt: skip
def subsidy_by_area(
    area_standard: Count, home_area: Count, housing_subsidy_rate: FenMonth, rent_factor: BasisPoints
) -> FenMonth:
    """Money for the room that is lacking, by the square metre and month."""
    return share(max(0, area_standard - home_area) * housing_subsidy_rate, rent_factor)


@rule(household, "每月租赁补贴", cites=HOW, shows="{subsidy_by_area}，不超过实际房租 {rent}")
def rent_subsidy(subsidy_by_area: FenMonth, rent: FenMonth) -> FenMonth:
    """Never more than the rent that is paid."""
    return min(subsidy_by_area, rent)


is_tenant_with_reduction = every(
    "is_tenant_with_reduction", household, ("in_public_housing", "housing_reduction_established"),
    label="住公租房、廉租房，当地有租金核减", cites=HOW,
)  # fmt: skip


@rule(household, "每月核减租金", cites=HOW, shows="{public_rent} × {housing_reduction_rate}")
def rent_reduction(public_rent: FenMonth, housing_reduction_rate: BasisPoints) -> FenMonth:
    """A share of the rent of a public home."""
    return share(public_rent, housing_reduction_rate)


@rule(household, "住房经过鉴定", cites=WHO, shows="{danger_grade}")
def is_house_graded(danger_grade: DangerGrade) -> bool:
    """Whether the house was examined at all."""
    return danger_grade != DangerGrade.NONE


is_rural_graded_house = every(
    "is_rural_graded_house", household, ("is_rural", "is_house_graded"), label="农村家庭，住房经过鉴定", cites=WHO
)


@rule(
    household, "属于危房改造的等级", cites="guoling-649#38", shows="{danger_grade}；改造的等级：{housing_repair_grades}"
)
def is_grade_for_repair(danger_grade: DangerGrade, housing_repair_grades: Codes) -> bool:
    """Grades C and D."""
    return contains(housing_repair_grades, danger_grade)


repair_grant = choose(
    "repair_grant", household, by="danger_grade",
    cases={DangerGrade.C: "housing_repair_amount_c", DangerGrade.D: "housing_repair_amount_d"},
    label="危房改造补助", cites="guoling-649#38",
)  # fmt: skip
