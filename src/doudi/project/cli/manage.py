"""`doudi manage …`: Django's management commands, with doudi's settings."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line


def call(words: Sequence[str]) -> int:
    """Hand every word to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.project.settings")
    execute_from_command_line(["doudi manage", *words])
    return 0
