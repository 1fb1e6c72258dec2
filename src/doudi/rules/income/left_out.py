"""Kinds of income that a text may leave out of account: counted in full, or not at all."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import member
from doudi.policy.rules import rule
from doudi.policy.types import Codes, FenYear
from doudi.rules.vocabulary import IncomeKind

CITES = ("guoling-271#2", "minfa-2012-220#16.4", "minfa-2021-57#13")


@rule(member, "城乡居民基础养老金（计入部分）", cites=CITES, shows="{base_pension}")
def counted_base_pension(
    base_pension: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The centrally set base pension of residents; left out nationally only while the 14th five-year plan ran."""
    if contains(income_excluded_kinds, IncomeKind.BASE_PENSION) or contains(
        income_excluded_kinds_local, IncomeKind.BASE_PENSION
    ):
        return 0
    return base_pension


@rule(member, "高龄津贴（计入部分）", cites=CITES, shows="{old_age_allowance}")
def counted_old_age_allowance(
    old_age_allowance: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Old-age allowance; counted for dibao unless the place leaves it out."""
    if contains(income_excluded_kinds, IncomeKind.OLD_AGE_ALLOWANCE) or contains(
        income_excluded_kinds_local, IncomeKind.OLD_AGE_ALLOWANCE
    ):
        return 0
    return old_age_allowance


@rule(member, "优待抚恤金（计入部分）", cites=CITES, shows="{veteran_pension}")
def counted_veteran_pension(
    veteran_pension: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Preferential treatment and pensions for those who served and their kin."""
    if contains(income_excluded_kinds, IncomeKind.VETERAN_PENSION) or contains(
        income_excluded_kinds_local, IncomeKind.VETERAN_PENSION
    ):
        return 0
    return veteran_pension


@rule(member, "奖励扶助、奖学金等（计入部分）", cites=CITES, shows="{award}")
def counted_award(award: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes) -> FenYear:
    """Family-planning awards, scholarships, rewards for bravery."""
    if contains(income_excluded_kinds, IncomeKind.AWARD) or contains(income_excluded_kinds_local, IncomeKind.AWARD):
        return 0
    return award


@rule(member, "政府救助款物（计入部分）", cites=CITES, shows="{assistance}")
def counted_assistance(
    assistance: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """Social assistance in money or kind. The rules of 2012 counted 社会救济金 as transfer income."""
    if contains(income_excluded_kinds, IncomeKind.ASSISTANCE) or contains(
        income_excluded_kinds_local, IncomeKind.ASSISTANCE
    ):
        return 0
    return assistance


@rule(member, "残疾人两项补贴（计入部分）", cites=CITES, shows="{disability_subsidy}")
def counted_disability_subsidy(
    disability_subsidy: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The two disability subsidies."""
    if contains(income_excluded_kinds, IncomeKind.DISABILITY_SUBSIDY) or contains(
        income_excluded_kinds_local, IncomeKind.DISABILITY_SUBSIDY
    ):
        return 0
    return disability_subsidy


@rule(member, "育儿补贴（计入部分）", cites=CITES, shows="{child_rearing_subsidy}")
def counted_child_rearing_subsidy(
    child_rearing_subsidy: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The child-rearing subsidy."""
    if contains(income_excluded_kinds, IncomeKind.CHILD_REARING_SUBSIDY) or contains(
        income_excluded_kinds_local, IncomeKind.CHILD_REARING_SUBSIDY
    ):
        return 0
    return child_rearing_subsidy


@rule(member, "儿童保障补贴（计入部分）", cites=CITES, shows="{child_subsidy}")
def counted_child_subsidy(
    child_subsidy: FenYear, income_excluded_kinds: Codes, income_excluded_kinds_local: Codes
) -> FenYear:
    """The subsidy of orphans and of children whom nobody in fact supports; no income of the family since 2020."""
    if contains(income_excluded_kinds, IncomeKind.CHILD_SUBSIDY) or contains(
        income_excluded_kinds_local, IncomeKind.CHILD_SUBSIDY
    ):
        return 0
    return child_subsidy
