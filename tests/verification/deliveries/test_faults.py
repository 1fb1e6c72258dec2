"""kill -9 in the middle of a load or of a check, a full disk, two at once: nothing lost, nothing twice or half."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from doudi.audit.models import Event
from doudi.verification.deliveries.store import NoRoom
from doudi.verification.held import rows_of
from doudi.verification.models import Delivery, DeliveryKey, SourceAnswer
from doudi.verification.services.ask_sources import ask_sources
from doudi.verification.services.forget_deliveries import sweep_deliveries
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import VILLAGE, Applications
from tests.fixtures.disk import full_disk
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import Department, Family, load, stranger, system

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60


def files() -> list[str]:
    return sorted(path.suffix for path in Path(settings.DOUDI_DELIVERIES).glob("*/*"))


def counts() -> tuple[int, int]:
    with system():
        return Delivery.objects.count(), DeliveryKey.objects.count()


def held(family: Family) -> int:
    with system():
        found = rows_of(family.tokens, source="vehicles", place=VILLAGE, on=TODAY, purpose="测试")
    return sum(len(batch) for batch in found.rows)


@contextmanager
def standing_at(table: str, deed: str) -> Iterator[subprocess.Popen[bytes]]:
    """A load or a click in a process of its own, that waits to write into a table which somebody else has locked."""
    known = connection.settings_dict
    url = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
        "DOUDI_SOURCES": str(settings.DOUDI_SOURCES),
    }
    command = [sys.executable, "tests/verification/deliveries/loader.py", deed, str(settings.DOUDI_DELIVERIES)]
    with psycopg.connect(url) as locker, locker.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            until = time.monotonic() + SECONDS
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
            while not cursor.execute(waits, [table]).fetchall()[0][0]:
                assert process.poll() is None, f"it ended before it reached {table}"
                assert time.monotonic() < until, f"it never reached {table}"
                time.sleep(0.02)
            yield process
        finally:
            process.kill()
            process.wait()
            locker.rollback()


@pytest.mark.django_db(transaction=True)
def test_a_load_that_is_killed_leaves_nothing_and_is_done_again(department: Department, family: Family) -> None:
    manifest = department.csv(family.rows)
    for table in ("verification_delivery", "audit_event"):
        with standing_at(table, str(manifest)) as process:
            process.kill()
        assert counts() == (0, 0)
        assert files() == [".pages", ".parquet"]  # without its row, and its key is nowhere
    with system():
        assert sweep_deliveries() == 2
    assert files() == []

    assert load(manifest).is_new
    assert (counts(), held(family), files()) == ((1, 1), 2, [".pages", ".parquet"])


@pytest.mark.django_db(transaction=True)
def test_a_check_that_is_killed_has_answered_nothing_and_is_answered_once_when_asked_again(
    department: Department, family: Family, applications: Applications
) -> None:
    load(department.csv(family.rows))
    assert family.application is not None
    by = applications.investigator
    with system():
        check = request_check(application=family.application, sources=("vehicles",), by=by, on=TODAY)
    for table in ("verification_foundfact", "audit_event"):
        with standing_at(table, str(check.pk)) as process:
            process.kill()
        with system():
            assert not SourceAnswer.objects.exists()
            assert not Event.objects.filter(act__in=["verification.answered", "verification.rows_read"]).exists()

    with system():
        ask_sources(request=check, by=by, on=TODAY)
        told = list(SourceAnswer.objects.order_by("member").values_list("attempt", "outcome"))

    assert told == [(1, "answered"), (1, "nothing_found"), (1, "nothing_found")]


@pytest.mark.django_db(transaction=True)
def test_of_two_loads_of_the_same_at_once_one_loads_and_the_other_finds_it(
    department: Department, family: Family
) -> None:
    manifest = department.csv(family.rows)

    def act(_: int) -> bool:
        try:
            return load(manifest).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(act, range(2))) == [False, True]
    assert (counts(), held(family)) == ((1, 1), 2)


@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_and_the_load_is_done_again(department: Department, family: Family) -> None:
    manifest = department.csv([*family.rows, *(["不详", *stranger(f"湘Z{n:05}")[1:]] for n in range(300))])

    with full_disk(after=1000), pytest.raises(NoRoom, match="没有留下一半"):
        load(manifest)
    assert (counts(), files()) == ((0, 0), [])

    made = load(manifest).delivery
    assert (made.kept, made.remainder, held(family)) == (2, 300, 2)


@pytest.mark.django_db
def test_a_folder_that_is_not_ours_is_told(department: Department, family: Family) -> None:
    Path(settings.DOUDI_DELIVERIES).write_text("a file where the folder should be")

    with pytest.raises(NoRoom):
        load(department.csv(family.rows))
    assert counts() == (0, 0)
