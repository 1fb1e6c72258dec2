"""The periodic tasks. A task carries no data of persons in its arguments, and running it twice does no harm."""

from __future__ import annotations

import logging
import os

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.casework.clocks import calendar
from doudi.jobs.audit import export_seals, seal_events
from doudi.jobs.calendar import year_without_notice
from doudi.jobs.cases import count_clocks
from doudi.jobs.own_connection import own_connection
from doudi.jobs.simulations import simulate
from doudi.jobs.source_queries import ask_source, resume_queries
from doudi.jobs.vault import remove_orphan_files
from doudi.kernel import clock

HOURS_A_DAY = 24
AT_NIGHT = "17 19 * * *"
"""Cron counts in UTC: 03:17 in Shanghai, when few people work."""
IN_THE_MORNING = "17 0 * * *"
"""08:17 in Shanghai: a warning belongs at the top of the working day's log."""

WATCHER = Actor.job("doudi.jobs.warn_of_calendar")

__all__ = [
    "ask_source", "count_clocks", "export_seals", "remove_finished_jobs", "remove_orphan_files", "resume_queries",
    "seal_events", "simulate", "warn_of_calendar",
]  # fmt: skip
"""Every task, wherever it is written: the queue reads this module alone."""

log = logging.getLogger("doudi.jobs")


@app.periodic(cron=AT_NIGHT)
@app.task(name="doudi.jobs.remove_finished_jobs", queueing_lock="remove_finished_jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Remove jobs that succeeded or were called off long ago. One that failed stays until somebody has looked at it."""
    hours = settings.DOUDI_DAYS_FINISHED_JOBS_ARE_KEPT * HOURS_A_DAY
    await context.app.job_manager.delete_old_jobs(hours, include_cancelled=True, include_aborted=True)


@app.periodic(cron=IN_THE_MORNING)
@app.task(name="doudi.jobs.warn_of_calendar", queueing_lock="warn_of_calendar")
@own_connection()
def warn_of_calendar(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Warn while the holidays of a year that running terms reach are unknown: their last days are provisional 暂定."""
    day = clock.today(os.environ)
    with acting(WATCHER, on=day):
        year = year_without_notice(calendar(), on=day)
    if year is not None:
        log.warning("%s 年的节假日安排还没有录入，涉及该年的期限都是暂定的。", year)
