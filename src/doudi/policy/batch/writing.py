"""Writes households that were read before in the published columns: as a table, or as a Parquet file in blocks."""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

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
from doudi.policy.plan import Name

TYPES = {"int64": pa.int64(), "bool": pa.bool_(), "string": pa.string(), "date": pa.date32()}
KEYS = {HOUSEHOLD_ID, PLACE, PERSON_ID}
A_YEAR, A_MONTH = 10_000, 100


def write(
    columns: Columns,
    blocks: Iterable[Sequence[tuple[str, str, Household]]],
    *,
    states: Sequence[Name],
    into: Path,
    about: Mapping[str, str],
) -> int:
    """Write blocks of households, each with its id and its place, and return how many; what is not known is null.

    `states` have columns of what the month looks back on; `about` stands with the schema. The file appears under its
    name once it is whole.
    """
    schema = _schema(columns, states).with_metadata({name.encode(): said.encode() for name, said in about.items()})
    part, count = into.with_name(f"{into.name}.part"), 0
    try:
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            for block in blocks:
                writer.write_table(_table(columns, block, schema))
                count += len(block)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    return count


def table(columns: Columns, households: Sequence[tuple[str, str, Household]], states: Sequence[Name] = ()) -> pa.Table:
    """Return a table of households, each with its id and its place; the rest as in `write`."""
    return _table(columns, households, _schema(columns, states))


def _table(columns: Columns, households: Sequence[tuple[str, str, Household]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([_row(columns, *each) for each in households], schema=schema)


def _schema(columns: Columns, states: Sequence[Name]) -> pa.Schema:
    supporters = pa.field(OBLIGORS, pa.list_(pa.struct(_fields(columns, obligor, states))))
    people = pa.list_(pa.struct([*_fields(columns, member, states), supporters]))
    return pa.schema([*_fields(columns, household, states), pa.field(MEMBERS, people)])


def _fields(columns: Columns, entity: Entity, states: Sequence[Name]) -> list[pa.Field]:
    """List the columns of an entity that carry facts; those that say a fact in another way are for files of others."""
    told = columns.by_entity[entity.name].values()
    known = [pa.field(each.name, TYPES[each.type]) for each in told if each.name in KEYS or _is_of_a_fact(each)]
    return known + [pa.field(f"{BEFORE}{name.name}", pa.int64()) for name in states if name.entity is entity]


def _is_of_a_fact(column: Column) -> bool:
    return column.fact is not None and column.name == column_name(column.fact)


def _row(columns: Columns, key: str, place: str, told: Household) -> dict[str, Any]:
    members = [{**_person(columns, each), **_before(told, each.id)} for each in told.members]
    return {HOUSEHOLD_ID: key, PLACE: place, **_cells(columns, told.facts), **_before(told, None), MEMBERS: members}


def _before(told: Household, whose: str | None) -> dict[str, int]:
    return {f"{BEFORE}{name}": int(value) for (name, owner), value in told.before.items() if owner == whose}


def _person(columns: Columns, person: Person) -> dict[str, Any]:
    supporters = None if person.obligors is None else [_cells(columns, each.facts) for each in person.obligors]
    return {PERSON_ID: person.id, **_cells(columns, person.facts), OBLIGORS: supporters}


def _cells(columns: Columns, facts: Mapping[str, int]) -> dict[str, Any]:
    known = ((columns.fact(columns.facts.by_name[name]), value) for name, value in facts.items())
    return {column.name: _cell(column, value) for column, value in known}


def _cell(column: Column, value: int) -> Any:
    """Return a fact as its column has it: a code, a day, a truth, a whole number."""
    if column.type == "string" and column.fact is not None and column.fact.unit.vocabulary is not None:
        return column.fact.unit.vocabulary(value).name.lower()
    if column.type == "date":
        return date(value // A_YEAR, value // A_MONTH % A_MONTH, value % A_MONTH)
    return bool(value) if column.type == "bool" else value
