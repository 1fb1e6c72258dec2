"""The periodic work of the queue, done by a real worker on the real queue."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Event
from typing import cast

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.jobs.calendar import year_without_notice
from doudi.jobs.queries import jobs_failed, jobs_waiting, worker_heartbeat
from doudi.jobs.tasks import remove_finished_jobs, warn_of_calendar
from doudi.kernel.workdays import WorkCalendar
from doudi.project.run.children import JOBS_AT_ONCE

SEED = WorkCalendar.seed()
REMOVAL = remove_finished_jobs.name
WARNING = warn_of_calendar.name


@pytest.fixture(autouse=True)
def _only_what_is_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the clock of the machine from adding periodic jobs, and begin with an empty queue.

    The queue's tables belong to its library, so that the usual clearing between tests passes them by.
    """
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db")
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


def ask_for(task: str) -> None:
    app.configure_task(task).defer(timestamp=0)


def work_off_the_queue(*, at_once: int = 1) -> None:
    """Let a worker do what waits, on a thread of its own: a browser test may have left this one its event loop."""
    connector = cast("DjangoConnector", app.connector)
    with app.replace_connector(connector.get_worker_connector()) as working, ThreadPoolExecutor(1) as thread:
        work = partial(
            working.run_worker, wait=False, listen_notify=False, install_signal_handlers=False, concurrency=at_once
        )
        thread.submit(work).result()


def age(*, task: str, days: int) -> None:
    """Let everything that happened to the jobs of `task` have happened `days` earlier."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - make_interval(days => %s) "
            "WHERE job_id IN (SELECT id FROM procrastinate_jobs WHERE task_name = %s)",
            [days, task],
        )


def names_in_queue() -> set[str]:
    return set(ProcrastinateJob.objects.values_list("task_name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_job_that_succeeded_longer_ago_than_the_setting_is_removed() -> None:
    ask_for(WARNING)
    work_off_the_queue()
    age(task=WARNING, days=31)

    ask_for(REMOVAL)
    work_off_the_queue()

    assert names_in_queue() == {REMOVAL}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_succeeded_lately_stays() -> None:
    ask_for(WARNING)
    work_off_the_queue()
    age(task=WARNING, days=29)

    ask_for(REMOVAL)
    work_off_the_queue()

    assert names_in_queue() == {REMOVAL, WARNING}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_failed_stays_until_somebody_has_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_TODAY", "not a day")
    monkeypatch.setenv("DOUDI_MODE", "test")
    ask_for(WARNING)
    work_off_the_queue()
    age(task=WARNING, days=400)

    ask_for(REMOVAL)
    work_off_the_queue()

    assert jobs_failed() == 1
    assert names_in_queue() == {REMOVAL, WARNING}


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_seen_alive_only_while_it_works() -> None:
    before = worker_heartbeat()

    ask_for(WARNING)
    waiting = jobs_waiting()
    work_off_the_queue()

    assert before is None
    assert waiting == 1
    assert jobs_waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_does_not_wait_for_a_long_one_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Event()
    begun: list[bool] = []
    monkeypatch.setattr(app, "tasks", dict(app.tasks))
    long = app.task(name="long")(lambda: begun.append(done.wait(timeout=20)))
    short = app.task(name="short")(done.set)

    long.defer()
    short.defer()
    work_off_the_queue(at_once=JOBS_AT_ONCE)

    assert begun == [True]


@pytest.mark.django_db(transaction=True)
def test_the_calendar_warning_names_the_year(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("DOUDI_TODAY", f"{SEED.last_year}-11-21")
    monkeypatch.setenv("DOUDI_MODE", "test")

    with caplog.at_level(logging.WARNING, logger="doudi.jobs"):
        warn_of_calendar.func(timestamp=0)

    assert f"{SEED.last_year + 1} 年的节假日安排还没有录入" in caplog.text


def test_in_autumn_the_next_year_is_expected() -> None:
    assert year_without_notice(SEED, on=date(SEED.last_year, 11, 1)) == SEED.last_year + 1


def test_in_summer_nobody_is_warned_of_the_next_year() -> None:
    assert year_without_notice(SEED, on=date(SEED.last_year, 10, 31)) is None


def test_a_year_that_began_without_a_notice_is_warned_of_all_year() -> None:
    assert year_without_notice(SEED, on=date(SEED.last_year + 1, 3, 1)) == SEED.last_year + 1


def test_the_first_missing_year_is_named_when_several_are_missing() -> None:
    assert year_without_notice(SEED, on=date(SEED.last_year + 2, 12, 1)) == SEED.last_year + 1
