"""Property of a dibao family: to have none of a kind is fine; else the place's limit decides.

Where a place has published no limit, only a family that has such property is left undetermined, by the limit's name.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import BasisPoints, Count, Fen, FenYear, Months
from doudi.rules.vocabulary import AssetBasis

CITES = ("minfa-2012-220#4", "guoling-649#9", "minfa-2021-57#14")


@rule(
    household,
    "人均年低保标准的比例",
    cites=CITES,
    shows="{dibao_standard} × {counted_members} 人 × {dibao_assets_financial_rate}",
)
def dibao_limit_by_standard(
    dibao_standard: FenYear, counted_members: Count, dibao_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of the yearly standard for each head."""
    return share(dibao_standard * counted_members, dibao_assets_financial_rate)


@rule(
    household,
    "若干个月低保标准",
    cites=CITES,
    shows="{dibao_standard} × {counted_members} 人 × {dibao_assets_financial_months} ÷ 12",
)
def dibao_limit_by_months(
    dibao_standard: FenYear, counted_members: Count, dibao_assets_financial_months: Months
) -> Fen:
    """So many months of the standard for each head."""
    return rounded(dibao_standard * counted_members * dibao_assets_financial_months, 12, Rounding.HALF_UP_TO_FEN)


@rule(
    household,
    "人均可支配收入的比例",
    cites=CITES,
    shows="{local_disposable_income} × {counted_members} 人 × {dibao_assets_financial_rate}",
)
def dibao_limit_by_disposable_income(
    local_disposable_income: FenYear, counted_members: Count, dibao_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of last year's local disposable income for each head."""
    return share(local_disposable_income * counted_members, dibao_assets_financial_rate)


@rule(household, "人均定额", cites=CITES, shows="{dibao_assets_financial_amount} × {counted_members} 人")
def dibao_limit_by_amount(dibao_assets_financial_amount: Fen, counted_members: Count) -> Fen:
    """A fixed sum for each head."""
    return dibao_assets_financial_amount * counted_members


dibao_financial_limit = choose(
    "dibao_financial_limit", household, by="dibao_assets_financial_basis",
    cases={
        AssetBasis.YEARLY_STANDARD: "dibao_limit_by_standard",
        AssetBasis.MONTHLY_STANDARD: "dibao_limit_by_months",
        AssetBasis.DISPOSABLE_INCOME: "dibao_limit_by_disposable_income",
        AssetBasis.FIXED_PER_HEAD: "dibao_limit_by_amount",
    },
    label="金融资产限额", cites=CITES,
)  # fmt: skip


@rule(household, "金融资产不超过限额", cites=CITES, shows="{financial_assets} ≤ {dibao_financial_limit}")
def is_within_dibao_financial_limit(financial_assets: Fen, dibao_financial_limit: Fen) -> bool:
    """The limit itself is still within."""
    return financial_assets <= dibao_financial_limit


@rule(household, "车辆等现值不超过限额", cites=CITES, shows="{vehicle_value} ≤ {dibao_assets_vehicle_value}")
def is_within_dibao_vehicle_limit(vehicle_value: Fen, dibao_assets_vehicle_value: Fen) -> bool:
    """The limit itself is still within; a place that allows no vehicle sets nil."""
    return vehicle_value <= dibao_assets_vehicle_value


@rule(household, "住房属于生活必需", cites=CITES, shows="{dwellings} 套，豁免 {dibao_assets_exempt_dwellings} 套")
def is_within_dibao_exempt_dwellings(dwellings: Count, dibao_assets_exempt_dwellings: Count) -> bool:
    """The home one lives in is a necessity of life and is left out of account."""
    return dwellings <= dibao_assets_exempt_dwellings


@rule(household, "住房不超过限额", cites=CITES, shows="{dwellings} ≤ {dibao_assets_dwellings} 套")
def is_within_dibao_dwelling_limit(dwellings: Count, dibao_assets_dwellings: Count) -> bool:
    """As many dwellings as the place allows."""
    return dwellings <= dibao_assets_dwellings


@rule(household, "非居住用房不超过限额", cites=CITES, shows="{shops} ≤ {dibao_assets_shops}")
def is_within_dibao_shop_limit(shops: Count, dibao_assets_shops: Count) -> bool:
    """As many shops, offices or works as the place allows."""
    return shops <= dibao_assets_shops


@rule(household, "开办企业不超过限额", cites=CITES, shows="{companies} ≤ {dibao_assets_companies}")
def is_within_dibao_company_limit(companies: Count, dibao_assets_companies: Count) -> bool:
    """As many companies as the place allows."""
    return companies <= dibao_assets_companies


dibao_financial_assets_are_fine = either(
    "dibao_financial_assets_are_fine", household, ("has_no_financial_assets", "is_within_dibao_financial_limit"),
    label="金融资产符合规定", cites=CITES,
    difference="查到的存款、理财、保险等超过了当地给低保家庭定的限额，申报的没有超过。",
)  # fmt: skip
dibao_vehicles_are_fine = either(
    "dibao_vehicles_are_fine", household, ("has_no_vehicle", "is_within_dibao_vehicle_limit"),
    label="车辆等符合规定", cites=CITES,
    difference="查到的车、船、大型农机超过了当地给低保家庭定的限额，申报的没有超过。",
)  # fmt: skip
dibao_dwellings_are_fine = either(
    "dibao_dwellings_are_fine", household, ("is_within_dibao_exempt_dwellings", "is_within_dibao_dwelling_limit"),
    label="住房符合规定", cites=CITES,
    difference="查到的住房超过了当地给低保家庭定的限额，申报的没有超过。",
)  # fmt: skip
dibao_shops_are_fine = either(
    "dibao_shops_are_fine", household, ("has_no_shop", "is_within_dibao_shop_limit"),
    label="非居住用房符合规定", cites=CITES,
    difference="查到的商铺、厂房超过了当地给低保家庭定的限额，申报的没有超过。",
)  # fmt: skip
dibao_companies_are_fine = either(
    "dibao_companies_are_fine", household, ("has_no_company", "is_within_dibao_company_limit"),
    label="开办企业符合规定", cites=CITES,
    difference="查到的公司、企业超过了当地给低保家庭定的限额，申报的没有超过。",
)  # fmt: skip
meets_dibao_assets = every(
    "meets_dibao_assets", household,
    (
        "dibao_financial_assets_are_fine", "dibao_vehicles_are_fine", "dibao_dwellings_are_fine",
        "dibao_shops_are_fine", "dibao_companies_are_fine",
    ),
    label="家庭财产符合低保规定", cites=CITES,
)  # fmt: skip
