"""`python -m doudi.jobs.work`: the worker, which takes one job after another from the queue until it is told to stop.

The library's own command announces itself in English at every start; this one is silent until there is something to
say.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from typing import TYPE_CHECKING, cast

import django
import psycopg
from procrastinate.exceptions import ProcrastinateException

from doudi.kernel.lasting import lasting

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger("doudi.jobs")


def main() -> int:
    """Work until SIGTERM; returns the exit status."""
    parser = argparse.ArgumentParser(prog="doudi.jobs.work")
    parser.add_argument("--name", required=True)
    parser.add_argument("--concurrency", type=int, required=True)
    parser.add_argument("--seconds-to-stop", type=float, required=True)
    options = parser.parse_args()
    with lasting():
        django.setup()
    try:
        asyncio.run(_work(options.name, options.concurrency, options.seconds_to_stop))
    except (ProcrastinateException, psycopg.Error) as error:
        log.error("后台任务停止：%s", error.__cause__ or error)  # noqa: TRY400 - the trace would be the library's
        return 1
    return 0


async def _work(name: str, concurrency: int, seconds_to_stop: float) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - there only after Django is set up

    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector):
        async with app.open_async() as opened:
            await opened.run_worker_async(name=name, concurrency=concurrency, shutdown_graceful_timeout=seconds_to_stop)


if __name__ == "__main__":
    sys.exit(main())
