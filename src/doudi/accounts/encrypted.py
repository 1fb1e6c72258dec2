"""A text column that holds its value encrypted; Python sees the text, the database sees bytes."""

from __future__ import annotations

from typing import Any

from django.db import models

from doudi.accounts.secrets import open_sealed, seal


class EncryptedTextField(models.BinaryField):
    """Text sealed for its own column (`table.column`). Cannot be searched: keep a blind index beside it."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Seal on the way in; what is sealed already (a key change) stays."""
        if isinstance(value, str):
            value = seal(value, self._context)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:  # noqa: ARG002 - Django's
        """Open on the way out."""
        return None if value is None else open_sealed(bytes(value), self._context)

    def get_default(self) -> Any:
        """Start empty, as text."""
        return super().get_default() if self.has_default() else (None if self.null else "")

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's public Meta
