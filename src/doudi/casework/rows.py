"""Rows of a table as a JSON answer of the database carries them, made into the objects that the ORM would give."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BinaryField,
    DateField,
    DateTimeField,
    Field,
    GeneratedField,
    Model,
    QuerySet,
    UUIDField,
)

from doudi.accounts.encrypted import EncryptedTextField

Read = Callable[[Any], Any]
Row = Mapping[str, Any]
Some = TypeVar("Some", bound=Model)


def gathered(model: type[Model], where: str, *, without: Collection[str] = ()) -> str:
    """Return the SELECT of the rows `t` of a table as one JSON array, the columns of some fields left out."""
    columns = ", ".join(f't."{column}"' for _, column, _ in _readers(model) if column not in without)
    return f"SELECT json_agg(r) FROM (SELECT {columns} FROM {_table(model)} t WHERE {where}) r"  # noqa: S608 - all of it is text of ours


def objects_of(model: type[Some], rows: Iterable[Row] | None) -> list[Some]:
    """Make objects of the rows of one table; a column that the rows lack is read when somebody asks for it."""
    return [object_of(model, row) for row in rows or ()]


def object_of(model: type[Some], row: Row) -> Some:
    """Make the object of one row."""
    readers = [(name, column, read) for name, column, read in _readers(model) if column in row]
    values = [None if row[column] is None else read(row[column]) for _, column, read in readers]
    return model.from_db(DEFAULT_DB_ALIAS, [name for name, _, _ in readers], values)


def fetched(owner: Model, name: str, rows: Sequence[Model]) -> None:
    """Lay down rows as what a relation of an object has fetched already, the way Django's own prefetch does."""
    found = QuerySet(getattr(type(owner), name).rel.related_model)
    setattr(found, "_result_cache", list(rows))  # noqa: B010 - the two that `prefetch_related` sets
    setattr(found, "_prefetch_done", True)  # noqa: B010 - the same
    vars(owner).setdefault("_prefetched_objects_cache", {})[name] = found


def lies_beside(owner: Model, name: str, rows: Sequence[Model]) -> None:
    """Lay down the only row that points at an object, or that there is none, as `select_related` does."""
    relation: Any = getattr(type(owner), name).related
    relation.set_cached_value(owner, rows[0] if rows else None)


@cache
def _readers(model: type[Model]) -> tuple[tuple[str, str, Read], ...]:
    """Return for each field its name, its column, and what makes its value of that in the JSON."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's public Meta
    return tuple((field.attname, field.column, _reader(field)) for field in fields)


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's public Meta


def _reader(field: Field[Any, Any]) -> Read:
    """Return what makes the value of a field; most are in JSON what they are in Python."""
    kind: Field[Any, Any] = getattr(field, "output_field") if isinstance(field, GeneratedField) else field  # noqa: B009 - not in the stubs
    if isinstance(kind, EncryptedTextField):
        return lambda written: kind.from_db_value(_bytes(written), None, None)
    if isinstance(kind, ArrayField):
        each = _reader(kind.base_field)
        return lambda written: [each(value) for value in written]
    return next((read for sort, read in READERS if isinstance(kind, sort)), _as_it_is)


def _bytes(written: str) -> bytes:
    r"""Read bytes as PostgreSQL writes them in JSON: \x0a1b."""
    return bytes.fromhex(written[2:])


def _as_it_is(value: Any) -> Any:
    return value


READERS: tuple[tuple[type[Field[Any, Any]], Read], ...] = (
    (DateTimeField, datetime.fromisoformat), (DateField, date.fromisoformat), (UUIDField, UUID), (BinaryField, _bytes),
)  # fmt: skip
"""In this order: a moment is a date to Django too."""
