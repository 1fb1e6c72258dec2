"""Registers the stage with Django."""

from django.apps import AppConfig


class DeterminationConfig(AppConfig):
    """Determinations 测算."""

    name = "doudi.determination"
    label = "determination"
    verbose_name = "测算"
