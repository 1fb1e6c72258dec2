"""Tables as `ui/table.html` draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from doudi.faces.badges import Badge

Cell = dict[str, Any]
_EMPTY: Cell = {"text": "", "href": "", "badge": None, "numeric": False, "label": ""}
"""Every cell has all of it: what a template asks for in vain takes it longer than what is there."""


def text(value: object, href: str = "") -> Cell:
    """A cell of words; with an address it is a link."""
    return {**_EMPTY, "text": "" if value is None else str(value), "href": href}


def number(value: object) -> Cell:
    """A cell that stands to the right."""
    return {**_EMPTY, "text": str(value), "numeric": True}


def badge(shown: Badge) -> Cell:
    """A cell of a short state."""
    return {**_EMPTY, "badge": shown}


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, empty: str) -> dict[str, Any]:
    """A table; a column whose name ends in `>` stands to the right. On a phone each cell has the name before it."""
    heads = [{"label": each.removesuffix(">"), "numeric": each.endswith(">"), "sort": ""} for each in columns]
    labels = [head["label"] for head in heads]
    return {
        "caption": caption,
        "columns": heads,
        "rows": [{"cells": _labelled(labels, row), "tone": ""} for row in rows],
        "empty": empty,
    }


def _labelled(labels: Sequence[str], row: Sequence[Cell]) -> list[Cell]:
    return [{**cell, "label": label} for label, cell in zip(labels, row, strict=True)]
