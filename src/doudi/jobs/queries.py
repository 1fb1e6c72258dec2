"""What `doudi doctor` asks about the background work."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker


def worker_heartbeat() -> datetime | None:
    """Return when a worker was last seen alive (it writes every ten seconds), or None when none is registered."""
    return ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]


def jobs_failed() -> int:
    """Return how many jobs gave up. They are never removed by themselves: somebody has to look."""
    return ProcrastinateJob.objects.filter(status="failed").count()


def jobs_waiting() -> int:
    """Return how many jobs wait for a worker."""
    return ProcrastinateJob.objects.filter(status="todo").count()
