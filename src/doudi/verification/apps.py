"""Registers the stage with Django."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Verification 核对."""

    name = "doudi.verification"
    label = "verification"
    verbose_name = "核对调查"
