"""Legal aid for those who cannot pay a lawyer, and judicial aid for those whom nobody compensates."""

from __future__ import annotations

from doudi.policy.entities import household, member
from doudi.policy.rules import either, rule
from doudi.policy.types import Days, Fen, FenMonth, FenYear, Months
from doudi.rules.justice.words import JudicialGround, TrafficGround

LEGAL = ("guoling-385#13", "falv-yuanzhu-fa#34")
JUDICIAL = "zhongzhengwei-2014-3"
FUND = ("jiaotong-jijin-2009", "jiaotong-jijin-2021")


@rule(household, "人均收入不超过经济困难标准", cites=LEGAL, shows="{income_per_capita} ≤ {legal_income_line}")
def is_within_legal_line(income_per_capita: FenYear, legal_income_line: FenYear) -> bool:
    """Within the province's line for legal aid, the line included."""
    return income_per_capita <= legal_income_line


# Who has social assistance is poor by law, and nobody checks again (law of 2022, art. 42); before, so we read it.
is_poor_at_law = either(
    "is_poor_at_law", member, ("is_dibao_person", "is_tekun_receiver", "is_margin_person", "is_within_legal_line"),
    label="经济困难，可以得到法律援助", cites="falv-yuanzhu-fa#42",
)  # fmt: skip
is_poor_at_law_2003 = either(
    "is_poor_at_law", member, ("is_dibao_person", "is_tekun_receiver", "is_within_legal_line"),
    label="经济困难，可以得到法律援助", cites="guoling-385#13", until="2022-01-01",
)  # fmt: skip


@rule(member, "属于国家司法救助的情形", cites=JUDICIAL, shows="{judicial_ground}")
def has_judicial_ground(judicial_ground: JudicialGround) -> bool:
    """One of the eight kinds; no local register is asked for."""
    return judicial_ground != JudicialGround.NONE


@rule(
    member, "司法救助金上限", cites=JUDICIAL, shows="{judicial_monthly_wage} × {judicial_months_most}"
)  # fmt: skip
def judicial_ceiling(judicial_monthly_wage: FenMonth, judicial_months_most: Months) -> Fen:
    """So many months of last year's average wage."""
    return judicial_monthly_wage * judicial_months_most


@rule(member, "司法救助金", cites=JUDICIAL, shows="{uncompensated_loss}，最高 {judicial_ceiling}")
def judicial_amount(uncompensated_loss: Fen, judicial_ceiling: Fen) -> Fen:
    """At most the loss that nobody made good, and at most the ceiling; the court may give less."""
    return min(uncompensated_loss, judicial_ceiling)


@rule(member, "属于救助基金垫付的情形", cites=FUND, shows="{traffic_ground}")
def has_traffic_ground(traffic_ground: TrafficGround) -> bool:
    """The insurance does not reach, or there is none, or the driver has fled."""
    return traffic_ground != TrafficGround.NONE


@rule(member, "在规定的抢救日数以内", cites=FUND, shows="{traffic_rescue_days}，一般 {traffic_days_most}")
def is_within_rescue_days(traffic_rescue_days: Days, traffic_days_most: Days) -> bool:
    """Cost that arose within the days the fund pays for as a rule."""
    return traffic_rescue_days <= traffic_days_most


is_payable_rescue = either(
    "is_payable_rescue", member, ("is_within_rescue_days", "hospital_explains_longer"),
    label="抢救费用可以垫付", cites=FUND,
)  # fmt: skip


@rule(member, "救助基金垫付金额", cites=FUND, shows="{traffic_rescue_cost} + {traffic_funeral_cost}")
def traffic_amount(traffic_rescue_cost: Fen, traffic_funeral_cost: Fen) -> Fen:
    """What the fund pays in advance and later claims back from whoever is liable."""
    return traffic_rescue_cost + traffic_funeral_cost
