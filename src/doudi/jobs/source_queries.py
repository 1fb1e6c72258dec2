"""The jobs of queries to sources: one a source and check, and each minute what a worker that died has left."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from procrastinate import JobContext
from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock
from doudi.verification.connections import under_way
from doudi.verification.services.ask_sources import TASK, enqueue

EACH_MINUTE = "* * * * *"
ASKER = Actor.job(TASK)
SECONDS_WORTH_WAITING = 10.0
"""A source that is soon done is waited for; for one that takes longer the job comes back."""


@app.task(name=TASK)
@own_connection()
def ask_source(check: int, source: str) -> None:
    """Put the open queries of a check to one source, one after the other. Begun again, it goes on where it was."""
    day = clock.today(os.environ)
    with acting(ASKER, on=day):
        waiting = [each.pk for each in under_way(check, source)]
    comes_back = [at for at in map(_put, waiting) if at is not None]
    if comes_back:
        with acting(ASKER, on=day):
            enqueue(check, source, at=min(comes_back))


def _put(number: int) -> datetime | None:
    """Put one query, and wait for a source that is soon done; returns when to come back to one that is not."""
    from doudi.verification.services.put_query import put_query  # noqa: PLC0415 - only who asks loads an HTTP client

    until = time.monotonic() + SECONDS_WORTH_WAITING
    while True:
        moment = clock.read(os.environ)
        back = put_query(number, actor=ASKER, moment=moment)
        if back is None:
            return None
        seconds = (back - moment.at).total_seconds()
        if time.monotonic() + seconds > until:
            return back
        time.sleep(max(seconds, 0.0))


@app.periodic(cron=EACH_MINUTE)
@app.task(name="doudi.jobs.resume_queries", queueing_lock="resume_queries", pass_context=True)
async def resume_queries(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Begin again the queries of a worker that died in the middle of them."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(task_name=TASK):
        await jobs.retry_job(job, retry_at=datetime.fromtimestamp(0, UTC))
