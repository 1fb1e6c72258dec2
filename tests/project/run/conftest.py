"""`doudi run` as a person starts it: a process of its own, on a port of its own, with data of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psycopg
import pytest

from doudi.project.postgres import Server
from doudi.project.postgres.ports import free_port

PATIENCE = 90
COMMAND = Path(sys.executable).with_name("doudi")


@dataclass
class Running:
    """One `doudi run`."""

    data: Path
    port: int
    process: subprocess.Popen[str]
    said: Path

    def page(self) -> int | None:
        """Return the status of the first page, or None when nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def words(self) -> str:
        return self.said.read_text()

    def wait_for(self, sentence: str, *, times: int = 1) -> None:
        self.wait_until(lambda: self.words().count(sentence) >= times, sentence)

    def wait_until(self, happened: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < until, f"waited in vain: {what}\n{self.words()}"
            assert self.process.poll() is None, f"ended: {what}\n{self.words()}"
            time.sleep(0.1)

    def children(self, word: str) -> list[int]:
        """Return the processes directly under the supervisor whose command has `word` in it."""
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line.split(maxsplit=1) for line in listed.stdout.splitlines()]
        return [int(number) for number, command in lines if word in command]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


Start = Callable[..., Running]


@pytest.fixture
def start(data_dir: Path, tmp_path: Path) -> Iterator[Start]:
    """Start `doudi run`; all of them are stopped at the end."""
    started: list[Running] = []

    def begin(*, port: int | None = None, wait: bool = True, environment: dict[str, str] | None = None) -> Running:
        said = tmp_path / f"said-{len(started)}.txt"
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_"))}
        own |= {"DOUDI_DATA": str(data_dir), "DOUDI_MODE": "test", **(environment or {})}
        chosen = port or free_port()
        with said.open("w") as output:
            process = subprocess.Popen(
                [COMMAND, "run", "--port", str(chosen)], env=own, stdout=output, stderr=output, text=True
            )
        run = Running(data_dir, chosen, process, said)
        started.append(run)
        if wait:
            run.wait_for("Ctrl-C")
        return run

    yield begin
    for run in started:
        if run.process.poll() is None:
            run.process.kill()
        run.process.wait()


def keep_a_row(data: Path) -> None:
    """Write a row as the product's role, in a table of the owner's, and have it acknowledged."""
    urls = Server.at(data).urls
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept (note text)")
    with psycopg.connect(urls.app) as app:
        app.execute("INSERT INTO kept VALUES ('acknowledged')")


def kept_rows(data: Path) -> list[tuple[str]]:
    with Server.at(data).running() as urls, psycopg.connect(urls.app) as connection:
        return connection.execute("SELECT note FROM kept").fetchall()
