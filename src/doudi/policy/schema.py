"""The JSON Schema of the household file, made from the facts."""

from __future__ import annotations

from typing import Any

from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.factvalues import PROVENANCE
from doudi.policy.household import NAME_LENGTH
from doudi.policy.types import MEMBER_LIMIT, Kind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
YUAN = {"type": "string", "pattern": r"^-?[0-9][0-9,]*(\.[0-9]{1,2})?$"}


def household_schema(facts: Facts) -> dict[str, Any]:
    """Return the schema: what `doudi facts schema` prints and the API publishes."""
    name = {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH}
    people = {"type": "array", "maxItems": MEMBER_LIMIT}
    supporter = _object(facts, obligor, {"name": name})
    person = {
        "id": name, "name": name,
        "obligors": {**people, "type": ["array", "null"], "items": supporter, "title": "法定义务人"},
        "child_of": {"type": ["array", "null"], "items": name}, "spouse": {**name, "type": ["string", "null"]},
    }  # fmt: skip
    return {
        "$schema": DIALECT,
        "title": "家庭信息",
        "type": "object",
        "required": ["members"],
        "additionalProperties": False,
        "properties": {
            "household": _object(facts, household, {}),
            "members": {**people, "minItems": 1, "items": _object(facts, member, person)},
            "before": _before(),
        },
    }


def _before() -> dict[str, Any]:
    """Last month's state: whole numbers or truth values by name."""
    states = {"type": "object", "additionalProperties": {"type": ["integer", "boolean"]}}
    people = {"type": "object", "additionalProperties": states}
    return {"type": "object", "additionalProperties": False, "properties": {"household": states, "members": people}}


def _object(facts: Facts, entity: Entity, others: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = dict(others)
    for fact in facts.of(entity):
        if fact.group is None:
            properties[fact.name] = _fact(facts, fact)
        if fact.computed_from:
            properties[fact.computed_from] = {"type": ["string", "null"], "format": "date"}
    for (owner, name), group in facts.groups.items():
        if owner == entity.name:
            inside = {fact.name: _fact(facts, fact) for fact in facts.of(entity) if fact.group == name}
            properties[name] = {
                "type": ["object", "null"], "title": group.label, "description": group.complete or group.label,
                "additionalProperties": False, "properties": inside,
            }  # fmt: skip
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _fact(facts: Facts, fact: Fact) -> dict[str, Any]:
    """Return the schema of a fact: bare, null for unknown, or wrapped with its provenance."""
    bare = _bare(facts, fact)
    wrapped = {
        "type": "object", "additionalProperties": False, "required": ["value"],
        "properties": {
            "value": {"anyOf": [bare, {"type": "null"}]}, "from": {"enum": list(PROVENANCE)},
            "as_of": {"type": ["string", "null"], "format": "date"},
        },
    }  # fmt: skip
    return {"title": fact.label, "description": fact.question or fact.label, "anyOf": [bare, {"type": "null"}, wrapped]}


def _bare(facts: Facts, fact: Fact) -> dict[str, Any]:
    if fact.unit.is_money:
        return YUAN
    if fact.unit.kind is Kind.BOOL:
        return {"type": "boolean"}
    if fact.unit.kind is Kind.CHOICE:
        return {"enum": facts.vocabulary.of(fact.unit).codes()}
    if fact.unit.kind is Kind.DAY:
        return {"type": "string", "format": "date"}
    return {"type": "integer", "minimum": fact.least, "maximum": fact.most}
