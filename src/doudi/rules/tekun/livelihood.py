"""Without livelihood 无生活来源: own income below the dibao standard, by its own list of what is not counted."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import member
from doudi.policy.rules import either, every, rule
from doudi.policy.types import Codes, FenYear
from doudi.rules.vocabulary import IncomeKind

BEFORE_2016 = ("guoling-456#6", "guoling-649#14")
SINCE_2016 = ("minfa-2016-178", "minfa-2021-43#6")
CITES = (*BEFORE_2016, *SINCE_2016)


@rule(member, "养老、抚恤、补贴（计入部分）", cites=CITES, shows="不计入的种类：{tekun_income_excluded_kinds}")
def tekun_benefits(
    base_pension: FenYear, old_age_allowance: FenYear, veteran_pension: FenYear, assistance: FenYear,
    tekun_income_excluded_kinds: Codes,
) -> FenYear:  # fmt: skip
    """What is counted of the kinds that art. 6 may leave out."""
    pension = 0 if contains(tekun_income_excluded_kinds, IncomeKind.BASE_PENSION) else base_pension
    age = 0 if contains(tekun_income_excluded_kinds, IncomeKind.OLD_AGE_ALLOWANCE) else old_age_allowance
    service = 0 if contains(tekun_income_excluded_kinds, IncomeKind.VETERAN_PENSION) else veteran_pension
    aid = 0 if contains(tekun_income_excluded_kinds, IncomeKind.ASSISTANCE) else assistance
    return pension + age + service + aid


@rule(member, "奖励和专项补贴（计入部分）", cites=CITES, shows="不计入的种类：{tekun_income_excluded_kinds}")
def tekun_awards(
    award: FenYear, disability_subsidy: FenYear, child_rearing_subsidy: FenYear, tekun_income_excluded_kinds: Codes
) -> FenYear:
    """What is counted of awards and special subsidies; art. 6 is silent on them, other texts are not."""
    awards = 0 if contains(tekun_income_excluded_kinds, IncomeKind.AWARD) else award
    disabled = 0 if contains(tekun_income_excluded_kinds, IncomeKind.DISABILITY_SUBSIDY) else disability_subsidy
    child = 0 if contains(tekun_income_excluded_kinds, IncomeKind.CHILD_REARING_SUBSIDY) else child_rearing_subsidy
    return awards + disabled + child


@rule(
    member, "个人转移性收入（特困口径）", cites=CITES,
    shows="{pension} + {support_received} + {other_transfers} + {tekun_benefits} + {tekun_awards}"
    " − {transfer_spending}",
)  # fmt: skip
def tekun_transfers(
    pension: FenYear, support_received: FenYear, other_transfers: FenYear, tekun_benefits: FenYear,
    tekun_awards: FenYear, transfer_spending: FenYear,
) -> FenYear:  # fmt: skip
    """Net transfers as art. 6 has them."""
    return pension + support_received + other_transfers + tekun_benefits + tekun_awards - transfer_spending


@rule(
    member, "本人年收入（特困口径）", cites=CITES,
    shows="{counted_wage} + {business_net} + {property_net} + {tekun_transfers} + {other_income}",
)  # fmt: skip
def tekun_income(
    counted_wage: FenYear, business_net: FenYear, property_net: FenYear, tekun_transfers: FenYear,
    other_income: FenYear,
) -> FenYear:  # fmt: skip
    """The person's own income, not the family's, never below nothing."""
    return max(0, counted_wage + business_net + property_net + tekun_transfers + other_income)


@rule(
    member, "本人收入低于低保标准", cites=SINCE_2016, shows="{tekun_income} < {dibao_standard}",
    difference="按查到的收入，本人收入不低于当地低保标准，申报的低于标准。",
)  # fmt: skip
def is_below_standard_alone(tekun_income: FenYear, dibao_standard: FenYear) -> bool:
    """Strictly below."""
    return tekun_income < dibao_standard


@rule(member, "没有任何收入", cites=BEFORE_2016, shows="{tekun_income}")
def has_no_own_income(tekun_income: FenYear) -> bool:
    """Without any income one is without livelihood under every text."""
    return tekun_income == 0


@rule(member, "收入低于当地五保收入线", cites=BEFORE_2016, shows="{tekun_income} < {wubao_livelihood_line}")
def is_below_wubao_line(tekun_income: FenYear, wubao_livelihood_line: FenYear) -> bool:
    """The texts of 2006 and 2014 draw no line; where there is some income the place's line is asked for."""
    return tekun_income < wubao_livelihood_line


has_no_livelihood = every(
    "has_no_livelihood", member, ("is_below_standard_alone", "meets_tekun_assets"),
    label="无生活来源", cites=SINCE_2016,
)  # fmt: skip
has_no_livelihood_2006 = either(
    "has_no_livelihood", member, ("has_no_own_income", "is_below_wubao_line"),
    label="无生活来源", cites=BEFORE_2016, until="2016-10-10",
)  # fmt: skip
