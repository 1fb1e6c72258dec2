"""The level of response that a disaster's losses call for: the gravest that any one of them reaches.

Lower bounds are inclusive. Whoever computes this gives the figures of the area whose plan is applied: of a province
for the national plan. Neighbouring provinces' joint response, and that a conference may expect a figure, are not here.
"""

from __future__ import annotations

from doudi.policy.entities import household
from doudi.policy.rules import rule
from doudi.policy.types import BasisPoints, Count
from doudi.rules.disaster.words import ResponseLevel

PLAN = ("guojia-yuan-2016", "guojia-yuan-2024")


@rule(household, "死亡和失踪人数", cites="guojia-yuan-2024", shows="{disaster_deaths} + {disaster_missing}")
def disaster_dead(disaster_deaths: Count, disaster_missing: Count) -> Count:
    """Since 2024 the missing count with the dead."""
    return disaster_deaths + disaster_missing


@rule(household, "死亡人数", name="disaster_dead", cites="guojia-yuan-2016", shows="{disaster_deaths}")
def disaster_dead_2016(disaster_deaths: Count) -> Count:
    """The dead alone."""
    return disaster_deaths


@rule(
    household, "有灾情报告", cites=PLAN,
    shows="死亡（失踪） {disaster_dead} 人，转移安置 {disaster_resettled} 人，房屋 {disaster_rooms} 间"
    " {disaster_households} 户，因旱 {disaster_drought_people} 人、占 {disaster_drought_share}",
)  # fmt: skip
def has_disaster_report(
    disaster_dead: Count, disaster_resettled: Count, disaster_rooms: Count, disaster_households: Count,
    disaster_drought_people: Count, disaster_drought_share: BasisPoints,
) -> bool:  # fmt: skip
    """Any loss at all is reported."""
    people = disaster_dead + disaster_resettled + disaster_drought_people
    return people + disaster_rooms + disaster_households > 0 or disaster_drought_share > 0


@rule(household, "按死亡（失踪）人数", cites=PLAN, shows="{disaster_dead} 人")
def response_by_deaths(
    disaster_dead: Count, disaster_response_deaths_first: Count, disaster_response_deaths_second: Count,
    disaster_response_deaths_third: Count, disaster_response_deaths_fourth: Count,
) -> ResponseLevel:  # fmt: skip
    """The level by the dead, since 2024 with the missing."""
    if disaster_dead >= disaster_response_deaths_first:
        return ResponseLevel.FIRST
    if disaster_dead >= disaster_response_deaths_second:
        return ResponseLevel.SECOND
    if disaster_dead >= disaster_response_deaths_third:
        return ResponseLevel.THIRD
    return ResponseLevel.FOURTH if disaster_dead >= disaster_response_deaths_fourth else ResponseLevel.NONE


@rule(household, "按转移安置和需紧急救助人数", cites=PLAN, shows="{disaster_resettled} 人")
def response_by_resettled(
    disaster_resettled: Count, disaster_response_resettled_first: Count, disaster_response_resettled_second: Count,
    disaster_response_resettled_third: Count, disaster_response_resettled_fourth: Count,
) -> ResponseLevel:  # fmt: skip
    """The level by people who were moved to safety or need help to live at once."""
    if disaster_resettled >= disaster_response_resettled_first:
        return ResponseLevel.FIRST
    if disaster_resettled >= disaster_response_resettled_second:
        return ResponseLevel.SECOND
    if disaster_resettled >= disaster_response_resettled_third:
        return ResponseLevel.THIRD
    return ResponseLevel.FOURTH if disaster_resettled >= disaster_response_resettled_fourth else ResponseLevel.NONE


@rule(household, "按房屋间数", cites=PLAN, shows="{disaster_rooms} 间")
def response_by_rooms(
    disaster_rooms: Count, disaster_response_rooms_first: Count, disaster_response_rooms_second: Count,
    disaster_response_rooms_third: Count, disaster_response_rooms_fourth: Count,
) -> ResponseLevel:  # fmt: skip
    """The level by rooms that fell or were badly damaged."""
    if disaster_rooms >= disaster_response_rooms_first:
        return ResponseLevel.FIRST
    if disaster_rooms >= disaster_response_rooms_second:
        return ResponseLevel.SECOND
    if disaster_rooms >= disaster_response_rooms_third:
        return ResponseLevel.THIRD
    return ResponseLevel.FOURTH if disaster_rooms >= disaster_response_rooms_fourth else ResponseLevel.NONE


@rule(household, "按房屋户数", cites=PLAN, shows="{disaster_households} 户")
def response_by_households(
    disaster_households: Count, disaster_response_households_first: Count, disaster_response_households_second: Count,
    disaster_response_households_third: Count, disaster_response_households_fourth: Count,
) -> ResponseLevel:  # fmt: skip
    """The level by households whose homes fell or were badly damaged."""
    if disaster_households >= disaster_response_households_first:
        return ResponseLevel.FIRST
    if disaster_households >= disaster_response_households_second:
        return ResponseLevel.SECOND
    if disaster_households >= disaster_response_households_third:
        return ResponseLevel.THIRD
    return ResponseLevel.FOURTH if disaster_households >= disaster_response_households_fourth else ResponseLevel.NONE


@rule(household, "按因旱需救助人数", cites=PLAN, shows="{disaster_drought_people} 人")
def response_by_drought_people(
    disaster_drought_people: Count, disaster_response_drought_people_first: Count,
    disaster_response_drought_people_second: Count, disaster_response_drought_people_third: Count,
    disaster_response_drought_people_fourth: Count,
) -> ResponseLevel:  # fmt: skip
    """The level by people whom drought has left in need of the government's help."""
    people = disaster_drought_people
    if people >= disaster_response_drought_people_first:
        return ResponseLevel.FIRST
    if people >= disaster_response_drought_people_second:
        return ResponseLevel.SECOND
    if people >= disaster_response_drought_people_third:
        return ResponseLevel.THIRD
    return ResponseLevel.FOURTH if people >= disaster_response_drought_people_fourth else ResponseLevel.NONE


@rule(household, "按因旱需救助比例", cites=PLAN, shows="{disaster_drought_share}")
def response_by_drought_share(
    disaster_drought_share: BasisPoints, disaster_response_drought_share_first: BasisPoints,
    disaster_response_drought_share_second: BasisPoints, disaster_response_drought_share_third: BasisPoints,
    disaster_response_drought_share_fourth: BasisPoints,
) -> ResponseLevel:  # fmt: skip
    """The level by the share of the farming population that drought has left in need."""
    if disaster_drought_share >= disaster_response_drought_share_first:
        return ResponseLevel.FIRST
    if disaster_drought_share >= disaster_response_drought_share_second:
        return ResponseLevel.SECOND
    if disaster_drought_share >= disaster_response_drought_share_third:
        return ResponseLevel.THIRD
    return (
        ResponseLevel.FOURTH if disaster_drought_share >= disaster_response_drought_share_fourth else ResponseLevel.NONE
    )


@rule(household, "应急响应等级", cites=PLAN, shows="各项损失中达到的最高一级")
def response_level(
    response_by_deaths: ResponseLevel, response_by_resettled: ResponseLevel, response_by_rooms: ResponseLevel,
    response_by_households: ResponseLevel, response_by_drought_people: ResponseLevel,
    response_by_drought_share: ResponseLevel,
) -> ResponseLevel:  # fmt: skip
    """The gravest level that one of the losses reaches."""
    people = max(response_by_deaths, response_by_resettled)
    houses = max(response_by_rooms, response_by_households)
    return max(people, houses, response_by_drought_people, response_by_drought_share)


@rule(household, "达到应急响应的启动条件", cites=PLAN, shows="{response_level}")
def calls_for_response(response_level: ResponseLevel) -> bool:
    """At least the lowest level is reached."""
    return response_level != ResponseLevel.NONE


@rule(household, "一级、二级响应", cites=PLAN, shows="{response_level}")
def is_grave_disaster(response_level: ResponseLevel) -> bool:
    """One of the two gravest levels, at which grain is given beside money."""
    return response_level == ResponseLevel.FIRST or response_level == ResponseLevel.SECOND  # noqa: PLR1714 a rule has no sets
