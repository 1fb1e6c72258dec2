"""Writes households, as the reader of household files has them, into the published columns."""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from doudi.policy.batch.columns import (
    BEFORE,
    HOUSEHOLD_ID,
    MEMBERS,
    OBLIGORS,
    PERSON_ID,
    PLACE,
    Column,
    Columns,
    column_name,
)
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.household import Household, Person

TYPES = {"int64": pa.int64(), "bool": pa.bool_(), "string": pa.string(), "date": pa.date32()}


def table(columns: Columns, households: Iterable[tuple[str, str, Household]]) -> pa.Table:
    """Return a table of households, each given with its id and its place. What is not known is null."""
    rows = [_row(columns, *each) for each in households]
    states = sorted({name for row in rows for name in row if name.startswith(BEFORE)})
    of_members = sorted({name for row in rows for person in row[MEMBERS] for name in person if name.startswith(BEFORE)})
    inside = _fields(columns, member, of_members)
    inside.append(pa.field(OBLIGORS, pa.list_(pa.struct(_fields(columns, obligor)))))
    own = [*_fields(columns, household, states), pa.field(MEMBERS, pa.list_(pa.struct(inside)))]
    return pa.Table.from_pylist(rows, schema=pa.schema(own))


def _fields(columns: Columns, entity: Entity, states: Sequence[str] = ()) -> list[pa.Field]:
    """List the columns of an entity that carry what is known; the others stand for them in files from elsewhere."""
    carrying = [each for each in columns.by_entity[entity.name].values() if _carries(each)]
    return [pa.field(each.name, TYPES[each.type]) for each in carrying] + [
        pa.field(name, pa.int64()) for name in states
    ]


def _carries(column: Column) -> bool:
    if column.fact is None:
        return column.name in (HOUSEHOLD_ID, PLACE, PERSON_ID)
    return column.name == column_name(column.fact)


def _row(columns: Columns, household_id: str, place: str, told: Household) -> dict[str, Any]:
    before = {f"{BEFORE}{name}": int(value) for (name, owner), value in told.before.items() if owner is None}
    members = [_member(columns, person, told) for person in told.members]
    return {HOUSEHOLD_ID: household_id, PLACE: place, **_facts(columns, told.facts), **before, MEMBERS: members}


def _member(columns: Columns, person: Person, told: Household) -> dict[str, Any]:
    before = {f"{BEFORE}{name}": int(value) for (name, owner), value in told.before.items() if owner == person.id}
    supporters = None if person.obligors is None else [_facts(columns, each.facts) for each in person.obligors]
    return {PERSON_ID: person.id, **_facts(columns, person.facts), **before, OBLIGORS: supporters}


def _facts(columns: Columns, facts: Mapping[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in facts.items():
        column = columns.fact(columns.facts.by_name[name])
        found[column.name] = _cell(column, value)
    return found


def _cell(column: Column, value: int) -> Any:
    if column.codes and column.fact and column.fact.unit.vocabulary:
        return column.fact.unit.vocabulary(value).name.lower()
    if column.type == "date":
        return pa.scalar(f"{value // 10_000:04}-{value // 100 % 100:02}-{value % 100:02}").cast(pa.date32()).as_py()
    return bool(value) if column.type == "bool" else int(value)
