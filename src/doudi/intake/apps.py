"""Registers the stage with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Applications 申请."""

    name = "doudi.intake"
    label = "intake"
    verbose_name = "申请受理"
