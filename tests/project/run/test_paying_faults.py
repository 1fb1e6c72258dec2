"""The running product is killed in the middle of a month's payment: web, worker, database, each at a step of its own.

A request stands in the middle of its step because it waits for a table that is locked; then the processes are killed.
Whoever was not told presses the button again. Nothing is paid twice and nothing is lost.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import psycopg
import pytest

from doudi.project.postgres import Server, orphans
from tests.entitlements import given
from tests.payments.steps import OWED
from tests.project.run.conftest import Running, Start

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a" * 32
PATIENCE = 60
COUNTED = """
SELECT (SELECT count(*) FROM payments_batch WHERE status = 'approved'), (SELECT count(*) FROM payments_bankfile),
       (SELECT count(*) FROM payments_bankreceipt), (SELECT count(*) FROM payments_transfer),
       (SELECT count(*) FROM audit_event WHERE act LIKE 'payments.%')
"""


@dataclass
class PayingDesk:
    """The desk of a county, as two officers see it in their browsers."""

    run: Running
    ask: Ask
    sessions: dict[str, str]

    def post(self, who: str, path: str, body: str = "", kind: str = "application/x-www-form-urlencoded") -> int | None:
        """Press a button; None when the connection broke before an answer came."""
        connection = HTTPConnection("127.0.0.1", self.run.port, timeout=PATIENCE)
        headers = {
            "Cookie": f"sessionid={self.sessions[who]}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "Content-Type": kind,
        }  # fmt: skip
        try:
            connection.request("POST", path, body.encode(), headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def make(self) -> int | None:
        return self.post("maker", "/desk/batches/", urlencode({"month": "2022-06"}))

    def approve(self) -> int | None:
        return self.post("checker", "/desk/batches/1/approve/")

    def write(self) -> int | None:
        return self.post("maker", "/desk/batches/1/file/", urlencode({"format": "csv-utf8"}))

    def read(self) -> int | None:
        content = self.ask("receipt 1")
        body = f'--x\r\nContent-Disposition: form-data; name="receipt"; filename="r.csv"\r\n\r\n{content}\r\n--x--\r\n'
        return self.post("maker", "/desk/batches/1/receipt/", body, "multipart/form-data; boundary=x")


Ask = Callable[[str], object]


@contextmanager
def answering(run: Running) -> Iterator[Ask]:
    """Give what paying_desk.py answers on the installation of a run."""
    environment = {
        **os.environ, "DOUDI_DATA": str(run.data), "DATABASE_URL": Server.at(run.data).urls.owner,
        "DJANGO_SETTINGS_MODULE": "doudi.project.settings", "PYTHONPATH": f"{ROOT}:{ROOT}/src",
    }  # fmt: skip
    script = [sys.executable, "tests/project/run/paying_desk.py"]
    pipe = subprocess.PIPE
    with subprocess.Popen(script, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as desk:
        assert desk.stdin is not None
        assert desk.stdout is not None
        question, answer = desk.stdin, desk.stdout

        def ask(what: str) -> object:
            question.write(f"{what}\n")
            question.flush()
            return json.loads(answer.readline())

        yield ask
    assert desk.returncode == 0


def counts(run: Running) -> tuple[int, ...]:
    """What stands in the tables, whoever may see it."""
    with psycopg.connect(Server.at(run.data).superuser_url, dbname="doudi") as connection:
        return connection.execute(COUNTED).fetchall()[0]


@contextmanager
def in_the_middle(run: Running, step: Callable[[], int | None]) -> Iterator[None]:
    """The step has begun, and waits to leave its event, which is the last thing it does."""
    with psycopg.connect(Server.at(run.data).superuser_url, dbname="doudi") as locker, locker.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_event IN SHARE MODE")
        pressed = Thread(target=step)
        pressed.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'audit_event'::regclass"
        run.wait_until(lambda: cursor.execute(waits).fetchall()[0][0] > 0, "the step reaches the middle")
        yield
        with suppress(psycopg.OperationalError):
            locker.rollback()
        pressed.join(PATIENCE)


def kill(*numbers: int) -> None:
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def group_of(run: Running, word: str) -> list[int]:
    """A child of the supervisor and everything below it."""
    (child,) = run.children(word)
    listed = subprocess.run(["ps", "-o", "pid=", "-g", str(child)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def wait_until_it_works(run: Running) -> None:
    """Wait until pages answer, and nothing of the killed step is left in the database."""
    run.wait_until(lambda: run.page() == 200, "the first page again")
    until = time.monotonic() + PATIENCE
    working = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' OR wait_event_type = 'Lock'"
    while True:
        with suppress(psycopg.OperationalError), psycopg.connect(Server.at(run.data).superuser_url) as connection:
            if not connection.execute(working).fetchall()[0][0]:
                return
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_month_is_paid_once_though_web_worker_and_database_are_killed_in_its_middle(
    used_before: Path, start: Start
) -> None:
    run = start(environment={"DOUDI_TODAY": given.TODAY.isoformat()})
    run.wait_until(lambda: bool(run.children("doudi.jobs.work")), "the worker")
    with answering(run) as ask:
        pay_a_month(run, PayingDesk(run, ask, ask("open")))  # type: ignore[arg-type]

        balances = {"aid": OWED, "paid": -OWED, "clearing": 0, "payable": 0, "returned": 0}
        assert ask("books") == {"lines": 6, "parts": 6, "agree": [True], "balances": balances}


def pay_a_month(run: Running, desk: PayingDesk) -> None:
    """Have each step broken in its middle, and press its button once more."""
    assert desk.make() == 302
    web = lambda: group_of(run, "gunicorn")  # noqa: E731 - three words for three victims
    worker = lambda: [*group_of(run, "doudi.jobs.work"), *web()]  # noqa: E731 - the same
    database = lambda: orphans.working_in(Server.at(run.data).cluster)  # noqa: E731 - the same

    for step, victims in ((desk.approve, web), (desk.write, worker), (desk.read, database)):
        before = counts(run)
        with in_the_middle(run, step):
            kill(*victims())
        wait_until_it_works(run)

        assert counts(run) == before
        assert step() == 302
