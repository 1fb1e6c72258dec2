"""kill -9 of a process or of the database in the middle of a step, then the step again: nothing twice, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from doudi.audit.actor import Actor, acting
from doudi.kernel.errors import DoudiError
from doudi.payments import queries
from doudi.payments.models import Batch, Line
from doudi.project.connection import django_database
from doudi.project.postgres import Server, orphans
from tests.entitlements import given
from tests.fixtures.database import FAST
from tests.payments.paying import Desk
from tests.payments.steps import OWED, STEPS, counts, do, open_desk

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
BLOCKED = [
    ("make", "payments_line"),
    ("make", "audit_event"),
    ("approve", "payments_ledgeraccount"),
    ("approve", "payments_transfer"),
    ("approve", "audit_event"),
    ("write", "payments_bankfile"),
    ("write", "payments_transfer"),
    ("write", "audit_event"),
    ("receipt", "payments_bankreceipt"),
    ("receipt", "payments_lineresult"),
    ("receipt", "payments_transfer"),
    ("receipt", "audit_event"),
]


def url() -> str:
    """The address of the database Django uses now."""
    known = connection.settings_dict
    return f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def started(step: str, desk: Desk, batch: int) -> subprocess.Popen[bytes]:
    """The step, in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": url(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "tests/payments/worker.py", step, str(desk.maker.pk), str(desk.checker.pk), str(batch)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@contextmanager
def standing_at(table: str, step: str, desk: Desk, batch: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process, in the middle of the step: it waits to write into a table that somebody else has locked."""
    with psycopg.connect(url()) as locker, locker.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
        process = started(step, desk, batch)
        try:
            until = time.monotonic() + SECONDS
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
            while not cursor.execute(waits, [table]).fetchall()[0][0]:
                assert process.poll() is None, f"{step} ended before it reached {table}"
                assert time.monotonic() < until, f"{step} never reached {table}"
                time.sleep(0.02)
            yield process
        finally:
            process.kill()
            process.wait()
            with suppress(psycopg.OperationalError):
                locker.rollback()


def wait_until_alone() -> None:
    """Wait until the server has noticed that the process is gone, and undone what it had begun."""
    until = time.monotonic() + SECONDS
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{others} AND backend_type = 'client backend'")
            if not cursor.fetchall()[0][0]:
                return
        assert time.monotonic() < until
        time.sleep(0.02)


def done_before(step: str, desk: Desk) -> int:
    """Everything before a step; returns the batch, 0 before there is one."""
    batch = 0
    for earlier in STEPS[: STEPS.index(step)]:
        batch = do(earlier, maker=desk.maker.pk, checker=desk.checker.pk, batch=batch)
    return batch


def done_to_the_end(step: str, desk: Desk, batch: int) -> None:
    """A step and everything after it."""
    for later in STEPS[STEPS.index(step) :]:
        batch = do(later, maker=desk.maker.pk, checker=desk.checker.pk, batch=batch)


def assert_paid_once() -> None:
    """Every part of every entitlement is paid exactly once, and the books agree to the fen."""
    with acting(Actor.system("test"), on=given.TODAY):
        parts = Line.objects.filter(results__outcome="paid").values_list("component", flat=True)
        assert (len(parts), len(set(parts))) == (6, 6)
        balances = {each.kind: each.balance_fen for each in queries.trial_balance()}
        assert balances == {"aid": OWED, "paid": -OWED, "clearing": 0, "payable": 0, "returned": 0}
        assert all(queries.reconcile(batch).agrees for batch in Batch.objects.order_by("pk"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("step", "table"), BLOCKED)
def test_a_process_killed_in_the_middle_of_a_step_leaves_nothing_of_it(step: str, table: str) -> None:
    desk = open_desk()
    batch = done_before(step, desk)
    before = counts()

    with standing_at(table, step, desk, batch) as process:
        process.kill()
    wait_until_alone()

    assert counts() == before
    done_to_the_end(step, desk, batch)
    assert_paid_once()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_moment_has_done_its_step_whole_or_not_at_all() -> None:
    """Also after the commit, when nobody was told: whoever asks again is told, and pays nothing twice."""
    desk = open_desk()
    batch, kills = 0, 0
    for step in STEPS:
        for pause in (1.2, 1.6, 2.0):
            process = started(step, desk, batch)
            time.sleep(pause)
            kills += process.poll() is None
            process.kill()
            process.wait()
            wait_until_alone()
        with suppress(DoudiError):  # done already: that the answer never came does not matter
            do(step, maker=desk.maker.pk, checker=desk.checker.pk, batch=batch)
        with acting(Actor.system("test"), on=given.TODAY):
            batch = Batch.objects.get().pk

    assert kills
    assert_paid_once()


@pytest.fixture
def own_database(data_dir: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of this test alone, with the tables of the product, which Django uses for its length."""
    shared = connections.settings["default"]
    server = Server.at(data_dir, options=FAST)
    urls = server.ensure_running()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections["default"].close()
        connections.settings["default"] = {**shared, **django_database(urls.owner), "TEST": shared["TEST"]}
        del connections["default"]
        call_command("migrate", verbosity=0)
        yield server
        connections["default"].close()
        connections.settings["default"] = shared
        del connections["default"]
    server.leave()


@pytest.mark.slow
def test_a_database_killed_in_the_middle_of_each_step_comes_back_without_it(own_database: Server) -> None:
    desk = open_desk()
    batch = 0
    for step in STEPS:
        before = counts()
        with standing_at("audit_event", step, desk, batch) as process:
            for number in orphans.working_in(own_database.cluster):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            assert process.wait(timeout=SECONDS) != 0
        connection.close()
        own_database.ensure_running()

        assert counts() == before
        batch = do(step, maker=desk.maker.pk, checker=desk.checker.pk, batch=batch)

    assert_paid_once()
