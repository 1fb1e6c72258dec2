"""Rows of which only some columns ever change."""

from __future__ import annotations

from typing import Any

import pgtrigger

from doudi.audit.append_only import AppendOnly


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
