"""The member programme: an allowance for somebody in need of care whom no able supporter has to look after."""

from __future__ import annotations

from doudi.policy.entities import household, member, obligor
from doudi.policy.rules import all_of, any_of, choose, either, rule, state
from doudi.policy.types import FenMonth, Years
from tests.policy.tinylaw.words import Care


@rule(member, "年满规定年龄", cites="law-2010#10")
def is_old(age: Years, care_age: Years) -> bool:
    return age >= care_age


is_weak = either("is_weak", member, ("is_old", "is_disabled"), label="年老或者残疾", cites="law-2010#10")


@rule(obligor, "不必赡养", cites="law-2010#11")
def need_not_help(is_able: bool, age: Years, care_age: Years) -> bool:
    """Whether a supporter cannot help, or the member is too young to be helped as an old person."""
    return not is_able or age < care_age


nobody_helps = all_of("nobody_helps", member, of="need_not_help", label="没有有能力的义务人", cites="law-2010#11")
somebody_weak = any_of("somebody_weak", household, of="is_weak", label="家中有人年老或者残疾", cites="law-2010#10")


@rule(member, "需要照料", cites="law-2010#12")
def needs_care(care: Care) -> bool:
    return care != Care.NONE


care_allowance = choose(
    "care_allowance",
    member,
    by="care",
    cases={Care.NONE: 0, Care.SOME: "care_allowance_some", Care.FULL: "care_allowance_full"},
    label="照料补贴",
    cites="law-2010#12",
)
care_before = state("care_before", member, of="care_allowance", start=0, label="上月照料补贴", cites="law-2010#12")


@rule(member, "照料补贴（不降低）", cites="law-2010#13")
def kept_care_allowance(care_allowance: FenMonth, care_before: FenMonth) -> FenMonth:
    return max(care_allowance, care_before)
