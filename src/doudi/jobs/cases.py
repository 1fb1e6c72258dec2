"""The periodic task of the clocks: a rule that came into force, a year whose holidays were announced."""

from __future__ import annotations

import logging
import os
from datetime import date

from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.casework.services.follow_new_rule import follow_new_rules
from doudi.casework.services.recompute_terms import recompute_terms
from doudi.casework.state import AlreadyHandled
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock

AFTER_MIDNIGHT = "7 16 * * *"
"""Cron counts in UTC: 00:07 in Shanghai, so that whoever begins the day finds the clocks as the law has them."""
COUNTER = Actor.job("doudi.jobs.count_clocks")

log = logging.getLogger("doudi.jobs")


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(name="doudi.jobs.count_clocks", queueing_lock="count_clocks", lock="count_clocks")
@own_connection()
def count_clocks(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Count the clocks of every place; where an officer acts at that moment, the next night will."""
    try:
        count_all(on=clock.today(os.environ))
    except AlreadyHandled as error:
        log.info("%s", error)


def count_all(*, on: date) -> int:
    """Count again what another calendar counted, then take cases over to new rules; return how many those were."""
    with acting(COUNTER, on=on):
        recompute_terms(on=on)
        return follow_new_rules(on=on)
