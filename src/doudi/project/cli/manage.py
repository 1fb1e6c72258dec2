"""`doudi manage …`: Django's management commands, with doudi's settings, on the database if it is running."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line

from doudi.project import database


def call(words: Sequence[str]) -> int:
    """Hand every word to Django. Without a running database, commands that need none still work."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", database.SETTINGS)
    server = database.embedded_server()
    if server is not None and server.is_alive():
        os.environ.update(database.child_environment(server.urls.app))
    execute_from_command_line(["doudi manage", *words])
    return 0
