"""kill -9 of the worker while it asks a source, or keeps its answer: another goes on, and one answer stands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app

from doudi.audit.actor import Actor, acting
from doudi.jobs.source_queries import resume_queries
from doudi.verification.models import QueryProgress, SourceAnswer, SourceQuery
from doudi.verification.services.ask_sources import ask_sources
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import Applications
from tests.fixtures.departments import Running
from tests.fixtures.people import TODAY
from tests.jobs.test_jobs import ask_for, work_off_the_queue
from tests.payments.test_faults import url
from tests.verification.asking.clicks import ONE, connect

PATIENCE = 60
WORKER = """
import django
from django.conf import settings
django.setup()
from doudi.accounts.secrets import Keyring
settings.DOUDI_KEYRING, settings.DOUDI_QUERY_KEY = Keyring({1: b"1" * 32}, b"i" * 32), b"q" * 32
import sys
import doudi.jobs.tasks
from procrastinate.contrib.django import app
app.periodic_registry.periodic_tasks = {}
sys.argv = ["work", "--name=killed", "--concurrency=1", "--seconds-to-stop=1"]
from doudi.jobs.work import main
main()
"""
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'verification_foundfact'::regclass"


@pytest.fixture
def asked(
    transactional_db: None, applications: Applications, department: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three queries to one source that wait for a worker."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")
    by, application = applications.investigator, applications.consented()
    with acting(Actor.system("test"), on=TODAY):
        connect(department, ONE)
        check = request_check(application=application, sources=(ONE,), by=by, on=TODAY)
        ask_sources(request=check, by=by, on=TODAY)


def killed(until: Callable[[], object]) -> None:
    """Let a worker begin, and kill it where it stands then."""
    environment = {**os.environ, "DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "doudi.project.settings"}
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        end = time.monotonic() + PATIENCE
        while not until():
            assert process.poll() is None, "the worker ended by itself"
            assert time.monotonic() < end, "the worker never came so far"
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()


def resume() -> None:
    """Do what the next minute does once the worker's heart has not beaten for long."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    ask_for(resume_queries.name)
    work_off_the_queue()


def require_one_answer_each(department: Running) -> None:
    with acting(Actor.system("test"), on=TODAY):
        outcomes = list(SourceAnswer.objects.values_list("member", "attempt", "outcome").order_by("member"))
        progress = set(SourceQuery.objects.values_list("progress", flat=True))
    assert [(attempt, outcome) for _, attempt, outcome in outcomes] == [(1, "answered")] * 3
    assert progress == {QueryProgress.DONE}
    assert department.asked_of(ONE) == 3


@pytest.mark.usefixtures("asked")
def test_killed_while_the_source_is_asked_it_is_asked_again_under_the_same_number(department: Running) -> None:
    department.faults.set(ONE, "slow", times=1)

    killed(until=lambda: department.asked_of(ONE))
    resume()

    require_one_answer_each(department)


@pytest.mark.usefixtures("asked")
def test_killed_while_the_answer_is_kept_it_is_kept_once(department: Running) -> None:
    with ExitStack() as stack:
        locker = stack.enter_context(psycopg.connect(url()))
        locker.execute("LOCK TABLE verification_foundfact IN SHARE MODE")
        killed(until=lambda: locker.execute(WAITING).fetchall()[0][0])

    resume()

    require_one_answer_each(department)
