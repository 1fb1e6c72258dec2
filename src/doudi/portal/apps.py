"""Tells Django about the citizens' pages."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages, templates and static files; no tables of its own."""

    name = "doudi.portal"
    label = "portal"
    verbose_name = "群众端"
