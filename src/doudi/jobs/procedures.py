"""The periodic task of the procedures: what came into force overnight reaches the cases that are pending."""

from __future__ import annotations

import os

from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.casework.services.follow_new_rule import follow_new_rules
from doudi.casework.services.recompute_terms import recompute_terms
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock

BEFORE_WORK = "7 16 * * *"
"""Cron counts in UTC: 00:07 in Shanghai, before anybody looks at a limit."""
CLERK = Actor.job("doudi.jobs.follow_law")


@app.periodic(cron=BEFORE_WORK)
@app.task(name="doudi.jobs.follow_law", queueing_lock="follow_law", lock="follow_law")
@own_connection()
def follow_law(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Take pending cases over to a rule that reaches them, and count every clock by the calendar as known now."""
    day = clock.today(os.environ)
    with acting(CLERK, on=day):
        follow_new_rules(on=day)
        recompute_terms(on=day)
