"""Property of a tekun person, by head of the household: to have none of a kind is fine; else the place's limit decides.

Where a place has published no limit, only a family that has such property is left undetermined, by the limit's name.
"""

from __future__ import annotations

from doudi.policy.arithmetic import Rounding, rounded, share
from doudi.policy.entities import household
from doudi.policy.rules import choose, either, every, rule
from doudi.policy.types import BasisPoints, Count, Fen, FenYear, Months
from doudi.rules.vocabulary import AssetBasis

CITES = ("minfa-2016-178", "minfa-2021-43#7")


@rule(
    household,
    "人均年低保标准的比例",
    cites=CITES,
    shows="{dibao_standard} × {family_members} 人 × {tekun_assets_financial_rate}",
)
def tekun_limit_by_standard(
    dibao_standard: FenYear, family_members: Count, tekun_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of the yearly standard for each head."""
    return share(dibao_standard * family_members, tekun_assets_financial_rate)


@rule(
    household,
    "若干个月低保标准",
    cites=CITES,
    shows="{dibao_standard} × {family_members} 人 × {tekun_assets_financial_months} ÷ 12",
)
def tekun_limit_by_months(dibao_standard: FenYear, family_members: Count, tekun_assets_financial_months: Months) -> Fen:
    """So many months of the standard for each head."""
    return rounded(dibao_standard * family_members * tekun_assets_financial_months, 12, Rounding.HALF_UP_TO_FEN)


@rule(
    household,
    "人均可支配收入的比例",
    cites=CITES,
    shows="{local_disposable_income} × {family_members} 人 × {tekun_assets_financial_rate}",
)
def tekun_limit_by_disposable_income(
    local_disposable_income: FenYear, family_members: Count, tekun_assets_financial_rate: BasisPoints
) -> Fen:
    """A multiple of last year's local disposable income for each head."""
    return share(local_disposable_income * family_members, tekun_assets_financial_rate)


@rule(household, "人均定额", cites=CITES, shows="{tekun_assets_financial_amount} × {family_members} 人")
def tekun_limit_by_amount(tekun_assets_financial_amount: Fen, family_members: Count) -> Fen:
    """A fixed sum for each head."""
    return tekun_assets_financial_amount * family_members


tekun_financial_limit = choose(
    "tekun_financial_limit", household, by="tekun_assets_financial_basis",
    cases={
        AssetBasis.YEARLY_STANDARD: "tekun_limit_by_standard",
        AssetBasis.MONTHLY_STANDARD: "tekun_limit_by_months",
        AssetBasis.DISPOSABLE_INCOME: "tekun_limit_by_disposable_income",
        AssetBasis.FIXED_PER_HEAD: "tekun_limit_by_amount",
    },
    label="金融资产限额", cites=CITES,
)  # fmt: skip


@rule(household, "金融资产不超过限额", cites=CITES, shows="{financial_assets} ≤ {tekun_financial_limit}")
def is_within_tekun_financial_limit(financial_assets: Fen, tekun_financial_limit: Fen) -> bool:
    """The limit itself is still within."""
    return financial_assets <= tekun_financial_limit


@rule(household, "车辆等现值不超过限额", cites=CITES, shows="{vehicle_value} ≤ {tekun_assets_vehicle_value}")
def is_within_tekun_vehicle_limit(vehicle_value: Fen, tekun_assets_vehicle_value: Fen) -> bool:
    """The limit itself is still within; a place that allows no vehicle sets nil."""
    return vehicle_value <= tekun_assets_vehicle_value


@rule(household, "住房属于生活必需", cites=CITES, shows="{dwellings} 套，豁免 {tekun_assets_exempt_dwellings} 套")
def is_within_tekun_exempt_dwellings(dwellings: Count, tekun_assets_exempt_dwellings: Count) -> bool:
    """The home one lives in is a necessity of life and is left out of account."""
    return dwellings <= tekun_assets_exempt_dwellings


@rule(household, "住房不超过限额", cites=CITES, shows="{dwellings} ≤ {tekun_assets_dwellings} 套")
def is_within_tekun_dwelling_limit(dwellings: Count, tekun_assets_dwellings: Count) -> bool:
    """As many dwellings as the place allows."""
    return dwellings <= tekun_assets_dwellings


@rule(household, "非居住用房不超过限额", cites=CITES, shows="{shops} ≤ {tekun_assets_shops}")
def is_within_tekun_shop_limit(shops: Count, tekun_assets_shops: Count) -> bool:
    """As many shops, offices or works as the place allows."""
    return shops <= tekun_assets_shops


@rule(household, "开办企业不超过限额", cites=CITES, shows="{companies} ≤ {tekun_assets_companies}")
def is_within_tekun_company_limit(companies: Count, tekun_assets_companies: Count) -> bool:
    """As many companies as the place allows."""
    return companies <= tekun_assets_companies


tekun_financial_assets_are_fine = either(
    "tekun_financial_assets_are_fine", household, ("has_no_financial_assets", "is_within_tekun_financial_limit"),
    label="金融资产符合规定", cites=CITES,
    difference="查到的存款、理财、保险等超过了当地给特困人员定的限额，申报的没有超过。",
)  # fmt: skip
tekun_vehicles_are_fine = either(
    "tekun_vehicles_are_fine", household, ("has_no_vehicle", "is_within_tekun_vehicle_limit"),
    label="车辆等符合规定", cites=CITES,
    difference="查到的车、船、大型农机超过了当地给特困人员定的限额，申报的没有超过。",
)  # fmt: skip
tekun_dwellings_are_fine = either(
    "tekun_dwellings_are_fine", household, ("is_within_tekun_exempt_dwellings", "is_within_tekun_dwelling_limit"),
    label="住房符合规定", cites=CITES,
    difference="查到的住房超过了当地给特困人员定的限额，申报的没有超过。",
)  # fmt: skip
tekun_shops_are_fine = either(
    "tekun_shops_are_fine", household, ("has_no_shop", "is_within_tekun_shop_limit"),
    label="非居住用房符合规定", cites=CITES,
    difference="查到的商铺、厂房超过了当地给特困人员定的限额，申报的没有超过。",
)  # fmt: skip
tekun_companies_are_fine = either(
    "tekun_companies_are_fine", household, ("has_no_company", "is_within_tekun_company_limit"),
    label="开办企业符合规定", cites=CITES,
    difference="查到的公司、企业超过了当地给特困人员定的限额，申报的没有超过。",
)  # fmt: skip
meets_tekun_assets = every(
    "meets_tekun_assets", household,
    (
        "tekun_financial_assets_are_fine", "tekun_vehicles_are_fine", "tekun_dwellings_are_fine",
        "tekun_shops_are_fine", "tekun_companies_are_fine",
    ),
    label="财产符合特困人员规定", cites=("minfa-2016-178", "minfa-2021-43#6"),
)  # fmt: skip
