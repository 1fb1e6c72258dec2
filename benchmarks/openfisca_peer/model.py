"""The tax and benefit system, and one assessment as OpenFisca's web API makes it: situation in, flat trace out."""

# pyright: reportMissingImports=false
# OpenFisca is only there once requirements-bench.lock is installed; the checks run without it.

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_web_api.handlers import trace

from openfisca_peer import assets, dibao, family, income, tekun, told
from openfisca_peer.entities import HOUSEHOLD, PERSON

PARAMETERS = Path(__file__).parent / "parameters"
ASKED = ("counted_members", "is_eligible", "dibao_amount", "dibao_amount_per_person", "is_margin_household")
ASKED_OF_EACH = ("is_on_tekun", "tekun_amount")
IN_FORCE = "2021-07-01"


def system(assumed: Mapping[str, Any] | None = None, *, double: bool = False) -> TaxBenefitSystem:
    """Build the system; `assumed` sets parameters by dotted name; `double` keeps amounts in double precision.

    OpenFisca keeps amounts in single precision; the other is only for telling which differences come from that.
    """
    built = TaxBenefitSystem([PERSON, HOUSEHOLD])
    built.load_parameters(str(PARAMETERS))
    for name, value in (assumed or {}).items():
        node = built.parameters
        for part in name.split("."):
            node = getattr(node, part)
        node.update(start=IN_FORCE, value=value)
    for module in (told, family, income, assets, tekun, dibao):
        for variable in module.VARIABLES:
            built.add_variable(variable)
    for variable in built.variables.values() if double else ():
        if variable.dtype == np.float32:
            variable.dtype = np.float64
    return built


def assess(built: TaxBenefitSystem, text: str) -> str:
    """Assess a situation by the web API's own function: JSON text in, JSON text with the serialised flat trace out."""
    return json.dumps(trace(built, json.loads(text)), ensure_ascii=False)


def outcome(text: str, month: str) -> dict[str, Any]:
    """Return what was asked for out of an assessment's text."""
    traced = json.loads(text)["trace"]
    return {name: traced[f"{name}<{month}>"]["value"][0] for name in ASKED}


def vectorised(built: TaxBenefitSystem, columns: Mapping[str, Any], owner: Any, month: str) -> Any:
    """Return a simulation of many households with what is told of them: an array a variable; `owner` of each person."""
    builder = SimulationBuilder()
    builder.create_entities(built)
    builder.declare_person_entity("person", np.arange(len(owner)))
    households = builder.declare_entity("household", np.arange(int(owner[-1]) + 1))
    builder.join_with_persons(households, owner, roles=np.full(len(owner), "member"))
    simulation = builder.build(built)
    for name, values in columns.items():
        simulation.set_input(name, month, values)
    return simulation
