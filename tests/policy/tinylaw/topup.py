"""The household programme: what lifts a poor household to the standard, with a month of grace."""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, contains, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, count, every, negation, rule, state, total
from doudi.policy.types import BasisPoints, Codes, Count, Day, Fen, FenMonth, FenYear, Years
from tests.policy.tinylaw.words import Illness, Register


@rule(member, "收入", cites="law-2010#3", shows="{wage} ＋ {pension}")
def income(wage: FenYear, pension: FenYear) -> FenYear:
    return wage + pension


@rule(member, "收入（扣减一部分）", cites="law-2020#3", name="counted_income")
def counted_income_since_2020(income: FenYear, aid_share: BasisPoints) -> FenYear:
    return share(income, aid_share)


@rule(member, "收入（不扣减）", cites="law-2010#3", name="counted_income", until="2020-01-01")
def counted_income_before_2020(income: FenYear) -> FenYear:
    return income


@rule(member, "计入人口", cites="law-2010#2.1")
def is_counted(age: Years, illness: Illness, aid_illnesses: Codes) -> bool:
    """Whether somebody counts; the illness is read only to read one."""
    return age >= 0 or contains(aid_illnesses, illness)


family_income = total(
    "family_income", household, of="counted_income", label="全家收入", cites="law-2010#3", shows="{counted_income}之和"
)
people = count("people", household, of="is_counted", label="计入人口数", cites="law-2010#2")


@rule(household, "人均月收入", cites="law-2010#3", shows="{family_income} ÷ 12 ÷ {people} 人")
def income_per_head(family_income: FenYear, people: Count, aid_rounding: Rounding) -> FenMonth:
    return rounded(family_income, 12 * people, aid_rounding)


standard = choose(
    "standard",
    household,
    by="register",
    cases={Register.URBAN: "aid_standard_urban", Register.RURAL: "aid_standard_rural"},
    label="当地标准",
    cites="law-2010#4",
)


@rule(household, "收入低于标准", cites="law-2010#4")
def is_poor(income_per_head: FenMonth, standard: FenYear) -> bool:
    return income_per_head * 12 < standard


@rule(household, "存款不多", cites="local-2015#2.1", since="2010-01-01")
def has_little(savings: Fen, aid_savings: Fen) -> bool:
    return savings <= aid_savings


@rule(household, "刚搬来", cites="law-2010#5")
def has_just_moved(moved_on: Day, assessed_on: Day) -> bool:
    return moved_on >= assessed_on


has_settled = negation("has_settled", household, of="has_just_moved", label="已经定居", cites="law-2010#5")
deserves = every("deserves", household, ("is_poor", "has_little"), label="家庭困难", cites="law-2010#4")


@rule(household, "每人补差", cites="law-2010#6", shows="{standard} ÷ 12 − {income_per_head}")
def gap_per_head(standard: FenYear, income_per_head: FenMonth) -> FenMonth:
    return max(0, standard // 12 - income_per_head)


@rule(household, "补差", cites="law-2010#6", shows="{gap_per_head} × {people}")
def gap(gap_per_head: FenMonth, people: Count) -> FenMonth:
    return gap_per_head * people


@rule(household, "首月补贴", cites="law-2010#7")
def welcome(months_before: Count, rent: FenMonth) -> FenMonth:
    """Help with the rent in the first month of all."""
    return rent if months_before == 0 else 0


@rule(household, "补助", cites="law-2010#6")
def topup(gap: FenMonth, welcome: FenMonth) -> FenMonth:
    return gap + welcome


@rule(household, "补助月数", cites="law-2010#7")
def months_with(months_before: Count, is_poor: bool) -> Count:
    return months_before + 1 if is_poor else 0


months_before = state("months_before", household, of="months_with", start=0, label="此前已补助月数", cites="law-2010#7")
