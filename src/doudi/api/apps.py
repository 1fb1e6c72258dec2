"""Tells Django about the programming interface."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Endpoints only; no tables."""

    name = "doudi.api"
    label = "api"
    verbose_name = "接口"
