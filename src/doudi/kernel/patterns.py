"""Shapes that columns and messages share, as regular expressions that Python, PostgreSQL and JSON Schema read alike."""

from __future__ import annotations

from typing import Final

SOMETHING: Final = r"\S"
WORD: Final = r"^\S+$"
NAME: Final = r"^[a-z][a-z0-9_]*$"
"""The name of a fact, a source, a kind of paper."""
DIGEST: Final = r"^[0-9a-f]{64}$"
DIGEST_OR_NOTHING: Final = r"^([0-9a-f]{64})?$"
DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
COUNTY_OR_ABOVE: Final = r"^[0-9]{6}$"
TOWNSHIP: Final = r"^[0-9]{9}$"
TOWNSHIP_OR_VILLAGE: Final = r"^([0-9]{9}|[0-9]{12})$"
PLACE: Final = r"^([0-9]{6}|[0-9]{9}|[0-9]{12})$"
