"""A task's connection to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def own_connection() -> Iterator[None]:
    """Close the connection of the task when it ends: kept in its thread, it would outlive a server started again."""
    try:
        yield
    finally:
        if not connection.in_atomic_block:
            connection.close()
