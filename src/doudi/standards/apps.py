"""Registers the stage with Django."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Published values 公布的标准."""

    name = "doudi.standards"
    label = "standards"
    verbose_name = "公布的标准"
