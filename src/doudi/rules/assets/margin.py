"""Property of a family on the margin of dibao: to have none of a kind is fine; else the place's limit decides.

Where a place has published no limit, only a family that has such property is left undetermined, by the limit's name.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import BasisPoints, Count, Fen, FenYear, Months
from doudi.rules.vocabulary import AssetBasis

CITES = "minfa-2021-57#8"


@rule(
    household,
    "人均年低保标准的比例",
    cites=CITES,
    shows="{dibao_standard} × {counted_members} 人 × {margin_assets_financial_rate}",
)
def margin_limit_by_standard(
    dibao_standard: FenYear, counted_members: Count, margin_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of the yearly standard for each head."""
    return share(dibao_standard * counted_members, margin_assets_financial_rate)


@rule(
    household,
    "若干个月低保标准",
    cites=CITES,
    shows="{dibao_standard} × {counted_members} 人 × {margin_assets_financial_months} ÷ 12",
)
def margin_limit_by_months(
    dibao_standard: FenYear, counted_members: Count, margin_assets_financial_months: Months
) -> Fen:
    """So many months of the standard for each head."""
    return rounded(dibao_standard * counted_members * margin_assets_financial_months, 12, Rounding.HALF_UP_TO_FEN)


@rule(
    household,
    "人均可支配收入的比例",
    cites=CITES,
    shows="{local_disposable_income} × {counted_members} 人 × {margin_assets_financial_rate}",
)
def margin_limit_by_disposable_income(
    local_disposable_income: FenYear, counted_members: Count, margin_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of last year's local disposable income for each head."""
    return share(local_disposable_income * counted_members, margin_assets_financial_rate)


@rule(household, "人均定额", cites=CITES, shows="{margin_assets_financial_amount} × {counted_members} 人")
def margin_limit_by_amount(margin_assets_financial_amount: Fen, counted_members: Count) -> Fen:
    """A fixed sum for each head."""
    return margin_assets_financial_amount * counted_members


margin_financial_limit = choose(
    "margin_financial_limit", household, by="margin_assets_financial_basis",
    cases={
        AssetBasis.YEARLY_STANDARD: "margin_limit_by_standard",
        AssetBasis.MONTHLY_STANDARD: "margin_limit_by_months",
        AssetBasis.DISPOSABLE_INCOME: "margin_limit_by_disposable_income",
        AssetBasis.FIXED_PER_HEAD: "margin_limit_by_amount",
    },
    label="金融资产限额", cites=CITES,
)  # fmt: skip


@rule(household, "金融资产不超过限额", cites=CITES, shows="{financial_assets} ≤ {margin_financial_limit}")
def is_within_margin_financial_limit(financial_assets: Fen, margin_financial_limit: Fen) -> bool:
    """The limit itself is still within."""
    return financial_assets <= margin_financial_limit


@rule(household, "车辆等现值不超过限额", cites=CITES, shows="{vehicle_value} ≤ {margin_assets_vehicle_value}")
def is_within_margin_vehicle_limit(vehicle_value: Fen, margin_assets_vehicle_value: Fen) -> bool:
    """The limit itself is still within; a place that allows no vehicle sets nil."""
    return vehicle_value <= margin_assets_vehicle_value


@rule(household, "住房属于生活必需", cites=CITES, shows="{dwellings} 套，豁免 {margin_assets_exempt_dwellings} 套")
def is_within_margin_exempt_dwellings(dwellings: Count, margin_assets_exempt_dwellings: Count) -> bool:
    """The home one lives in is a necessity of life and is left out of account."""
    return dwellings <= margin_assets_exempt_dwellings


@rule(household, "住房不超过限额", cites=CITES, shows="{dwellings} ≤ {margin_assets_dwellings} 套")
def is_within_margin_dwelling_limit(dwellings: Count, margin_assets_dwellings: Count) -> bool:
    """As many dwellings as the place allows."""
    return dwellings <= margin_assets_dwellings


@rule(household, "非居住用房不超过限额", cites=CITES, shows="{shops} ≤ {margin_assets_shops}")
def is_within_margin_shop_limit(shops: Count, margin_assets_shops: Count) -> bool:
    """As many shops, offices or works as the place allows."""
    return shops <= margin_assets_shops


@rule(household, "开办企业不超过限额", cites=CITES, shows="{companies} ≤ {margin_assets_companies}")
def is_within_margin_company_limit(companies: Count, margin_assets_companies: Count) -> bool:
    """As many companies as the place allows."""
    return companies <= margin_assets_companies


margin_financial_assets_are_fine = either(
    "margin_financial_assets_are_fine", household, ("has_no_financial_assets", "is_within_margin_financial_limit"),
    label="金融资产符合规定", cites=CITES,
    difference="查到的存款、理财、保险等超过了当地给低保边缘家庭定的限额，申报的没有超过。",
)  # fmt: skip
margin_vehicles_are_fine = either(
    "margin_vehicles_are_fine", household, ("has_no_vehicle", "is_within_margin_vehicle_limit"),
    label="车辆等符合规定", cites=CITES,
    difference="查到的车、船、大型农机超过了当地给低保边缘家庭定的限额，申报的没有超过。",
)  # fmt: skip
margin_dwellings_are_fine = either(
    "margin_dwellings_are_fine", household, ("is_within_margin_exempt_dwellings", "is_within_margin_dwelling_limit"),
    label="住房符合规定", cites=CITES,
    difference="查到的住房超过了当地给低保边缘家庭定的限额，申报的没有超过。",
)  # fmt: skip
margin_shops_are_fine = either(
    "margin_shops_are_fine", household, ("has_no_shop", "is_within_margin_shop_limit"),
    label="非居住用房符合规定", cites=CITES,
    difference="查到的商铺、厂房超过了当地给低保边缘家庭定的限额，申报的没有超过。",
)  # fmt: skip
margin_companies_are_fine = either(
    "margin_companies_are_fine", household, ("has_no_company", "is_within_margin_company_limit"),
    label="开办企业符合规定", cites=CITES,
    difference="查到的公司、企业超过了当地给低保边缘家庭定的限额，申报的没有超过。",
)  # fmt: skip
meets_margin_assets = every(
    "meets_margin_assets", household,
    (
        "margin_financial_assets_are_fine", "margin_vehicles_are_fine", "margin_dwellings_are_fine",
        "margin_shops_are_fine", "margin_companies_are_fine",
    ),
    label="家庭财产符合低保边缘规定", cites=CITES,
)  # fmt: skip
