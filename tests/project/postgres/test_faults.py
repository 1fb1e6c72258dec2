"""Each fault ends in one clear sentence or is repaired at the next start, and no acknowledged row is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from doudi.project.postgres import Installation, Server, orphans
from doudi.project.postgres.cluster import ClusterDamaged, MajorVersionDiffers
from doudi.project.postgres.log import StartFailed
from doudi.project.postgres.postmaster import PasswordWrong

START = """
import sys
from pathlib import Path
from doudi.project.postgres import Server
Server.at(Path(sys.argv[1])).ensure_running()
"""
KEEP = "INSERT INTO kept VALUES ('acknowledged')"


@pytest.fixture
def used(made_server: Server) -> Server:
    """A running server with one acknowledged row."""
    urls = made_server.ensure_running()
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE kept (note text)")
        connection.execute(KEEP)
    return made_server


def kept(server: Server) -> list[tuple[str]]:
    """Start again and read what was acknowledged."""
    with server.running() as urls, psycopg.connect(urls.owner) as connection:
        return connection.execute("SELECT note FROM kept").fetchall()


def head(server: Server) -> int:
    return int((server.cluster / "postmaster.pid").read_text().splitlines()[0])


def send(what: signal.Signals, to: Iterable[int]) -> None:
    """Signal processes of the server; some of them (autovacuum, io workers) come and go by themselves."""
    for number in to:
        with suppress(ProcessLookupError):
            os.kill(number, what)


def again(server: Server) -> Server:
    """The server as the next command sees it, after everything of this one is forgotten."""
    server._leave_quietly()
    return Server.at(server.data, installation=server._given)


def test_a_killed_server_starts_again_with_every_acknowledged_row(used: Server) -> None:
    os.kill(head(used), signal.SIGKILL)

    assert kept(again(used)) == [("acknowledged",)]


def test_a_killed_server_and_all_its_children_start_again(used: Server) -> None:
    send(signal.SIGKILL, list(orphans.working_in(used.cluster)))

    assert kept(again(used)) == [("acknowledged",)]


def test_killed_children_are_replaced_by_the_server_itself(used: Server) -> None:
    children = [number for number in orphans.working_in(used.cluster) if number != head(used)]
    send(signal.SIGKILL, children)

    assert kept(again(used)) == [("acknowledged",)]


def test_children_that_hang_when_the_server_is_killed_are_ended(used: Server) -> None:
    children = [number for number in orphans.working_in(used.cluster) if number != head(used)]
    send(signal.SIGSTOP, children)
    os.kill(head(used), signal.SIGKILL)

    assert kept(again(used)) == [("acknowledged",)]


def test_a_hanging_server_is_stopped_all_the_same(used: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECONDS_TO_STOP", "SECONDS_TO_QUIT", "SECONDS_FOR_ORPHANS"):
        monkeypatch.setattr(f"doudi.project.postgres.postmaster.{name}", 1)
    os.kill(head(used), signal.SIGSTOP)

    used.leave()

    assert not used.is_alive()
    assert kept(used) == [("acknowledged",)]


def test_a_stale_lock_with_the_number_of_a_living_stranger_is_no_obstacle(used: Server) -> None:
    number = head(used)
    notes = (used.cluster / "postmaster.pid").read_text()
    used.leave()
    (used.cluster / "postmaster.pid").write_text(notes.replace(str(number), str(os.getpid()), 1))

    assert kept(again(used)) == [("acknowledged",)]


def test_a_server_that_is_on_its_way_down_is_waited_for(used: Server) -> None:
    os.kill(head(used), signal.SIGTERM)

    assert kept(again(used)) == [("acknowledged",)]


def test_a_half_finished_first_start_is_thrown_away(own_server: Server) -> None:
    half = own_server.folder / "cluster.half-left"
    (half / "data").mkdir(parents=True)
    for folder in (own_server.folder, half):
        folder.chmod(0o711)
    (half / "data" / "PG_VERSION").write_text("18\n")

    with own_server.running():
        alive = own_server.is_alive()

    assert alive
    assert not half.exists()


def test_a_first_start_that_is_killed_is_made_good_by_the_next(data_dir: Path) -> None:
    starting = subprocess.Popen([sys.executable, "-c", START, str(data_dir)])
    _wait_for(data_dir / "postgres", "cluster.half-*/data/*")
    starting.kill()
    starting.wait()

    with Server.at(data_dir).running() as urls, psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("doudi_app",)


def test_a_taken_port_is_left_to_its_owner_and_another_is_chosen(used: Server) -> None:
    port = used.status().port
    used.leave()
    with closing(socket.socket()) as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()

        rows = kept(again(used))
        other = int((used.folder / "port").read_text())

    assert rows == [("acknowledged",)]
    assert other != port


def test_a_port_taken_at_the_last_moment_is_found_out_from_the_server(
    used: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = used.status().port
    used.leave()
    monkeypatch.setattr(
        "doudi.project.postgres.ports.is_free", lambda asked: asked != port or tried.append(asked) or len(tried) == 1
    )
    tried: list[int] = []
    with closing(socket.socket()) as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", port))
        stranger.listen()

        rows = kept(again(used))

    assert rows == [("acknowledged",)]


def test_an_unreadable_port_file_is_written_anew(used: Server) -> None:
    used.leave()
    (used.folder / "port").write_text("not a port")

    assert kept(again(used)) == [("acknowledged",)]


def test_another_major_version_is_refused_in_a_sentence_and_left_alone(used: Server) -> None:
    used.leave()
    (used.cluster / "PG_VERSION").write_text("12\n")

    with pytest.raises(MajorVersionDiffers, match="PostgreSQL 12"):
        again(used).ensure_running()

    assert (used.cluster / "PG_VERSION").read_text() == "12\n"
    assert (used.cluster / "base").is_dir()


def test_a_folder_that_is_no_cluster_is_refused_and_left_alone(used: Server) -> None:
    used.leave()
    (used.cluster / "PG_VERSION").unlink()

    with pytest.raises(ClusterDamaged, match="PG_VERSION"):
        again(used).ensure_running()

    assert (used.cluster / "base").is_dir()


def test_a_password_file_that_does_not_fit_is_named(used: Server) -> None:
    used.leave()
    (used.secrets / "postgres").write_text("another")

    with pytest.raises(PasswordWrong, match="secrets"):
        again(used).ensure_running()


def test_a_role_whose_password_file_was_lost_gets_a_new_password(used: Server) -> None:
    used.leave()
    (used.secrets / "doudi_owner").unlink()

    assert kept(again(used)) == [("acknowledged",)]


def test_a_damaged_setting_is_a_sentence_that_names_the_log(used: Server) -> None:
    used.leave()
    with (used.cluster / "postgresql.conf").open("a") as file:
        file.write("max_connections = nonsense\n")

    with pytest.raises(StartFailed, match=r"server\.log"):
        again(used).ensure_running()


def test_damaged_programs_are_copied_again(data_dir: Path) -> None:
    kept = data_dir / "postgres"
    programs = Installation.kept_in(kept)
    programs.program("initdb").write_bytes(b"cut short")
    programs.program("psql").unlink()

    repaired = Installation.kept_in(kept)

    assert repaired.version == Installation.kept_in(kept).version
    assert repaired.program("psql").stat().st_size > 100_000
    assert repaired.program("initdb").stat().st_size > 100_000
    assert [path.name for path in kept.iterdir()] == [repaired.bin_dir.parents[2].name]


def _wait_for(folder: Path, pattern: str) -> None:
    until = time.monotonic() + 60
    while not list(folder.glob(pattern)):
        assert time.monotonic() < until, pattern
        time.sleep(0.01)
