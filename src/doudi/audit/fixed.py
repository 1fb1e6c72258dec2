"""Queries that every page asks: composed by the ORM once, then asked by their text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]


def fixed(compose: Callable[..., QuerySet[Any, Any]], *, asked: tuple[Any, ...] = (-1,)) -> Callable[..., Rows]:
    """Return what asks for the rows of a `values_list` by given values, in the order of `compose`'s arguments.

    `asked` stands for them where the text is composed: values that occur nowhere else in the query. A value is passed
    as it is, so that the columns may have none that only the ORM can read.
    """

    @cache
    def text() -> tuple[str, tuple[Any, ...]]:
        return compose(*asked).query.sql_with_params()

    def rows(*given: Any) -> Rows:
        statement, values = text()
        place = dict(zip(asked, given, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(statement, [place.get(value, value) for value in values])
            return cursor.fetchall()

    return rows
