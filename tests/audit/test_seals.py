"""Seals: one a minute however many seal, chained; whatever is changed behind them is named."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, connections, transaction

from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event, Seal
from doudi.audit.services import seal as sealing
from doudi.audit.services.export import ChainBroken, ExportUnreadable, export, last_exported
from doudi.audit.services.record import record
from doudi.audit.services.seal import Busy, seal
from doudi.audit.verification import Verdict, verify
from doudi.project.postgres import Server

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2024, 3, 1)
JOB = Actor.job("test")
Tamper = Callable[..., None]


def happen(times: int = 3) -> list[int]:
    with acting(JOB, on=TODAY):
        return [record("test.done", on=TODAY, place="430971001", details={"n": n}).pk for n in range(times)]


def sealed(times: int = 3) -> list[int]:
    events = happen(times)
    assert seal(by=JOB, on=TODAY) is not None
    return events


def judged(folder: Path | None = None) -> Verdict:
    with acting(JOB, on=TODAY):
        return verify(export=folder)


def written(folder: Path) -> Path | None:
    with acting(JOB, on=TODAY):
        return export(into=folder)


@pytest.fixture
def tamper(server: Server) -> Tamper:
    """Do what only a superuser can: change rows with every trigger off."""

    def run(statement: str, *values: object) -> None:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(server.superuser_url, dbname=name, autocommit=True) as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(statement, values)  # type: ignore[arg-type]

    return run


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: settings[name] for name in names}) as other:
        yield other


def test_a_seal_holds_what_happened_and_is_chained() -> None:
    first, second = sealed(2), sealed(1)

    with acting(JOB, on=TODAY):
        one, two = Seal.objects.order_by("number")
    assert (one.number, one.first_id, one.last_id, one.previous) == (1, first[0], first[1], "")
    assert (two.number, two.first_id, two.last_id, two.previous) == (2, second[0], second[0], one.digest)
    assert judged() == Verdict("", 2, 3, 0, None)


def test_sealing_again_without_events_makes_no_seal() -> None:
    sealed()

    assert seal(by=JOB, on=TODAY) is None
    assert Seal.objects.count() == 1


def test_a_seal_holds_only_so_many_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST", 2)
    sealed(3)
    assert seal(by=JOB, on=TODAY) is not None

    assert judged() == Verdict("", 2, 3, 0, None)


def test_verify_names_the_unsealed_tail() -> None:
    sealed()
    tail = happen(2)

    verdict = judged()

    assert verdict.is_sound
    assert verdict.sentence == (
        f"审计记录完整：1 个封印、3 条事件与封存时一致；尚未封存的事件 2 条，从第 {tail[0]} 号起。"
    )


@pytest.mark.parametrize(
    "change",
    ["act = 'test.undone'", "persons = '{7}'", "place = '371702'", "details = '{}'", "at = at + interval '1 second'"],
)
def test_verify_names_a_changed_event(tamper: Tamper, change: str) -> None:
    events = sealed()
    sealed()

    tamper(f"UPDATE audit_event SET {change} WHERE id = %s", events[1])  # noqa: S608 - five changes written above

    assert judged().problem == f"第 1 号封印中的第 {events[1]} 号事件被改动过"


def test_verify_names_a_deleted_and_a_slipped_in_event(tamper: Tamper) -> None:
    events = sealed()
    tamper("DELETE FROM audit_event WHERE id = %s", events[2])
    assert judged().problem == f"第 1 号封印中的第 {events[2]} 号事件被删除"

    tamper("UPDATE audit_event SET id = id + 1000 WHERE id = %s", events[0])
    assert judged().problem == f"第 1 号封印中的第 {events[0]} 号事件被删除"


def test_verify_names_an_event_slipped_in_between(tamper: Tamper) -> None:
    events = sealed()
    last = sealed()
    tamper("DELETE FROM audit_event WHERE id = %s", events[1])
    tamper("DELETE FROM audit_seal")
    tamper("SELECT setval('audit_seal_id_seq', 1)")
    assert seal(by=JOB, on=TODAY) is not None
    assert judged().is_sound

    tamper("INSERT INTO audit_event SELECT %s, * FROM (SELECT at, business_on, actor_kind, account_id, actor_name, "
           "office_id, act, subject_kind, subject_id, place, purpose, persons, details FROM audit_event WHERE id = %s)"
           " AS other", events[1], last[0])  # fmt: skip

    assert judged().problem == f"第 {events[1]} 号事件是第 1 号封印作出以后插入的"


def test_verify_names_a_changed_or_missing_seal(tamper: Tamper) -> None:
    for _ in range(3):
        sealed(1)
    tamper("UPDATE audit_seal SET last_id = last_id, digest = repeat('a', 64) WHERE number = 2")
    assert judged().problem == "第 2 号封印被改动过，或不是接着上一封印作出的"

    tamper("DELETE FROM audit_seal WHERE number = 2")
    assert judged().problem == "缺少第 2 号封印"


def test_a_deleted_end_is_noticed_against_the_export(tamper: Tamper, tmp_path: Path) -> None:
    first = sealed()
    sealed()
    assert written(tmp_path) is not None
    tamper("DELETE FROM audit_event WHERE id > %s", first[-1])
    tamper("DELETE FROM audit_seal WHERE number = 2")

    assert judged().is_sound
    assert judged(tmp_path).problem == "审计记录的尾部被删除：库外留存到第 2 号封印，库内只到第 1 号"
    with pytest.raises(ChainBroken, match="第 2 号"):
        written(tmp_path)


def test_a_chain_made_anew_is_noticed_against_the_export(tamper: Tamper, tmp_path: Path) -> None:
    events = sealed()
    written(tmp_path)
    tamper("UPDATE audit_event SET act = 'test.undone' WHERE id = %s", events[0])
    tamper("DELETE FROM audit_seal")
    assert seal(by=JOB, on=TODAY) is not None

    assert judged().is_sound
    assert judged(tmp_path).problem == "第 1 号封印与库外留存的不一致，审计记录被改写过"


def test_each_export_writes_what_no_file_holds_yet(tmp_path: Path) -> None:
    folder = tmp_path / "seals"
    assert written(folder) is None
    sealed()
    first = written(folder)
    assert written(folder) is None
    sealed()
    second = written(folder)

    assert first is not None
    assert second is not None
    assert [path.name for path in sorted(folder.iterdir())] == ["000000000001.jsonl", "000000000002.jsonl"]
    assert first.stat().st_mode & 0o077 == 0
    last = last_exported(folder)
    assert last is not None
    assert last.number == 2
    assert judged(folder).is_sound
    second.write_text("{}\n")
    with pytest.raises(ExportUnreadable, match=r"000000000002\.jsonl 第 1 行"):
        judged(folder)


def test_a_sealer_waits_for_who_writes_and_misses_no_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event with a smaller number may become visible later; the seal must not pass over it."""
    monkeypatch.setattr(sealing, "PATIENCE", "30s")
    made: list[Seal | None] = []
    with another_connection() as slow:
        slow.execute(
            "INSERT INTO audit_event (business_on, actor_kind, actor_name, act, subject_kind, place, purpose, persons, "
            "details) VALUES ('2024-03-01', 'job', 'slow', 'test.slow', '', '', '', '{}', '{}')"
        )
        sealer = threading.Thread(target=lambda: (made.append(seal(by=JOB, on=TODAY)), connections.close_all()))
        sealer.start()
        _until_somebody_waits()
        slow.commit()
        sealer.join(30)

    assert made[0] is not None
    assert judged() == Verdict("", 1, 1, 0, None)


def test_a_sealer_does_not_wait_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PATIENCE", "50ms")
    with another_connection() as slow:
        slow.execute("LOCK TABLE audit_event IN ROW EXCLUSIVE MODE")
        with pytest.raises(Busy):
            seal(by=JOB, on=TODAY)


def test_two_sealers_at_once_make_one_seal() -> None:
    happen()
    made: list[Seal | None] = []
    start = threading.Barrier(4)

    def race() -> None:
        start.wait(10)
        made.append(seal(by=JOB, on=TODAY))
        connections.close_all()

    sealers = [threading.Thread(target=race) for _ in range(4)]
    for one in sealers:
        one.start()
    for one in sealers:
        one.join(30)

    assert sum(one is not None for one in made) == 1
    assert judged() == Verdict("", 1, 3, 0, None)


def test_events_and_seals_are_never_rewritten() -> None:
    events = sealed()
    with acting(JOB, on=TODAY):
        for rows in (Event.objects.filter(pk=events[0]), Seal.objects.all()):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                rows.delete()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Event.objects.filter(pk=events[0]).update(act="test.undone")


def _until_somebody_waits() -> None:
    with another_connection() as watching:
        watching.autocommit = True
        for _ in range(200):
            waiting = watching.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if waiting and waiting[0]:
                return
            watching.execute("SELECT pg_sleep(0.05)")
    pytest.fail("nobody waited")
