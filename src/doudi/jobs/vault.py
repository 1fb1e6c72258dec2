"""The periodic task of the documents: files that belong to nothing are removed at night, the others have one key."""

from __future__ import annotations

import logging
import os

from procrastinate.contrib.django import app

from doudi.accounts.secrets import read_again
from doudi.audit.actor import Actor, acting
from doudi.intake.services.seal_documents_anew import seal_documents_anew
from doudi.intake.services.sweep_vault import sweep_vault
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock

AT_NIGHT = "47 19 * * *"
"""Cron counts in UTC: 03:47 in Shanghai, after the seals were written out."""
SWEEPER = Actor.job("doudi.jobs.remove_orphan_files")

log = logging.getLogger("doudi.jobs")


@app.periodic(cron=AT_NIGHT)
@app.task(name="doudi.jobs.remove_orphan_files", queueing_lock="remove_orphan_files", lock="remove_orphan_files")
@own_connection()
def remove_orphan_files(timestamp: int) -> None:  # noqa: ARG001 - the queue passes it
    """Remove what an undone request or a draft that was thrown away has left in the documents folder.

    What a process still sealed with an older data key after `doudi keys rotate` gets the newest one here.
    Files have the time of the machine, which no demonstration moves."""
    moment = clock.read(os.environ)
    with acting(SWEEPER, on=moment.today):
        removed = sweep_vault(at=moment.at)
    read_again()
    sealed = seal_documents_anew()
    if removed:
        log.info("清理了 %s 个不属于任何材料的文件。", removed)
    if sealed.files:
        log.info("%s 份材料改用最新的数据密钥。", sealed.files)
    for path in sealed.unreadable:
        log.warning("材料文件打不开：%s", path)
