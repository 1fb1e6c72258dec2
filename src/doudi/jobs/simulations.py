"""The job that computes a simulation: in a process of its own, so that the worker never loads what it needs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.determination.models import PolicySimulation, Progress
from doudi.determination.services.ask_simulation import TASK, UNDER_WAY
from doudi.jobs.own_connection import own_connection
from doudi.kernel import clock

SECONDS = 4 * 60 * 60
"""Nothing computes longer; what does hangs."""
BROKEN = "计算中断，没有结果；请再算一次，仍然不行请联系系统管理人员查看后台日志。"

log = logging.getLogger("doudi.jobs")


@app.task(name=TASK, lock="simulate")
@own_connection()
def simulate(simulation: int) -> None:
    """Compute one simulation; what broke is said on its page, never left waiting."""
    command = [sys.executable, "-m", "doudi.jobs.simulating", str(simulation)]
    try:
        status = subprocess.run(command, check=False, timeout=SECONDS).returncode
    except subprocess.TimeoutExpired:
        status = -1
    if status != 0:
        log.error("政策影响测算第 %s 号中断（%s）。", simulation, status)
        give_up(simulation)


def give_up(simulation: int) -> None:
    """Say of a simulation whose process ended early that there is no result."""
    reading = clock.read(os.environ)
    with acting(Actor.job(TASK), on=reading.today):
        PolicySimulation.objects.filter(pk=simulation, progress__in=UNDER_WAY).update(
            progress=Progress.FAILED, told=BROKEN, finished_at=reading.at
        )
