"""The periodic tasks of the audit: seal each minute, write the seals outside the database each night."""

from __future__ import annotations

import logging
import os
from datetime import date

from django.conf import settings
from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.audit.services.export import ChainBroken, ExportUnreadable, export
from doudi.audit.services.seal import Busy, seal
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock

EACH_MINUTE = "* * * * *"
AT_NIGHT = "37 18 * * *"
"""Cron counts in UTC: 02:37 in Shanghai, before the backup of most."""
SEALER = Actor.job("doudi.jobs.seal_events")

log = logging.getLogger("doudi.jobs")


@app.periodic(cron=EACH_MINUTE)
@app.task(name="doudi.jobs.seal_events", queueing_lock="seal_events", lock="seal_events")
@own_connection()
def seal_events(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Seal every event there is; where somebody writes for long, the next minute will."""
    try:
        seal_all(on=clock.today(os.environ))
    except Busy as error:
        log.info("%s", error)


@app.periodic(cron=AT_NIGHT)
@app.task(name="doudi.jobs.export_seals", queueing_lock="export_seals", lock="export_seals")
@own_connection()
def export_seals(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Write the seals of the day into a file. What does not fit together is an error in the log, and stays as it is."""
    try:
        with acting(SEALER, on=clock.today(os.environ)):
            export(into=settings.DOUDI_SEALS)
    except (ChainBroken, ExportUnreadable) as error:
        log.error("%s", error)  # noqa: TRY400 - the sentence says it all


def seal_all(*, on: date) -> int:
    """Seal until nothing is left; return the number of seals."""
    made = 0
    while seal(by=SEALER, on=on):
        made += 1
    return made
