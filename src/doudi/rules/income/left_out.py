"""Kinds of income that a text may leave out of account: counted in full, or not at all."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import member
from doudi.policy.rules import rule
from doudi.policy.types import Codes, FenYear
from doudi.rules.restate import RULES_OF_2012, under
from doudi.rules.vocabulary import IncomeKind


@rule(
    member,
    "城乡居民基础养老金（计入部分）",
    cites="minfa-2021-57#13",
    shows="{base_pension}",
)
def counted_base_pension(
    base_pension: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The centrally set base pension of residents; left out nationally only while the 14th five-year plan ran."""
    if contains(income_excluded_kinds, IncomeKind.BASE_PENSION) or contains(
        income_excluded_kinds_local, IncomeKind.BASE_PENSION
    ):
        return 0
    return base_pension


counted_base_pension_2012 = under(counted_base_pension, "minfa-2012-220#16.4")
counted_base_pension_1999 = under(counted_base_pension, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "高龄津贴（计入部分）",
    cites="minfa-2021-57#13",
    shows="{old_age_allowance}",
)
def counted_old_age_allowance(
    old_age_allowance: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Old-age allowance; counted for dibao unless the place leaves it out."""
    if contains(income_excluded_kinds, IncomeKind.OLD_AGE_ALLOWANCE) or contains(
        income_excluded_kinds_local, IncomeKind.OLD_AGE_ALLOWANCE
    ):
        return 0
    return old_age_allowance


counted_old_age_allowance_2012 = under(counted_old_age_allowance, "minfa-2012-220#16.4")
counted_old_age_allowance_1999 = under(counted_old_age_allowance, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "优待抚恤金（计入部分）",
    cites="minfa-2021-57#13",
    shows="{veteran_pension}",
)
def counted_veteran_pension(
    veteran_pension: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Preferential treatment and pensions for those who served and their kin."""
    if contains(income_excluded_kinds, IncomeKind.VETERAN_PENSION) or contains(
        income_excluded_kinds_local, IncomeKind.VETERAN_PENSION
    ):
        return 0
    return veteran_pension


counted_veteran_pension_2012 = under(counted_veteran_pension, "minfa-2012-220#16.4")
counted_veteran_pension_1999 = under(counted_veteran_pension, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "奖励扶助、奖学金等（计入部分）",
    cites="minfa-2021-57#13",
    shows="{award}",
)
def counted_award(award: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes) -> FenYear:
    """Family-planning awards, scholarships, rewards for bravery."""
    if contains(income_excluded_kinds, IncomeKind.AWARD) or contains(income_excluded_kinds_local, IncomeKind.AWARD):
        return 0
    return award


counted_award_2012 = under(counted_award, "minfa-2012-220#16.4")
counted_award_1999 = under(counted_award, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "政府救助款物（计入部分）",
    cites="minfa-2021-57#13",
    shows="{assistance}",
)
def counted_assistance(
    assistance: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Social assistance in money or kind. The rules of 2012 counted 社会救济金 as transfer income."""
    if contains(income_excluded_kinds, IncomeKind.ASSISTANCE) or contains(
        income_excluded_kinds_local, IncomeKind.ASSISTANCE
    ):
        return 0
    return assistance


counted_assistance_2012 = under(counted_assistance, "minfa-2012-220#16.4")
counted_assistance_1999 = under(counted_assistance, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "残疾人两项补贴（计入部分）",
    cites="minfa-2021-57#13",
    shows="{disability_subsidy}",
)
def counted_disability_subsidy(
    disability_subsidy: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The two disability subsidies."""
    if contains(income_excluded_kinds, IncomeKind.DISABILITY_SUBSIDY) or contains(
        income_excluded_kinds_local, IncomeKind.DISABILITY_SUBSIDY
    ):
        return 0
    return disability_subsidy


counted_disability_subsidy_2012 = under(counted_disability_subsidy, "minfa-2012-220#16.4")
counted_disability_subsidy_1999 = under(counted_disability_subsidy, "guoling-271#2", until=RULES_OF_2012)


@rule(
    member,
    "育儿补贴（计入部分）",
    cites="minfa-2021-57#13",
    shows="{child_rearing_subsidy}",
)
def counted_child_rearing_subsidy(
    child_rearing_subsidy: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The child-rearing subsidy."""
    if contains(income_excluded_kinds, IncomeKind.CHILD_REARING_SUBSIDY) or contains(
        income_excluded_kinds_local, IncomeKind.CHILD_REARING_SUBSIDY
    ):
        return 0
    return child_rearing_subsidy


counted_child_rearing_subsidy_2012 = under(counted_child_rearing_subsidy, "minfa-2012-220#16.4")
counted_child_rearing_subsidy_1999 = under(counted_child_rearing_subsidy, "guoling-271#2", until=RULES_OF_2012)
