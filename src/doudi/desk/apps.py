"""Registers the stage with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of officers 工作台."""

    name = "doudi.desk"
    label = "desk"
    verbose_name = "工作台"
