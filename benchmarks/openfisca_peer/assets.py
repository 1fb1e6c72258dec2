"""Property: each kind within the limit assumed for the place, once for dibao, the margin, and tekun."""

# pyright: reportMissingImports=false
# OpenFisca is only there once requirements-bench.lock is installed; the checks run without it.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openfisca_core.variables import Variable

from openfisca_peer.entities import HOUSEHOLD, computed

REFERENCES = {
    "dibao": "民发〔2021〕57号第十四条",
    "margin": "民发〔2021〕57号第八条",
    "tekun": "民发〔2021〕43号第六条",
}
KINDS = ("financial_assets", "vehicles", "dwellings", "shops", "companies")

Formula = Callable[[Any, Any, Any], Any]


def _financial_limit(programme: str) -> Formula:
    """So many yearly standards for each head: of tekun all of the family, else those who count."""
    heads = "family_members" if programme == "tekun" else "counted_members"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        years = parameters(period).assets[programme].financial_years
        return household("dibao_standard", period) * household(heads, period) * years

    return formula


def _is_fine(programme: str, kind: str) -> Formula:
    """To have none is fine, and the limit itself is within; the home one lives in is let off."""

    def financial_assets(household: Any, period: Any, _: Any) -> Any:
        owned = household("financial_assets", period)
        return (owned == 0) + (owned <= household(f"{programme}_financial_limit", period))

    def vehicles(household: Any, period: Any, parameters: Any) -> Any:
        limit = parameters(period).assets[programme].vehicle_value
        return (household("vehicles", period) == 0) + (household("vehicle_value", period) <= limit)

    def dwellings(household: Any, period: Any, parameters: Any) -> Any:
        limits = parameters(period).assets[programme]
        owned = household("dwellings", period)
        return (owned <= limits.exempt_dwellings) + (owned <= limits.dwellings)

    def others(household: Any, period: Any, parameters: Any) -> Any:
        return household(kind, period) <= getattr(parameters(period).assets[programme], kind)

    return {"financial_assets": financial_assets, "vehicles": vehicles, "dwellings": dwellings}.get(kind, others)


def _meets(programme: str) -> Formula:
    """All kinds within their limits."""

    def formula(household: Any, period: Any, _: Any) -> Any:
        fine = household(f"{programme}_{KINDS[0]}_are_fine", period)
        for kind in KINDS[1:]:
            fine = fine * household(f"{programme}_{kind}_are_fine", period)
        return fine

    return formula


def _variables(programme: str) -> list[type[Variable]]:
    formulas = {f"{programme}_{kind}_are_fine": _is_fine(programme, kind) for kind in KINDS}
    formulas |= {
        f"{programme}_financial_limit": _financial_limit(programme),
        f"meets_{programme}_assets": _meets(programme),
    }
    return [_named(name, formula, REFERENCES[programme]) for name, formula in formulas.items()]


def _named(name: str, formula: Formula, reference: str) -> type[Variable]:
    formula.__name__ = name
    return computed(HOUSEHOLD, float if name.endswith("limit") else bool, "家庭财产", reference)(formula)


VARIABLES = [*_variables("dibao"), *_variables("margin"), *_variables("tekun")]
