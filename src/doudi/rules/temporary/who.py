"""Whom temporary aid is for: the cause, the family's means, the tie to the place, and the rule on asking again."""

from __future__ import annotations

from doudi.policy.arithmetic import share
from doudi.policy.entities import household, member
from doudi.policy.rules import any_of, either, every, negation, rule
from doudi.policy.types import BasisPoints, Count, FenYear, Months
from doudi.rules.temporary.words import CrisisCause, PlaceTie

WHO = ("minfa-2007-92", "guoling-649#47")
KINDS = "minfa-2018-23"
AGAIN = "guofa-2014-47"


@rule(household, "遇到急难", cites=WHO, shows="{crisis_cause}")
def has_crisis(crisis_cause: CrisisCause) -> bool:
    """Something has put the family's basic living into grave difficulty for a time."""
    return crisis_cause != CrisisCause.NONE


@rule(household, "属于急难型的原因", cites=KINDS, shows="{crisis_cause}")
def has_urgent_cause(crisis_cause: CrisisCause) -> bool:
    """Fire, traffic, sudden illness, another accident or hardship, for which help cannot wait."""
    return crisis_cause != CrisisCause.NONE and crisis_cause != CrisisCause.SPENDING  # noqa: PLR1714 a rule has no sets


@rule(household, "属于支出型的原因", cites=KINDS, shows="{crisis_cause}")
def has_spending_cause(crisis_cause: CrisisCause) -> bool:
    """Spending on schooling, treatment and the like that the family cannot avoid and cannot bear."""
    return crisis_cause == CrisisCause.SPENDING


may_have_temporary = every(
    "may_have_temporary", household, ("temporary_established", "has_crisis"),
    label="当地有临时救助，家里遇到急难", cites=WHO,
)  # fmt: skip

is_tekun_member = every(
    "is_tekun_member", member, ("is_tekun_receiver", "is_family_member"), label="家庭成员是特困人员", cites=WHO
)
has_tekun_member = any_of("has_tekun_member", household, of="is_tekun_member", label="家里有特困人员", cites=WHO)
is_aided_family = either(
    "is_aided_family", household, ("is_dibao_household", "has_tekun_member"),
    label="低保、特困家庭", cites=WHO,
)  # fmt: skip


@rule(household, "临时救助的收入线", cites=WHO, shows="{dibao_standard} × {temporary_income_rate}")
def temporary_income_line(dibao_standard: FenYear, temporary_income_rate: BasisPoints) -> FenYear:
    """A share of the dibao standard for one head."""
    return share(dibao_standard, temporary_income_rate)


@rule(household, "人均收入在收入线以内", cites=WHO, shows="{income_per_capita} ≤ {temporary_income_line}")
def is_within_temporary_line(income_per_capita: FenYear, temporary_income_line: FenYear) -> bool:
    """Not above the line: the line itself is within (150 % and below in Gansu)."""
    return income_per_capita <= temporary_income_line


has_no_temporary_line = negation(
    "has_no_temporary_line", household, of="temporary_income_limited", label="没有收入线", cites=WHO
)
# Gansu's second group are families that have dibao or special aid and are still in grave hardship: no line for them.
passes_temporary_income = either(
    "passes_temporary_income", household, ("has_no_temporary_line", "is_aided_family", "is_within_temporary_line"),
    label="收入符合临时救助条件", cites=WHO,
)  # fmt: skip


@rule(household, "今年第一次因为这件事申请", cites=AGAIN, shows="{crisis_times} 次")
def asks_for_the_first_time(crisis_times: Count) -> bool:
    """Nothing has been had for this cause this year."""
    return crisis_times == 0


@rule(household, "没有超过次数", cites=AGAIN, shows="已经 {crisis_times} 次，最多 {temporary_times_most} 次")
def is_within_times(crisis_times: Count, temporary_times_most: Count) -> bool:
    """One more would not be more than the place allows for one cause in a year."""
    return crisis_times < temporary_times_most


asks_again_with_reason = every(
    "asks_again_with_reason", household, ("crisis_has_new_reason", "is_within_times"),
    label="再次申请有正当理由，也没有超过次数", cites=AGAIN,
)  # fmt: skip
may_ask_for_this_cause = either(
    "may_ask_for_this_cause", household, ("asks_for_the_first_time", "asks_again_with_reason"),
    label="可以因为这件事申请", cites=AGAIN,
)  # fmt: skip


@rule(household, "有本地户籍或者居住证", cites="guofa-2014-47", shows="{crisis_tie}")
def is_tied_here(crisis_tie: PlaceTie) -> bool:
    """A register or a residence permit of the place; who has neither is taken to the county's rescue station."""
    return crisis_tie != PlaceTie.NONE


may_be_aided_here = either(
    "may_be_aided_here", household, ("is_tied_here", "temporary_anywhere"),
    label="可以在这里得到救助", cites=KINDS,
)  # fmt: skip
may_be_aided_here_2014 = either(
    "may_be_aided_here", household, ("is_tied_here",),
    label="可以在这里得到救助", cites="guofa-2014-47", until="2018-01-23",
)  # fmt: skip


@rule(household, "不是因为失业", cites=KINDS, shows="{crisis_cause}")
def is_not_about_a_job(crisis_cause: CrisisCause) -> bool:
    """Another cause, of which no number of months is asked."""
    return crisis_cause != CrisisCause.JOBLESS


@rule(
    household, "失业后没有收入满规定月数", cites=KINDS,
    shows="{crisis_jobless_months}，满 {temporary_jobless_months}",
)  # fmt: skip
def is_jobless_long_enough(crisis_jobless_months: Months, temporary_jobless_months: Months) -> bool:
    """Without income for the months of the notice of 2022, that number included."""
    return crisis_jobless_months >= temporary_jobless_months


meets_jobless_term = either(
    "meets_jobless_term", household, ("is_not_about_a_job", "is_jobless_long_enough"),
    label="不是因为失业，或者失业满规定月数", cites=KINDS,
)  # fmt: skip

passes_spending_income = either(
    "passes_spending_income", household, ("is_aided_family", "is_below_disposable_income"),
    label="收入符合支出型条件", cites=KINDS,
)  # fmt: skip
# The places' property rules for this kind were not found. Whoever is within the stricter ones of dibao is within them.
passes_spending_assets = either(
    "passes_spending_assets", household, ("meets_dibao_assets", "crisis_property_is_fine"),
    label="财产符合支出型条件", cites=KINDS,
)  # fmt: skip
