"""How much temporary aid comes to, who decides on it, and how it may be paid."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded
from doudi.policy.entities import household
from doudi.policy.rules import choose, either, every, negation, rule
from doudi.policy.types import Count, Fen, FenYear, Months
from doudi.rules.temporary.words import CrisisCause, TemporaryBase, TemporaryLevel

SUM = ("minfa-2007-92", "guoling-649#49")
DECIDES = ("minfa-2007-92", "guoling-649#48")
KINDS = "minfa-2018-23"
BEFORE_KINDS = "2018-01-23"

temporary_standard = choose(
    "temporary_standard", household, by="temporary_base",
    cases={TemporaryBase.URBAN: "dibao_standard_urban", TemporaryBase.REGISTER: "dibao_standard"},
    label="计算基数（一年）", cites=KINDS,
)  # fmt: skip
crisis_heads = choose(
    "crisis_heads", household, by="crisis_alone", cases={True: 1, False: "family_members"},
    label="救助人数", cites=KINDS,
)  # fmt: skip
temporary_heads = choose(
    "temporary_heads", household, by="temporary_per_head", cases={True: "crisis_heads", False: 1},
    label="计算人数", cites=KINDS,
)  # fmt: skip


@rule(
    household, "救助月数", cites=KINDS,
    shows="{crisis_months}，不少于 {temporary_months_least}，不超过 {temporary_months_most}",
)  # fmt: skip
def temporary_months(crisis_months: Months, temporary_months_least: Months, temporary_months_most: Months) -> Months:
    """The months the hardship lasts, within the least and the most that the place allows."""
    return min(max(crisis_months, temporary_months_least), temporary_months_most)


@rule(
    household, "按低保标准计算的临时救助", cites=KINDS,
    shows="{temporary_standard} ÷ 12 × {temporary_heads} 人 × {temporary_months}",
)  # fmt: skip
def temporary_by_months(
    temporary_standard: FenYear, temporary_heads: Count, temporary_months: Months, temporary_rounding: Rounding
) -> Fen:
    """A month's standard times heads times months; rounded once, at the end."""
    return rounded(temporary_standard * temporary_heads * temporary_months, 12, temporary_rounding)


@rule(household, "小额应急", cites=KINDS, shows="{crisis_need}，最高 {temporary_light_sum}")
def temporary_light(crisis_need: Fen, temporary_light_sum: Fen) -> Fen:
    """What is needed at once, up to the ceiling for light cases."""
    return min(crisis_need, temporary_light_sum)


@rule(household, "火灾、交通事故、重大疾病", cites=KINDS, shows="{crisis_cause}")
def is_grave_accident(crisis_cause: CrisisCause) -> bool:
    """The three causes that Gansu decides case by case, by bands that each city fixes."""
    mishap = crisis_cause == CrisisCause.FIRE or crisis_cause == CrisisCause.TRAFFIC  # noqa: PLR1714 a rule has no sets
    return mishap or crisis_cause == CrisisCause.ILLNESS


goes_case_by_case = every(
    "goes_case_by_case", household, ("temporary_accidents_by_case", "is_grave_accident"),
    label="按一事一议", cites=KINDS,
)  # fmt: skip
temporary_grave = choose(
    "temporary_grave", household, by="goes_case_by_case",
    cases={True: "temporary_case_sum", False: "temporary_by_months"},
    label="临时救助金额（困难较重）", cites=KINDS,
)  # fmt: skip
is_light_emergency = every(
    "is_light_emergency", household, ("has_urgent_cause", "crisis_is_light"), label="困难较轻的急难", cites=KINDS
)
temporary_amount = choose(
    "temporary_amount", household, by="is_light_emergency",
    cases={True: "temporary_light", False: "temporary_grave"},
    label="临时救助金额", cites=KINDS,
)  # fmt: skip


@rule(household, "临时救助金额", name="temporary_amount", cites=SUM, until=BEFORE_KINDS, shows="{temporary_case_sum}")
def temporary_amount_2007(temporary_case_sum: Fen) -> Fen:
    """Before there were two kinds, what the county had fixed; none of the five places' figures was found."""
    return temporary_case_sum


@rule(household, "在乡镇可以确定的金额以内", cites=DECIDES, shows="{temporary_amount} ≤ {temporary_township_limit}")
def is_within_township_limit(temporary_amount: Fen, temporary_township_limit: Fen) -> bool:
    """A small sum that the county has left to the township."""
    return temporary_amount <= temporary_township_limit


@rule(
    household, "在县级民政部门可以确定的金额以内", cites=DECIDES, shows="{temporary_amount} ≤ {temporary_bureau_limit}"
)
def is_within_bureau_limit(temporary_amount: Fen, temporary_bureau_limit: Fen) -> bool:
    """A sum for which the county's government need not be asked."""
    return temporary_amount <= temporary_bureau_limit


exceeds_bureau_limit = negation(
    "exceeds_bureau_limit", household, of="is_within_bureau_limit",
    label="超过县级民政部门可以确定的金额", cites=DECIDES,
)  # fmt: skip
goes_to_government = every(
    "goes_to_government", household, ("temporary_government_decides", "exceeds_bureau_limit"),
    label="由县级人民政府确定", cites=DECIDES,
)  # fmt: skip


@rule(household, "县级由谁确定", cites=DECIDES, shows="由县级人民政府确定：{goes_to_government}")
def county_decider(goes_to_government: bool) -> TemporaryLevel:
    """The civil affairs department, unless the place keeps large sums for the government itself."""
    if goes_to_government:
        return TemporaryLevel.GOVERNMENT
    return TemporaryLevel.BUREAU


decider_by_sum = choose(
    "decider_by_sum", household, by="is_within_township_limit",
    cases={True: TemporaryLevel.TOWNSHIP, False: "county_decider"}, label="按金额由谁确定", cites=DECIDES,
)  # fmt: skip
temporary_decider = choose(
    "temporary_decider", household, by="temporary_township_decides",
    cases={True: TemporaryLevel.TOWNSHIP, False: "decider_by_sum"}, label="由谁确定", cites=DECIDES,
)  # fmt: skip

has_no_cash_limit = negation(
    "has_no_cash_limit", household, of="temporary_cash_limited", label="发放现金、实物没有金额限制", cites=KINDS
)


@rule(household, "在可以发放现金、实物的金额以内", cites=KINDS, shows="{temporary_amount} ≤ {temporary_cash_limit}")
def is_within_cash_limit(temporary_amount: Fen, temporary_cash_limit: Fen) -> bool:
    """A sum that may be handed over at once; a larger one goes to the account."""
    return temporary_amount <= temporary_cash_limit


may_be_paid_in_cash = either(
    "may_be_paid_in_cash", household, ("has_no_cash_limit", "is_within_cash_limit"),
    label="可以直接发放现金、实物", cites=KINDS,
)  # fmt: skip
