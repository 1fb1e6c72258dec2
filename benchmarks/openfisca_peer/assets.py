"""Property: within the limits assumed for the place, once for dibao and once for the margin."""

from __future__ import annotations

from typing import Any

from openfisca_peer.entities import HOUSEHOLD, computed

ARTICLE = "民发〔2021〕57号第十四条"


@computed(HOUSEHOLD, float, "金融资产限额", ARTICLE)
def financial_limit(household: Any, period: Any, parameters: Any) -> Any:
    """So many yearly standards for each head."""
    years = parameters(period).assets.dibao.financial_years
    return household("dibao_standard", period) * household("counted_members", period) * years


@computed(HOUSEHOLD, bool, "金融资产符合规定", ARTICLE)
def financial_assets_are_fine(household: Any, period: Any, _: Any) -> Any:
    """The limit itself is within."""
    owned = household("financial_assets", period)
    return (owned == 0) + (owned <= household("financial_limit", period))


@computed(HOUSEHOLD, bool, "车辆等符合规定", ARTICLE)
def vehicles_are_fine(household: Any, period: Any, parameters: Any) -> Any:
    """None, or none worth more than the limit."""
    limit = parameters(period).assets.dibao.vehicle_value
    return (household("vehicles", period) == 0) + (household("vehicle_value", period) <= limit)


@computed(HOUSEHOLD, bool, "房产、企业符合规定", ARTICLE)
def premises_are_fine(household: Any, period: Any, parameters: Any) -> Any:
    """Dwellings, shops and companies are counted; the home one lives in is always let off."""
    limits = parameters(period).assets.dibao
    dwellings = household("dwellings", period)
    homes = (dwellings <= limits.exempt_dwellings) + (dwellings <= limits.dwellings)
    return homes * (household("shops", period) <= limits.shops) * (household("companies", period) <= limits.companies)


@computed(HOUSEHOLD, bool, "家庭财产符合低保规定", ARTICLE)
def meets_dibao_assets(household: Any, period: Any, _: Any) -> Any:
    """All kinds within their limits."""
    movable = household("financial_assets_are_fine", period) * household("vehicles_are_fine", period)
    return movable * household("premises_are_fine", period)


@computed(HOUSEHOLD, bool, "家庭财产符合低保边缘规定", "民发〔2021〕57号第八条")
def meets_margin_assets(household: Any, period: Any, parameters: Any) -> Any:
    """The same kinds, by the limits for the margin."""
    limits = parameters(period).assets.margin
    owned = household("financial_assets", period)
    heads = household("counted_members", period)
    dwellings = household("dwellings", period)
    return (
        ((owned == 0) + (owned <= household("dibao_standard", period) * heads * limits.financial_years))
        * ((household("vehicles", period) == 0) + (household("vehicle_value", period) <= limits.vehicle_value))
        * ((dwellings <= limits.exempt_dwellings) + (dwellings <= limits.dwellings))
        * (household("shops", period) <= limits.shops)
        * (household("companies", period) <= limits.companies)
    )


VARIABLES = [
    financial_limit, financial_assets_are_fine, vehicles_are_fine, premises_are_fine, meets_dibao_assets,
    meets_margin_assets,
]  # fmt: skip
