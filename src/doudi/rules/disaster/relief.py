"""What a stricken family gets: at once, in the time between, for its dead, for its home, in drought and in winter.

The regulation gives the kinds of help and leaves every sum to plans and standards; the figures of the national pack are
those by which the central government reckons its subsidy.
"""

from __future__ import annotations

from doudi.policy.entities import household
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import Count, Days, Fen, Months
from doudi.rules.disaster.words import HouseDamage

EMERGENCY = ("guojia-yuan-2006", "guoling-577#14")
TRANSITION = "guoling-577#18"
HOMES = ("guojia-yuan-2006", "guoling-577#19")
USES = "guoling-577#25"
WINTER = ("guojia-yuan-2006", "guoling-577#21")
PLAN = ("guojia-yuan-2016", "guojia-yuan-2024")


@rule(household, "有人被紧急转移安置", cites=EMERGENCY, shows="{resettled_people} 人")
def has_resettled_people(resettled_people: Count) -> bool:
    """Somebody of the family was moved to safety."""
    return resettled_people > 0


needs_emergency_relief = either(
    "needs_emergency_relief", household, ("has_resettled_people", "needs_relief_now"),
    label="需要应急救助", cites=EMERGENCY,
)  # fmt: skip
may_have_emergency = every(
    "may_have_emergency", household, ("disaster_established", "needs_emergency_relief"),
    label="当地有救灾，家里需要应急救助", cites=EMERGENCY,
)  # fmt: skip


@rule(household, "紧急转移安置补助", cites=EMERGENCY, shows="{resettled_people} 人 × {disaster_emergency_sum}")
def resettling_sum(resettled_people: Count, disaster_emergency_sum: Fen) -> Fen:
    """So much for each person who was moved."""
    return resettled_people * disaster_emergency_sum


emergency_relief = choose(
    "emergency_relief", household, by="has_resettled_people", cases={True: "resettling_sum", False: 0},
    label="应急救助金额", cites=EMERGENCY,
)  # fmt: skip


@rule(household, "有人需要过渡期生活救助", cites=TRANSITION, shows="{transition_people} 人")
def needs_transition(transition_people: Count) -> bool:
    """The home is gone or badly damaged, and the family has neither a roof nor the means of its own."""
    return transition_people > 0


@rule(
    household, "过渡期救助天数", cites=TRANSITION,
    shows="{transition_days}，不超过 {disaster_transition_months}（每月按 {disaster_transition_month_days}）",
)  # fmt: skip
def counted_transition_days(
    transition_days: Days, disaster_transition_months: Months, disaster_transition_month_days: Days
) -> Days:
    """The days needed, up to the months allowed."""
    return min(transition_days, disaster_transition_months * disaster_transition_month_days)


@rule(
    household, "过渡期生活救助金额", cites=TRANSITION,
    shows="{transition_people} 人 × {counted_transition_days} × {disaster_transition_day_sum}",
)  # fmt: skip
def transition_relief(transition_people: Count, counted_transition_days: Days, disaster_transition_day_sum: Fen) -> Fen:
    """People times days times the sum of a day."""
    return transition_people * counted_transition_days * disaster_transition_day_sum


@rule(
    household, "口粮斤数", cites=PLAN,
    shows="{transition_people} 人 × {counted_transition_days} × {disaster_transition_grain} 斤",
)  # fmt: skip
def grain_of_transition(
    transition_people: Count, counted_transition_days: Days, disaster_transition_grain: Count
) -> Count:
    """Half-kilos of grain for all days, in the two gravest levels."""
    return transition_people * counted_transition_days * disaster_transition_grain


transition_grain = choose(
    "transition_grain", household, by="is_grave_disaster", cases={True: "grain_of_transition", False: 0},
    label="另给口粮（斤）", cites=PLAN,
)  # fmt: skip


@rule(household, "家里有人遇难", cites=USES, shows="{killed_members} 人")
def has_killed_members(killed_members: Count) -> bool:
    """The disaster has killed somebody of the family."""
    return killed_members > 0


@rule(household, "遇难人员家属抚慰金", cites=USES, shows="{killed_members} 人 × {disaster_condolence_sum}")
def condolence_money(killed_members: Count, disaster_condolence_sum: Fen) -> Fen:
    """So much for each who was killed."""
    return killed_members * disaster_condolence_sum


@rule(household, "房屋倒塌或者严重损坏", cites=HOMES, shows="{house_damage}")
def has_lost_house(house_damage: HouseDamage) -> bool:
    """The house has to be built anew."""
    return house_damage == HouseDamage.COLLAPSED or house_damage == HouseDamage.SEVERE  # noqa: PLR1714 a rule has no sets


may_have_rebuilding = every(
    "may_have_rebuilding", household, ("disaster_established", "has_lost_house"),
    label="当地有救灾，家里房屋需要重建", cites=HOMES,
)  # fmt: skip


@rule(household, "房屋一般损坏", cites="guoling-577#19", shows="{house_damage}")
def has_damaged_house(house_damage: HouseDamage) -> bool:
    """The house can be mended."""
    return house_damage == HouseDamage.DAMAGED


@rule(household, "因旱需要救助", cites=USES, shows="{drought_people} 人")
def suffers_drought(drought_people: Count) -> bool:
    """Drought leaves the family short of food or drinking water."""
    return drought_people > 0


@rule(household, "旱灾生活救助金额", cites=USES, shows="{drought_people} 人 × {disaster_drought_sum}")
def drought_relief(drought_people: Count, disaster_drought_sum: Fen) -> Fen:
    """So much for each person in need."""
    return drought_people * disaster_drought_sum


@rule(household, "冬春生活有困难", cites=WINTER, shows="{winter_people} 人")
def needs_winter_relief(winter_people: Count) -> bool:
    """In the winter after, or the spring after that, somebody lacks food, water, clothing or warmth."""
    return winter_people > 0


may_have_winter_relief = every(
    "may_have_winter_relief", household, ("disaster_established", "needs_winter_relief"),
    label="当地有救灾，家里冬春有困难", cites=WINTER,
)  # fmt: skip


@rule(household, "冬春生活救助金额", cites=WINTER, shows="{winter_people} 人 × {disaster_winter_sum}")
def winter_relief(winter_people: Count, disaster_winter_sum: Fen) -> Fen:
    """So much for each person in need."""
    return winter_people * disaster_winter_sum
