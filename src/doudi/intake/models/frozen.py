"""Shapes that columns share, and rows of which only some columns ever change."""

from __future__ import annotations

from typing import Any

import pgtrigger

from doudi.audit.append_only import AppendOnly

DIGEST = r"^[0-9a-f]{64}$"
DIGEST_OR_NOTHING = r"^([0-9a-f]{64})?$"
NAME = r"^[a-z][a-z0-9_]*$"
SOMETHING = r"\S"
TOWNSHIP_OR_VILLAGE = r"^([0-9]{9}|[0-9]{12})$"
TOWNSHIP = r"^[0-9]{9}$"


def kept() -> AppendOnly:
    """Refuse to delete a row."""
    return AppendOnly(name="kept", operation=pgtrigger.Delete)


def frozen(*columns: str) -> AppendOnly:
    """Refuse to change these columns, whoever asks."""
    return AppendOnly(name="frozen", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*columns))


def set_once(column: str) -> AppendOnly:
    """Refuse to change a column that has a value; it may be filled once."""
    filled: dict[str, Any] = {f"old__{column}__isnull": False, f"old__{column}__df": pgtrigger.F(f"new__{column}")}
    condition = pgtrigger.Q(**filled)
    return AppendOnly(name=f"once_{column}", operation=pgtrigger.Update, condition=condition)
