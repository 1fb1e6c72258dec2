"""Queries that every page asks: composed by the ORM once, then asked by their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

Rows = list[tuple[Any, ...]]
Readers = Mapping[int, tuple[list[Callable[..., Any]], Any]]
"""What turns a column into what Python has of it, by its place: an encrypted number is opened so."""


def fixed(compose: Callable[..., Any], *, asked: tuple[Any, ...] = (-1,)) -> Callable[..., Rows]:
    """Return what asks for the rows of a `values_list` by given values, in the order of `compose`'s arguments.

    `asked` stands for them where the text is composed: values that occur nowhere else in the query. Of one that stands
    in a list (`pk__in=[keys]`) many are given.
    """

    @cache
    def text() -> tuple[str, tuple[Any, ...], Readers]:
        compiler = compose(*asked).query.get_compiler(DEFAULT_DB_ALIAS)
        statement, values = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        return statement.replace(" IN (%s)", " = ANY(%s)"), values, compiler.get_converters(columns)

    def rows(*given: Any) -> Rows:
        statement, values, readers = text()
        place = dict(zip(asked, given, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(statement, [place.get(value, value) for value in values])
            return list(_read(cursor.fetchall(), readers))

    return rows


def _read(rows: Rows, readers: Readers) -> Iterable[tuple[Any, ...]]:
    return (tuple(_value(value, readers.get(at)) for at, value in enumerate(row)) for row in rows) if readers else rows


def _value(value: Any, reader: tuple[list[Callable[..., Any]], Any] | None) -> Any:
    for read in reader[0] if reader else ():
        value = read(value, reader[1] if reader else None, connection)
    return value
