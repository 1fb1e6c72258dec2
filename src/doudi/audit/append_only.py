"""Rows that are only ever added: the database refuses UPDATE and DELETE, whoever asks.

pgtrigger's own protection can be put off for a session (`pgtrigger.ignore`), by anybody who can run SQL. This one calls
a function of ours, which knows no exception; the first migration of the stage makes it.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

REFUSE = "doudi_refuse_rewriting"


class AppendOnly(pgtrigger.Protect):
    """Refuse to change or delete a row; Django reports it as an IntegrityError."""

    name = "append_only"
    operation = pgtrigger.Update | pgtrigger.Delete

    def render_execute(self, model: type[models.Model]) -> str:  # noqa: ARG002  the same for every table
        """Call our function instead of the one pgtrigger writes."""
        return f"{REFUSE}()"
