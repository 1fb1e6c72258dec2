"""The processes under the supervisor: the web server, the worker, and in a demonstration the stand-ins."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from doudi.exchange.signatures import raw
from doudi.project import keys
from doudi.project.database import child_environment
from doudi.project.leash import leashed

SECONDS_TO_STOP = 10
JOBS_AT_ONCE = 6
"""A simulation may take hours in a process of its own, and a query waits for its source most of the time; what the
night has to do goes on beside them."""


DEMONSTRATION_SEED = 1
"""What the records of the stand-in department follow from; its key as well (`standin.department.own_key`)."""


@dataclass
class Child:
    """One process, started on our leash in a session of its own, so that Ctrl-C reaches the supervisor only."""

    label: str
    command: list[str]
    url: str
    handed_over: tuple[int, ...] = ()
    process: subprocess.Popen[Any] | None = field(default=None)
    kept: socket.socket | None = field(default=None)
    """A socket of its own, kept open as long as the child may be started again."""

    def start(self) -> None:
        """Start, or start again."""
        self.process = subprocess.Popen(
            leashed(self.command),
            env=child_environment(self.url),
            stdin=subprocess.DEVNULL,
            pass_fds=self.handed_over,
            start_new_session=True,
        )

    def has_ended(self) -> bool:
        """Say whether the process is gone, whatever ended it."""
        return self.process is None or self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self.process and not self.has_ended():
            self.process.send_signal(signal.SIGTERM)

    def wait_or_kill(self) -> None:
        """Give it its time, then end it."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._kill()

    def _kill(self) -> None:
        assert self.process is not None  # noqa: S101 - the caller has just waited for it
        os.killpg(self.process.pid, signal.SIGKILL)  # its own session, so this is it and its children
        self.process.wait()


def web(listener: socket.socket, url: str) -> Child:
    """Return the web server on our socket."""
    handle = listener.fileno()
    options = [f"--bind=fd://{handle}", "--workers=2", "--threads=4", "--preload", "--no-control-socket"]
    options += [f"--graceful-timeout={SECONDS_TO_STOP - 2}", "--log-level=warning"]
    command = [sys.executable, "-m", "gunicorn", "doudi.project.wsgi:application", *options]
    return Child(label="网页服务", command=command, url=url, handed_over=(handle,))


def working(*, name: str, concurrency: int) -> list[str]:
    """Return the command line of a worker."""
    options = [f"--name={name}", f"--concurrency={concurrency}", f"--seconds-to-stop={SECONDS_TO_STOP - 2}"]
    return [sys.executable, "-m", "doudi.jobs.work", *options]


def worker(url: str) -> Child:
    """Return the worker, which takes jobs from the queue."""
    return Child(label="后台任务", command=working(name="run", concurrency=JOBS_AT_ONCE), url=url)


def short_messages(listener: socket.socket, url: str) -> Child:
    """Return the stand-in for a provider of short messages, on our socket; it has no use for the database."""
    command = [sys.executable, "-m", "doudi.project.standins.sms", str(listener.fileno())]
    return Child(label="演示短信", command=command, url=url, handed_over=(listener.fileno(),))


def department(listener: socket.socket, url: str) -> Child:
    """Return the stand-in for a department that is asked, on our socket; it knows our key and no database."""
    handle = listener.fileno()
    caller = raw(Ed25519PrivateKey.from_private_bytes(keys.query_key() or b"").public_key()).hex()
    command = [sys.executable, "-m", "doudi.standin", str(handle), str(DEMONSTRATION_SEED), caller]
    return Child(label="模拟来源", command=command, url=url, handed_over=(handle,))
