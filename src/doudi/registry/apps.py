"""Registers the stage with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Persons and dwelling households 人口与家庭."""

    name = "doudi.registry"
    label = "registry"
    verbose_name = "人口与家庭"
