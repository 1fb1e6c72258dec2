"""Addresses with a query, so that the state of a list stands in its address."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.http import urlencode


def with_query(name: str, query: Mapping[str, object], *args: object) -> str:
    """Return the address of a page with the parts of the query that say something."""
    said = {key: value for key, value in query.items() if value not in ("", None, False)}
    return reverse(name, args=args) + (f"?{urlencode(said)}" if said else "")
