"""Tells Django about the background tasks."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The tasks live in `tasks.py`, where procrastinate looks for them."""

    name = "doudi.jobs"
    label = "jobs"
    verbose_name = "后台任务"
