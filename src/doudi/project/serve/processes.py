"""The processes of production as they are started: gunicorn, and the worker of the queue."""

from __future__ import annotations

import os
import sys

from doudi.project.run.children import SECONDS_TO_STOP, Child, working
from doudi.project.serve.production import Site

THREADS = 4
REQUESTS_A_WORKER = 10_000
"""A worker is renewed after so many requests, so that a leak in a library never fills the machine."""
SPREAD = 1_000
LOCAL_PROXIES = ("127.0.0.1", "::1")
LOGGED = "%(m)s %(U)s %(s)s %(M)sms"
"""Method, path, status, time: never the query string, the address or the browser of a person."""


def workers_for_this_machine() -> int:
    """Return one worker a core and one more: while one waits for the database, another computes."""
    return len(os.sched_getaffinity(0)) + 1


def web(site: Site, *, url: str, workers: int) -> Child:
    """Return the web server of production; SIGHUP renews its workers without losing a request."""
    options = {
        "bind": site.bind,
        "workers": workers,
        "threads": THREADS,
        "worker-class": "gthread",
        "graceful-timeout": SECONDS_TO_STOP - 2,
        "max-requests": REQUESTS_A_WORKER,
        "max-requests-jitter": SPREAD,
        "forwarded-allow-ips": ",".join(site.proxies or LOCAL_PROXIES),
        "access-logfile": "-",
        "access-logformat": LOGGED,
    }
    if site.certfile and site.keyfile:
        options |= {"certfile": site.certfile, "keyfile": site.keyfile}
    words = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "gunicorn", "doudi.project.wsgi:application", "--no-control-socket", *words]
    return Child(label="网页服务", command=command, url=url)


def worker(*, url: str, concurrency: int) -> Child:
    """Return the worker of production."""
    return Child(label="后台任务", command=working(name="worker", concurrency=concurrency), url=url)
