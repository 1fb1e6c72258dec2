"""The embedded server, made and run by our own supervisor."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from doudi.project.postgres import Server, ServerInUse, grant_runtime
from doudi.project.postgres.account import AccountUnusable, FolderClosed, account_for

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as somebody else")

SHARE = """
import sys
from pathlib import Path
from doudi.project.postgres import Server
with Server.at(Path(sys.argv[1])).running() as urls:
    print(urls.app, flush=True)
    sys.stdin.read()
"""


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_fresh_folder_gets_checksums_utf8_and_collation_c(first_start: Server) -> None:
    urls = first_start.urls
    checksums = ask(urls.app, "SHOW data_checksums")
    encoding = ask(urls.app, "SHOW server_encoding")
    collation = ask(urls.app, "SELECT datcollate FROM pg_database WHERE datname = current_database()")

    assert (checksums, encoding, collation) == ("on", "UTF8", "C")


def test_the_server_listens_on_the_loopback_address_only(first_start: Server) -> None:
    listening = ask(first_start.superuser_url, "SHOW listen_addresses")
    sockets = ask(first_start.superuser_url, "SHOW unix_socket_directories")

    assert (listening, sockets) == ("127.0.0.1", "")


def test_passwords_are_kept_as_scram_and_a_wrong_one_is_refused(first_start: Server) -> None:
    urls = first_start.urls
    weak = ask(first_start.superuser_url, "SELECT count(*) FROM pg_authid WHERE rolpassword NOT LIKE 'SCRAM-SHA-256$%'")
    right = urls.app
    wrong = right.replace(right.split(":")[2].split("@")[0], "wrong")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)

    assert weak == 0


def test_password_files_are_readable_by_their_owner_only(first_start: Server) -> None:
    files = list(first_start.secrets.iterdir())

    assert {path.name for path in files} == {"postgres", "doudi_owner", "doudi_app"}
    assert {mode(path) for path in files} == {0o600}
    assert mode(first_start.secrets) == 0o700


def test_no_password_is_on_a_command_line_or_in_the_log(first_start: Server) -> None:
    commands = "\n".join(_commands())
    secrets = [path.read_text() for path in first_start.secrets.iterdir()]

    assert not [secret for secret in secrets if secret in commands]
    assert not [secret for secret in secrets if secret in first_start.log.path.read_text()]


def test_the_modes_of_parent_folders_stay_as_they_were(data_dir: Path) -> None:
    closed = data_dir / "kept"
    closed.mkdir()
    closed.chmod(0o751)
    before = {path: mode(path) for path in [closed, *closed.parents]}

    with Server.at(closed / "data").running():
        pass

    assert {path: mode(path) for path in before} == before


@root_only
def test_roots_server_runs_as_an_account_without_rights(first_start: Server) -> None:
    number = int((first_start.cluster / "postmaster.pid").read_text().splitlines()[0])
    owner = Path(f"/proc/{number}").stat().st_uid
    groups = Path(f"/proc/{number}/status").read_text().split("Groups:")[1].splitlines()[0].split()

    assert owner == pwd.getpwnam("nobody").pw_uid
    assert "0" not in groups


@root_only
def test_a_folder_that_account_cannot_enter_is_refused_and_stays_closed(data_dir: Path) -> None:
    closed = data_dir / "private"
    closed.mkdir(mode=0o700)

    with pytest.raises(FolderClosed, match="nobody"):
        Server.at(closed / "data").ensure_running()

    assert mode(closed) == 0o700


@root_only
def test_a_cluster_that_belongs_to_root_is_refused(data_dir: Path) -> None:
    with pytest.raises(AccountUnusable, match="root"):
        account_for(data_dir)


@root_only
def test_an_account_that_does_not_exist_is_refused(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_POSTGRES_USER", "no-such-account")

    with pytest.raises(AccountUnusable, match="没有这个账户"):
        account_for(data_dir / "cluster")


def test_the_running_product_works_with_rows_and_nothing_else(made_server: Server) -> None:
    with made_server.running() as urls:
        with psycopg.connect(urls.owner, autocommit=True) as owner:
            owner.execute("CREATE TABLE before (n bigint GENERATED ALWAYS AS IDENTITY, note text)")
            grant_runtime(urls.owner, "doudi_app")
            owner.execute("CREATE TABLE after (n bigserial, note text)")

        with psycopg.connect(urls.app, autocommit=True) as app:
            for table in (sql.Identifier("before"), sql.Identifier("after")):
                app.execute(sql.SQL("INSERT INTO {} (note) VALUES ('a')").format(table))
                app.execute(sql.SQL("UPDATE {} SET note = 'b'").format(table))
                app.execute(sql.SQL("DELETE FROM {}").format(table))
            for act in (
                "DROP TABLE after",
                "ALTER TABLE after ADD m int",
                "TRUNCATE after",
                "CREATE TABLE mine (n int)",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(act.encode())


def test_neither_role_is_a_superuser(first_start: Server) -> None:
    rights = ask(
        first_start.superuser_url,
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'doudi_%' "
        "AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)",
    )

    assert rights == 0


def test_the_last_user_out_stops_the_server(made_server: Server) -> None:
    second = Server.at(made_server.data)
    made_server.ensure_running()
    urls = second.ensure_running()

    made_server.leave()
    answer = ask(urls.app, "SELECT 1")
    second.leave()

    assert answer == 1
    assert not made_server.is_alive()


def test_leaving_twice_is_leaving_once(made_server: Server) -> None:
    made_server.ensure_running()

    made_server.leave()
    made_server.leave()

    assert not made_server.is_alive()


def test_a_server_in_use_is_not_stopped(made_server: Server) -> None:
    with made_server.running() as urls:
        with pytest.raises(ServerInUse, match="正在使用"):
            Server.at(made_server.data).stop()

        assert ask(urls.app, "SELECT 1") == 1


def test_stopping_what_was_never_made_makes_nothing(data_dir: Path) -> None:
    Server.at(data_dir / "nothing").stop()

    assert not (data_dir / "nothing").exists()


def test_the_status_of_a_server_is_told_without_starting_it(own_server: Server) -> None:
    before = own_server.status()
    with own_server.running():
        running = own_server.status()
    after = own_server.status()

    assert (before.made, before.running, before.version) == (False, False, None)
    assert (running.made, running.running) == (True, True)
    assert running.port
    assert (after.made, after.running, after.port) == (True, False, None)
    assert after.version == running.version


def test_several_processes_that_start_at_once_share_one_server(data_dir: Path) -> None:
    command = [sys.executable, "-c", SHARE, str(data_dir)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    users = [subprocess.Popen(command, **pipes) for _ in range(3)]
    said = [user.stdout.readline() for user in users if user.stdout]

    heads = [line for line in _commands() if str(data_dir) in line and "postgres -D" in line]
    for user in users:
        user.communicate()

    assert len(set(said)) == 1
    assert said[0].startswith("postgresql://doudi_app:")
    assert len(heads) == 1
    assert [user.returncode for user in users] == [0, 0, 0]
    assert not Server.at(data_dir).is_alive()


def _commands() -> list[str]:
    said = subprocess.run(["ps", "-e", "-ww", "-o", "args"], capture_output=True, check=True, text=True).stdout
    return said.splitlines()
