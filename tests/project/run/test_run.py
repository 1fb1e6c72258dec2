"""`doudi run`: what starts, what stops, and what happens when something is killed at any moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import closing, suppress
from pathlib import Path

import pytest

from doudi.project.postgres import Server, Urls
from doudi.project.postgres.ports import free_port, is_free
from tests.project.run.conftest import Running, Start, keep_a_row, kept_rows

pytestmark = pytest.mark.slow


def descendants(process: int) -> set[int]:
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    found = {process}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process}


def alive(numbers: set[int]) -> set[int]:
    return {number for number in numbers if Path(f"/proc/{number}").exists() and not _is_zombie(number)}


def _is_zombie(number: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return True


def kill_everything(run: Running) -> None:
    for number in [run.process.pid, *descendants(run.process.pid)]:
        with suppress(ProcessLookupError):  # those before it took it along
            os.kill(number, signal.SIGKILL)
    run.process.wait()


def test_a_first_start_killed_half_way_is_made_good_and_neither_ctrl_c_nor_killing_everything_loses_a_row(
    start: Start,
) -> None:
    half = start(wait=False)
    half.wait_until(lambda: list((half.data / "postgres").glob("cluster.half-*/data/*")) != [], "initdb")
    half.process.kill()
    half.process.wait()

    first = start(port=half.port, environment={"DOUDI_STARTED_AT": "0"})
    page = first.page()
    keep_a_row(first.data)
    below = descendants(first.process.pid)
    status = first.stop()

    assert (page, status) == (200, 0)
    assert len(below) > 5
    assert alive(below) == set()
    assert not Server.at(first.data).is_alive()
    assert "从 make run 到第一页用了" in first.words()
    assert "Launching" not in first.words()
    assert "已停止" in first.words()

    second = start()

    assert second.page() == 200
    assert kept_rows(first.data) == [("acknowledged",)]

    kill_everything(second)
    third = start(port=second.port)

    assert third.page() == 200
    assert kept_rows(first.data) == [("acknowledged",)]


def test_a_killed_web_server_worker_or_database_comes_back_and_a_killed_supervisor_leaves_nothing_in_the_way(
    start: Start, used_before: Path
) -> None:
    run = start()
    keep_a_row(run.data)

    for word, label in (("gunicorn", "网页服务"), ("doudi.jobs.work", "后台任务"), ("postgres", "数据库")):
        [before] = run.children(word)
        os.kill(before, signal.SIGKILL)
        run.wait_for(f"{label}意外退出")
        run.wait_until(lambda word=word, before=before: run.children(word) not in ([], [before]), f"{label} again")

    assert run.page() is not None  # late, but not refused: the socket is the supervisor's
    run.wait_until(lambda: run.page() == 200, "a page, once the database has recovered")
    assert kept_rows(run.data) == [("acknowledged",)]

    run.process.kill()
    run.process.wait()
    second = start(port=run.port)

    assert second.page() == 200
    assert kept_rows(run.data) == [("acknowledged",)]
    assert second.stop() == 0


def test_two_runs_share_one_server_know_only_the_role_without_rights_and_the_last_one_stops_it(
    start: Start, used_before: Path
) -> None:
    first = start(environment={"DATABASE_OWNER_URL": "postgresql://owner:secret@127.0.0.1/x"})
    server = Server.at(first.data)
    know_only_the_role_without_rights(first)
    starting_it_twice_is_one_sentence(first, start)

    second = start()
    first.process.send_signal(signal.SIGHUP)  # its terminal is closed
    status_of_first = first.process.wait(timeout=60)

    assert (status_of_first, server.is_alive(), second.page()) == (0, True, 200)

    second.process.send_signal(signal.SIGTERM)  # as a service manager stops it
    assert second.process.wait(timeout=60) == 0
    assert is_free(second.port)
    assert not server.is_alive()


def know_only_the_role_without_rights(run: Running) -> None:
    below = [*run.children("gunicorn"), *run.children("doudi.jobs.work")]
    assert len(below) == 2
    for number in below:
        known = Path(f"/proc/{number}/environ").read_text()
        assert "doudi_app" in known
        assert "doudi_owner" not in known
        assert "DATABASE_OWNER_URL" not in known


def starting_it_twice_is_one_sentence(first: Running, start: Start) -> None:
    again = start(port=first.port, wait=False)
    status = again.process.wait(timeout=30)

    assert status == 2
    assert f"doudi 已经在运行：http://127.0.0.1:{first.port}/" in again.words()
    assert len(again.words().splitlines()) == 1
    assert first.page() == 200


def test_a_port_of_another_program_is_one_sentence_and_nothing_is_made(start: Start) -> None:
    with closing(socket.socket()) as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]

        run = start(port=port, wait=False)
        status = run.process.wait(timeout=30)

    assert status == 2
    assert run.words().splitlines() == [
        f"端口 {port} 已被其他程序占用；请关闭它，或换一个端口：make run PORT={port + 1}。"
    ]
    assert not (run.data / "postgres").exists()


def test_the_database_of_another_server_is_used_when_it_is_named(start: Start, server: Server, migrated: Urls) -> None:
    run = start(environment={"DATABASE_URL": migrated.owner})

    page = run.page()

    assert page == 200
    assert not (run.data / "postgres").exists()
    assert run.stop() == 0
    assert server.is_alive()


def test_a_database_that_does_not_answer_is_one_sentence(start: Start) -> None:
    run = start(wait=False, environment={"DATABASE_URL": f"postgresql://a:secret@127.0.0.1:{free_port()}/b"})

    status = run.process.wait(timeout=60)

    assert status == 2
    assert "连不上 DATABASE_URL 指定的数据库" in run.words()
    assert "secret" not in run.words()
    assert "Traceback" not in run.words()
