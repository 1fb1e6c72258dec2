"""Whom a rescue station takes in, whom the police bring there, and who is given a register."""

from __future__ import annotations

from doudi.policy.arithmetic import contains
from doudi.policy.entities import member
from doudi.policy.rules import either, every, rule
from doudi.policy.types import Codes, Months, Years
from doudi.rules.rescue.words import StrandedReason

WHOM = ("guoling-381#1", "guoling-649#50")
ASKS = "guoling-381#6"
BROUGHT = ("guoling-381#5", "guoling-649#51")
REGISTERED = "zhongbanfa-2020-18"


@rule(member, "流落在外", cites=WHOM, shows="{stranded_reason}")
def is_stranded(stranded_reason: StrandedReason) -> bool:
    """Away from home, with nowhere to turn."""
    return stranded_reason != StrandedReason.NONE


@rule(member, "属于救助管理站的救助对象", cites=WHOM, shows="{stranded_reason}；救助：{vagrant_reasons}")
def is_of_a_rescued_kind(stranded_reason: StrandedReason, vagrant_reasons: Codes) -> bool:
    """Wanderers and beggars by the national text; a place may take in others who are stranded."""
    return contains(vagrant_reasons, stranded_reason)


is_without_shelter = every(
    "is_without_shelter", member, ("lacks_food_and_bed", "has_nobody_to_turn_to"),
    label="自己解决不了食宿，又没有亲友可以投靠", cites=WHOM,
)  # fmt: skip
may_be_rescued = either(
    "may_be_rescued", member, ("asked_for_rescue", "vagrant_active"),
    label="本人求助，或者当地主动救助", cites=ASKS,
)  # fmt: skip


@rule(member, "老年人", cites=BROUGHT, shows="{age}，{vagrant_elderly_age}以上")
def is_old_and_stranded(age: Years, vagrant_elderly_age: Years) -> bool:
    """Old enough to be brought to the station and not merely told of it."""
    return age >= vagrant_elderly_age


needs_escort = either(
    "needs_escort", member, ("has_disability", "is_minor", "is_old_and_stranded", "cannot_live_independently"),
    label="应当引导、护送到救助站", cites=BROUGHT,
)  # fmt: skip

is_stranded_without_register = every(
    "is_stranded_without_register", member, ("vagrant_register_established", "is_stranded", "has_no_register"),
    label="滞留的无户口人员", cites=REGISTERED,
)  # fmt: skip


@rule(member, "滞留满规定月数", cites=REGISTERED, shows="{stranded_months}，满 {vagrant_register_months}")
def is_stranded_long_enough(stranded_months: Months, vagrant_register_months: Months) -> bool:
    """Stranded for the months the place names, that number included."""
    return stranded_months >= vagrant_register_months
