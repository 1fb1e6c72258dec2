"""Registers the stage with Django."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Cases 办件."""

    name = "doudi.casework"
    label = "casework"
    verbose_name = "审核确认"
