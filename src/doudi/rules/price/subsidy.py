"""The price-linked subsidy: started by the month's prices, for each person once, a share of the dibao standard.

The indices are published month by month and are parameters of the place; a fall of prices is entered as nothing.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household, member
from doudi.policy.rules import choose, count, either, every, rule
from doudi.policy.types import BasisPoints, Count, FenMonth, FenYear, Months
from doudi.rules.price.words import PriceBasis

FORMER = ("jiage-liandong-2014", "fagaijiage-2016-1835")
NOTICE = "fagaijiage-2021-1553"
ALL = (*FORMER, NOTICE)


@rule(household, "居民消费价格达到启动线", cites=NOTICE, shows="{price_cpi} ≥ {price_trigger_cpi}")
def cpi_starts(price_cpi: BasisPoints, price_trigger_cpi: BasisPoints) -> bool:
    """The rise over a year reaches the line; the line itself starts it."""
    return price_cpi >= price_trigger_cpi


@rule(household, "食品价格达到启动线", cites=NOTICE, shows="{price_food} ≥ {price_trigger_food}")
def food_starts(price_food: BasisPoints, price_trigger_food: BasisPoints) -> bool:
    """The rise of food over a year reaches its line."""
    return price_food >= price_trigger_food


@rule(
    household, "居民消费价格连续超过启动线", cites=FORMER,
    shows="{price_cpi} > {price_trigger_cpi}，连续 {price_run_cpi}，须 {price_trigger_run}",
)  # fmt: skip
def cpi_runs(
    price_cpi: BasisPoints, price_trigger_cpi: BasisPoints, price_run_cpi: Months, price_trigger_run: Months
) -> bool:
    """Above the line that the place has fixed, for so many months on end."""
    return price_cpi > price_trigger_cpi and price_run_cpi >= price_trigger_run


@rule(
    household, "粮食价格连续超过启动线", cites=FORMER,
    shows="{price_grain} > {price_trigger_grain}，连续 {price_run_grain}，须 {price_trigger_run}",
)  # fmt: skip
def grain_runs(
    price_grain: BasisPoints, price_trigger_grain: BasisPoints, price_run_grain: Months, price_trigger_run: Months
) -> bool:
    """Grain above its line, for so many months on end."""
    return price_grain > price_trigger_grain and price_run_grain >= price_trigger_run


prices_start = either("prices_start", household, ("cpi_starts", "food_starts"), label="达到启动条件", cites=NOTICE)
prices_start_2014 = either("prices_start", household, ("cpi_runs", "grain_runs"), label="达到启动条件", cites=FORMER)

RECEIVERS = (
    "is_dibao_person", "is_tekun_receiver", "holds_orphan", "holds_unsupported_child", "is_special_care",
    "draws_jobless_benefit",
)  # fmt: skip
is_price_margin = every(
    "is_price_margin", member, ("price_margin_included", "is_margin_person"), label="加发的低保边缘人口", cites=NOTICE
)
# Whoever belongs to two of the kinds is still one person here, so nobody is paid twice.
is_price_receiver = either(
    "is_price_receiver", member, (*RECEIVERS, "is_price_margin"), label="价格补贴对象", cites=NOTICE
)
is_price_receiver_2014 = either("is_price_receiver", member, RECEIVERS, label="价格补贴对象", cites=FORMER)
price_receivers = count("price_receivers", household, of="is_price_receiver", label="价格补贴人数", cites=ALL)


@rule(household, "家里有价格补贴对象", cites=ALL, shows="{price_receivers} 人")
def has_price_receivers(price_receivers: Count) -> bool:
    """Somebody in the family is of the kinds that get the subsidy."""
    return price_receivers > 0


@rule(
    household,
    "触发的涨幅（取高）",
    cites=ALL,
    shows="{price_cpi}（线 {price_trigger_cpi}）、{price_food}（线 {price_trigger_food}）",
)
def started_rise(
    price_cpi: BasisPoints, price_trigger_cpi: BasisPoints, price_food: BasisPoints, price_trigger_food: BasisPoints
) -> BasisPoints:
    """The index that started it; where both did, the higher."""
    if price_food < price_trigger_food:
        return price_cpi
    return max(price_cpi, price_food) if price_cpi >= price_trigger_cpi else price_food


price_rise = choose(
    "price_rise", household, by="price_basis",
    cases={PriceBasis.LOW_INCOME: "price_scpi", PriceBasis.TRIGGER: "started_rise"},
    label="计算补贴的涨幅", cites=ALL,
)  # fmt: skip


@rule(household, "按涨幅计算的每人补贴", cites=ALL, shows="{dibao_standard} ÷ 12 × {price_rise}")
def price_by_rise(dibao_standard: FenYear, price_rise: BasisPoints, price_rounding: Rounding) -> FenMonth:
    """A month's standard of the household's register, times the rise."""
    return rounded(share(dibao_standard, price_rise), 12, price_rounding)


@rule(household, "每人每月价格补贴", cites=ALL, shows="{price_by_rise}，不低于 {price_floor}")
def price_per_person(price_by_rise: FenMonth, price_floor: FenMonth) -> FenMonth:
    """Not less than the floor of the place."""
    return max(price_by_rise, price_floor)


@rule(household, "全家每月价格补贴", cites=ALL, shows="{price_per_person} × {price_receivers} 人")
def price_amount(price_per_person: FenMonth, price_receivers: Count) -> FenMonth:
    """For each person once."""
    return price_per_person * price_receivers
