"""Registers the stage with Django."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """Flows 流转."""

    name = "doudi.flows"
    label = "flows"
    verbose_name = "流转"
