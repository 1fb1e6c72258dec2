"""Who is supported as a person in extreme hardship, and by how much: guoling-649 art. 14, minfa-2021-43 art. 4 to 9."""

# pyright: reportMissingImports=false
# numpy comes with requirements-bench.lock; the checks run without it.

from __future__ import annotations

from typing import Any

import numpy as np

from openfisca_peer.entities import HOUSEHOLD, PERSON, computed
from openfisca_peer.told import Absence, Disability, Mode, Register

MONTHS_A_YEAR = 12
COUNTED = ("pension", "support_received", "other_transfers", "award", "disability_subsidy", "child_rearing_subsidy")
"""Transfers that count; veterans' pensions, assistance, the base pension and the allowance for the old do not."""


@computed(PERSON, bool, "残疾等级在无劳动能力范围内", "民发〔2021〕43号第五条第（三）项")
def is_graded_without_labour(person: Any, period: Any, parameters: Any) -> Any:
    """Down to a grade that differs by kind."""
    kind, grade = person("disability", period), person("disability_grade", period)
    last = parameters(period).tekun.last_grade
    limits = {
        Disability.visual: last.visual, Disability.limb: last.limb,
        Disability.intellectual: last.intellectual, Disability.mental: last.mental,
    }  # fmt: skip
    return sum((kind == each) * (grade >= 1) * (grade <= limit) for each, limit in limits.items()) > 0


@computed(PERSON, bool, "无劳动能力", "民发〔2021〕43号第五条")
def is_without_labour(person: Any, period: Any, parameters: Any) -> Any:
    """The old, the young, the disabled."""
    age, ages = person("age", period), parameters(period).tekun
    by_age = (age >= ages.elderly_age) + (age < ages.minor_age)
    return by_age + person("is_graded_without_labour", period)


@computed(PERSON, float, "本人年收入（特困口径）", "民发〔2021〕43号第六条")
def tekun_income(person: Any, period: Any, _: Any) -> Any:
    """One's own, never below nothing."""
    earned = person("counted_wage", period) + person("business_net", period) + person("property_net", period)
    transfers = sum(person(kind, period) for kind in COUNTED) - person("transfer_spending", period)
    return np.maximum(0, earned + transfers + person("other_income", period))


@computed(PERSON, bool, "无生活来源", "民发〔2021〕43号第六条")
def has_no_livelihood(person: Any, period: Any, _: Any) -> Any:
    """Below the standard of dibao, with property within the limits of the family."""
    below = person("tekun_income", period) < person.household("dibao_standard", period)
    return below * person.household("meets_tekun_assets", period)


@computed(PERSON, bool, "有能力的家庭成员", "民发〔2021〕43号第四条第（三）项")
def is_able_supporter(person: Any, period: Any, _: Any) -> Any:
    """An adult of the family who can work and is no student."""
    adult = (person("is_minor", period) == 0) * (person("is_student_to_bachelor", period) == 0)
    return person("is_family_member", period) * adult * (person("is_without_labour", period) == 0)


@computed(HOUSEHOLD, bool, "家里有有能力的人", "民发〔2021〕43号第四条第（三）项")
def has_able_member(household: Any, period: Any, _: Any) -> Any:
    """Anybody."""
    return household.any(household.members("is_able_supporter", period))


@computed(HOUSEHOLD, int, "家庭成员人数", "民发〔2021〕57号第七条")
def family_members(household: Any, period: Any, _: Any) -> Any:
    """With those on tekun."""
    return household.sum(household.members("is_family_member", period))


@computed(PERSON, bool, "没有服刑、没有被宣告失踪", "民发〔2021〕43号第二十四条")
def is_present(person: Any, period: Any, _: Any) -> Any:
    """Neither."""
    absence = person("absence", period)
    return (absence != Absence.prison) * (absence != Absence.missing)


@computed(PERSON, bool, "特困人员", "民发〔2021〕43号第四条")
def is_on_tekun(person: Any, period: Any, _: Any) -> Any:
    """Without labour, livelihood and anybody who can support."""
    nobody = person("has_no_supporters", period) * (person.household("has_able_member", period) == 0)
    in_need = person("is_without_labour", period) * person("has_no_livelihood", period)
    return in_need * nobody * person("is_present", period)


@computed(PERSON, float, "每月供养金额", "社会救助暂行办法第十五条")
def tekun_amount(person: Any, period: Any, parameters: Any) -> Any:
    """Basic living by register and care by mode, each a twelfth of the year, to the fen."""
    tekun = parameters(period).tekun
    base = np.where(person.household("register", period) == Register.urban, tekun.base.urban, tekun.base.rural)
    care = np.where(person("tekun_mode", period) == Mode.home, tekun.care.home, tekun.care.institution)
    monthly = np.round(base * 100 / MONTHS_A_YEAR) / 100 + np.round(care * 100 / MONTHS_A_YEAR) / 100
    return person("is_on_tekun", period) * monthly


VARIABLES = [
    is_graded_without_labour, is_without_labour, tekun_income, has_no_livelihood, is_able_supporter, has_able_member,
    family_members, is_present, is_on_tekun, tekun_amount,
]  # fmt: skip
