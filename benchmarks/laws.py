"""The law both sides compute: Heze on 1 March 2024, and what had to be assumed for both because Heze's is not known.

Each law is told twice, in doudi's parameters as `--set` takes them, and in those of `openfisca_peer/parameters`, where
the first law is already written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.policy.snapshot import LawSnapshot
from doudi.standards.lawbook import packs

PLACE = "371702"
DAY = date(2024, 3, 1)
MONTH = "2024-03"


@dataclass(frozen=True)
class Law:
    """One law, told to each side."""

    name: str
    doudi: Mapping[str, str]
    openfisca: Mapping[str, Any]

    def snapshot(self) -> LawSnapshot:
        """Return the law as doudi has it."""
        return LawSnapshot.of(packs()).assuming(self.doudi)


ASSUMED = {
    "income.work_cost.method": "share_of_wage",
    "income.work_cost.rate": "2000",
    "serious_diseases": "malignant_tumour,uremia",
    "dibao.assets.financial.basis": "yearly_standard",
    "dibao.assets.financial.rate": "20000",
    "dibao.assets.vehicle_value": "20000.00",
    "dibao.assets.dwellings": "2",
    "dibao.assets.shops": "0",
    "dibao.assets.companies": "0",
    "margin.assets.financial.basis": "yearly_standard",
    "margin.assets.financial.rate": "30000",
    "margin.assets.vehicle_value": "60000.00",
    "margin.assets.dwellings": "3",
    "margin.assets.shops": "1",
    "margin.assets.companies": "0",
    "tekun.assets.financial.basis": "yearly_standard",
    "tekun.assets.financial.rate": "20000",
    "tekun.assets.vehicle_value": "20000.00",
    "tekun.assets.dwellings": "2",
    "tekun.assets.shops": "0",
    "tekun.assets.companies": "0",
    "tekun.care.home.able": "1200.00/year",
    "tekun.care.institution.able": "2400.00/year",
}
SUPPLEMENTED = {
    "dibao.gap.rounding": "up_to_yuan",
    "dibao.gap.stage": "head",
    "dibao.supplement.method": "fixed",
    "dibao.supplement.elderly.amount": "76.10/month",
    "dibao.supplement.minor.amount": "50.05/month",
    "dibao.supplement.disabled.amount": "152.20/month",
    "dibao.supplement.ill.amount": "100.00/month",
}

HEZE = Law("Heze 2024", ASSUMED, {})
HEZE_SUPPLEMENTED = Law(
    "Heze 2024, with supplements, rounded up to the yuan by head",
    {**ASSUMED, **SUPPLEMENTED},
    {
        "dibao.gap.rounding_unit": 1.0, "dibao.gap.round_up": True, "dibao.gap.by_head": True,
        "dibao.supplement.elderly": 76.1, "dibao.supplement.minor": 50.05, "dibao.supplement.disabled": 152.2,
        "dibao.supplement.ill": 100.0,
    },
)  # fmt: skip
LAWS = (HEZE, HEZE_SUPPLEMENTED)
