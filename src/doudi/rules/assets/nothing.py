"""To have nothing of a kind is within any limit."""

from __future__ import annotations

from doudi.policy.entities import household
from doudi.policy.rules import rule
from doudi.policy.types import Count, Fen

CITES = ("guofa-2012-45", "minfa-2012-220#17", "minfa-2021-57#14")


@rule(household, "没有金融资产", cites=CITES, shows="{financial_assets}")
def has_no_financial_assets(financial_assets: Fen) -> bool:
    """No savings, securities, insurance or claims."""
    return financial_assets == 0


@rule(household, "没有车辆、船舶、大型农机", cites=CITES, shows="{vehicles}")
def has_no_vehicle(vehicles: Count) -> bool:
    """None, a disabled person's vehicle apart (minfa-2012-220#17.2)."""
    return vehicles == 0


@rule(household, "没有非居住用房", cites=CITES, shows="{shops}")
def has_no_shop(shops: Count) -> bool:
    """No shop, office or works."""
    return shops == 0


@rule(household, "没有开办企业", cites=CITES, shows="{companies}")
def has_no_company(companies: Count) -> bool:
    """No company or share in one."""
    return companies == 0
