"""Registers the stage with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events and their seals 审计."""

    name = "doudi.audit"
    label = "audit"
    verbose_name = "审计"
