"""Registers the stage with Django."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """Entitlements 待遇."""

    name = "doudi.entitlements"
    label = "entitlements"
    verbose_name = "待遇"
