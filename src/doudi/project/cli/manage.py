"""`doudi manage …`: Django's management commands, with doudi's settings, on the database if it is running."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from doudi.project import database

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
"""No server answers there: comparing migrations writes SQL in PostgreSQL's words, for which its engine is enough."""


def call(words: Sequence[str]) -> int:
    """Hand every word to Django. Without a running database, commands that need none still work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", database.SETTINGS)
    server = database.embedded_server()
    if server is not None and server.is_alive():
        os.environ.update(database.child_environment(server.urls.app))
    elif "DATABASE_URL" not in os.environ:
        os.environ["DATABASE_URL"] = NOWHERE
        warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    execute_from_command_line(["doudi manage", *words])
    return 0
