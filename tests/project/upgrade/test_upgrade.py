"""Upgrades, from an older PostgreSQL too: the wheel brings one along."""

import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from doudi.project import cli, database, keys, paths
from doudi.project.backup import archive, dumps
from doudi.project.postgres import Server
from doudi.project.postgres.roles import DATABASE
from doudi.project.upgrade import move, programs
from doudi.project.upgrade.programs import OldProgramsMissing
from tests.fixtures.database import FAST, FOLDER
from tests.project.backup.rows import fill, rows
from tests.project.conftest import copied

OLDER = 16
Rows = list[tuple[int, str, int | None]]
PASSPHRASE = "correct horse battery"

pytestmark = pytest.mark.slow


@pytest.fixture
def data(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory of these tests, empty."""
    data = data_dir / "data"
    monkeypatch.setenv("DOUDI_DATA", str(data))
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", PASSPHRASE)
    return data


@pytest.fixture(scope="session")
def shelf(request: pytest.FixtureRequest) -> Path:
    """Give a folder for what these tests copy; it goes when the session goes."""
    folder = Path(tempfile.mkdtemp(prefix="older-", dir=request.config.stash[FOLDER]))
    folder.chmod(paths.PASSABLE)
    return folder


@pytest.fixture(scope="session")
def made_once(shelf: Path) -> tuple[Path, Rows]:
    """An installation whose data an older PostgreSQL made, stopped, and its rows."""
    data = paths.make_folder(shelf / "rows", mode=paths.PASSABLE)
    folder = paths.make_folder(data / "postgres", mode=paths.PASSABLE)
    with Server.at(data, installation=programs.of_major(OLDER, folder), options=FAST).running() as urls:
        fill(urls.owner)
        return data, rows(urls.owner)


@pytest.fixture(scope="session")
def used_once(shelf: Path, ready: Path, made_once: tuple[Path, Rows]) -> tuple[Path, Rows]:
    """The same with the product's tables beside those rows, so that after the move there is nothing left to make."""
    template, found = made_once
    dump, data = shelf / "tables.dump", copied(template, shelf / "tables")
    with Server.at(data, installation=programs.of_major(OLDER, data / "postgres"), options=FAST).running() as urls:
        dumps.dump(make_conninfo(Server.at(ready).superuser_url, dbname=DATABASE), dump)
        dumps.load(urls.owner, dump)
        assert rows(urls.owner) == found
    return data, found


@pytest.fixture
def older(made_once: tuple[Path, Rows], data: Path) -> Rows:
    """A copy of the installation with rows, owners and modes included; returns its rows."""
    return copy_of(made_once, data)


@pytest.fixture
def older_in_use(used_once: tuple[Path, Rows], data: Path) -> Rows:
    """A copy of the one with all tables too; returns the same rows."""
    return copy_of(used_once, data)


def copy_of(made: tuple[Path, Rows], data: Path) -> Rows:
    template, found = made
    copied(template, data)
    keys.make_keys()
    return found


def kept(data: Path) -> Path:
    return data / "postgres" / f"cluster.postgresql-{OLDER}"


def test_a_new_installation_is_made_and_can_be_upgraded_again(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["upgrade"]) == 0
    assert "备份" not in capsys.readouterr().out

    assert cli.main(["upgrade"]) == 0
    (backup,) = (data / "backups").iterdir()
    assert archive.checked(backup)["postgres"].startswith("18.")
    assert (data / "static" / "staticfiles.json").is_file()


def test_data_of_an_older_postgresql_moves_with_every_row_and_the_old_is_kept(data: Path, older_in_use: Rows) -> None:
    assert cli.main(["upgrade"]) == 0

    with database.opened() as urls:
        assert rows(urls.app) == older_in_use
        with psycopg.connect(urls.app) as connection, pytest.raises(psycopg.errors.RaiseException):
            connection.execute("DELETE FROM household")
    assert Server.at(data).status().version == "18"
    assert (kept(data) / "PG_VERSION").read_text().strip() == str(OLDER)
    assert not (data / "postgres.upgrade").exists()


def test_without_an_upgrade_the_older_data_is_not_opened(
    data: Path, older: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    status = cli.main(["backup", str(data.parent / "backup.tar")])

    assert status == 2
    assert "doudi upgrade" in capsys.readouterr().err


def test_a_copy_that_differs_is_given_up_and_the_old_data_stays(
    data: Path,
    older: Rows,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts = iter([{"public.household": 502}, {"public.household": 501}])
    monkeypatch.setattr(move.dumps, "row_counts", lambda _url: next(counts))

    status = cli.main(["upgrade"])

    assert status == 2
    assert "public.household" in capsys.readouterr().err
    assert Server.at(data).status().version == str(OLDER)
    assert not (data / "postgres.upgrade").exists()


KILLED_AFTER_THE_EXCHANGE = """
import os
from doudi.project import cli
from doudi.project.upgrade import move
move._keep = lambda *_: os._exit(9)
cli.main(["upgrade"])
"""


def test_an_upgrade_killed_after_the_exchange_loses_neither_new_nor_old(data: Path, older_in_use: Rows) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_AFTER_THE_EXCHANGE], check=False, capture_output=True)
    assert killed.returncode == 9

    assert cli.main(["upgrade"]) == 0
    with database.opened() as urls:
        assert rows(urls.app) == older_in_use
    assert kept(data).is_dir()


def test_a_file_system_that_cannot_exchange_folders_is_refused_before_anything_changed(
    data: Path,
    older: Rows,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(move, "RENAME_EXCHANGE", 1 << 20)

    status = cli.main(["upgrade"])

    assert status == 2
    assert "不支持安全替换目录" in capsys.readouterr().err
    assert Server.at(data).status().version == str(OLDER)


def test_a_disk_without_room_is_said_before_anything_changed(
    data: Path,
    older: Rows,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(move, "ROOM_NEEDED", 10**9)

    status = cli.main(["upgrade"])

    assert status == 2
    assert "剩余空间不够" in capsys.readouterr().err
    assert Server.at(data).status().version == str(OLDER)


def test_an_installation_in_use_is_not_upgraded(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Server.at(data, options=FAST).running():
        status = cli.main(["upgrade"])

    assert status == 2
    assert "数据库正在使用" in capsys.readouterr().err


def test_a_version_nobody_has_programs_of_is_named(data_dir: Path) -> None:
    with pytest.raises(OldProgramsMissing, match="postgresql-9"):
        programs.of_major(9, data_dir)
