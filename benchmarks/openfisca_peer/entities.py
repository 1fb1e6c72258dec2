"""Persons and households, and how a variable of them is written down."""

# pyright: reportMissingImports=false
# OpenFisca is only there once requirements-bench.lock is installed; the checks run without it.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable

PERSON = build_entity(key="person", plural="persons", label="成员", is_person=True)
HOUSEHOLD = build_entity(
    key="household", plural="households", label="家庭", roles=[{"key": "member", "plural": "members"}]
)

Formula = Callable[[Any, Any, Any], Any]


def told(entity: Any, name: str, default: Any, label: str) -> type[Variable]:
    """Make an input: what a situation tells, `default` where it is silent."""
    return _variable(entity, name, type(default), label, default=default)


def computed(entity: Any, value_type: type, label: str, reference: str) -> Callable[[Formula], type[Variable]]:
    """Make a variable of a formula, named like its function."""

    def make(formula: Formula) -> type[Variable]:
        return _variable(entity, formula.__name__, value_type, label, formula=formula, reference=reference)

    return make


def _variable(entity: Any, name: str, value_type: type, label: str, **more: Any) -> type[Variable]:
    """Make the class that OpenFisca wants. All stand for one month; yearly sums are those of the last twelve months."""
    members = {"entity": entity, "definition_period": DateUnit.MONTH, "label": label}
    if issubclass(value_type, Enum):
        default = more.pop("default")
        members |= {"value_type": Enum, "possible_values": value_type, "default_value": default}
    else:
        members |= {"value_type": value_type}
        if "default" in more:
            members["default_value"] = more.pop("default")
    return type(name, (Variable,), members | more)
