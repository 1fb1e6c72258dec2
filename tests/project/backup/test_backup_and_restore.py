"""Backup and restore of a whole installation, on real databases."""

import json
import shutil
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from doudi.project import cli, database
from doudi.project.backup import archive, restore
from doudi.project.postgres import Installation, Server, Urls
from tests.fixtures.database import FAST
from tests.project.backup.rows import rows

STOCK = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def stock(data_dir: Path) -> Iterator[Urls]:
    """A stock PostgreSQL 15, as DATABASE_URL may name one."""
    if not STOCK.is_dir():
        pytest.skip("no stock PostgreSQL 15 on this machine")
    with Server.at(data_dir / "stock", installation=Installation.of_system(STOCK), options=FAST).running() as urls:
        yield urls


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_second_directory_holds_the_same_rows_keys_and_documents_and_what_was_append_only_still_is(
    home: Path, backup: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = data_dir / "second"
    left_by_one_that_was_killed = data_dir / ".second.restoring"
    shutil.copytree(home / "documents", left_by_one_that_was_killed / "documents")
    with database.opened() as urls:
        before = rows(urls.owner)

    assert cli.main(["restore", str(backup), "--into", str(second)]) == 0

    assert not left_by_one_that_was_killed.exists()
    monkeypatch.setenv("DOUDI_DATA", str(second))
    with database.opened() as urls:
        assert rows(urls.app) == before
        with (
            psycopg.connect(urls.app) as connection,
            pytest.raises(psycopg.errors.RaiseException, match="append-only"),
        ):
            connection.execute("DELETE FROM household")
    assert (second / "keys" / "django-secret-key").read_bytes() == (home / "keys" / "django-secret-key").read_bytes()
    assert modes(second / "keys") == dict.fromkeys(("django-secret-key", "data-key-1", "index-key", "query-key"), 0o600)
    assert (second / "documents" / "ab" / "abcdef").read_bytes() == "一份材料".encode()
    assert sorted(path.name for path in second.iterdir()) == ["documents", "keys", "packs", "postgres"]


def test_a_backup_of_older_tables_is_to_be_upgraded_and_packs_that_differ_from_the_programs_are_mentioned(
    backup: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = data_dir / "second"
    monkeypatch.setenv("DOUDI_PACKS", str(tmp_path))

    cli.main(["restore", str(backup), "--into", str(second)])

    told = capsys.readouterr().out
    assert f"DOUDI_DATA={second} doudi upgrade" in told
    assert f"当时的政策包保存在 {second / 'packs'}" in told


def test_rows_move_from_the_embedded_server_to_a_stock_postgresql_15_and_back_and_never_onto_tables(
    home: Path,
    backup: Path,
    data_dir: Path,
    stock: Urls,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.opened() as urls:
        before = rows(urls.owner)
    monkeypatch.setenv("DATABASE_URL", stock.app)
    monkeypatch.setenv("DATABASE_OWNER_URL", stock.owner)

    assert cli.main(["restore", str(backup), "--into", str(data_dir / "second")]) == 0
    assert rows(stock.app) == before

    assert cli.main(["restore", str(backup), "--into", str(data_dir / "again")]) == 2
    assert "DATABASE_URL 指定的数据库 不是空的" in capsys.readouterr().err
    assert not (data_dir / "again").exists()

    assert cli.main(["backup", str(data_dir / "from-stock.tar")]) == 0
    assert archive.checked(data_dir / "from-stock.tar")["postgres"].startswith("15.")
    monkeypatch.delenv("DATABASE_URL")
    assert cli.main(["restore", str(data_dir / "from-stock.tar"), "--into", str(data_dir / "third")]) == 0
    with Server.at(data_dir / "third").running() as urls:
        assert rows(urls.app) == before


def test_a_load_that_fails_leaves_neither_rows_nor_folder(
    backup: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(restore.dumps, "HEAD_ENDS", (b"NEVER",))
    monkeypatch.setattr(restore.dumps, "TOO_NEW_FOR_SOME", b"CREATE TABLE public.household")

    status = cli.main(["restore", str(backup), "--into", str(data_dir / "second")])

    assert status == 2
    assert "数据库没有恢复成功" in capsys.readouterr().err
    assert list(data_dir.iterdir()) == []


def test_a_folder_with_something_in_it_is_not_restored_into(
    home: Path, backup: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data_dir / "second").mkdir()
    (data_dir / "second" / "mine").write_text("mine")

    status = cli.main(["restore", str(backup), "--into", str(data_dir / "second")])

    assert status == 2
    assert f"{data_dir / 'second'} 不是空的" in capsys.readouterr().err
    assert (data_dir / "second" / "mine").read_text() == "mine"


def test_a_truncated_backup_is_one_sentence_and_touches_nothing(
    backup: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = data_dir / "cut.tar"
    cut.write_bytes(backup.read_bytes()[:60_000])

    status = cli.main(["restore", str(cut), "--into", str(data_dir / "second")])

    shown = capsys.readouterr().err
    assert (status, shown.count("\n")) == (2, 1)
    assert "没有恢复任何内容" in shown
    assert not (data_dir / "second").exists()


def test_without_the_passphrase_nothing_is_restored(
    backup: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", "something else")

    status = cli.main(["restore", str(backup), "--into", str(data_dir / "second")])

    assert status == 2
    assert "口令不对" in capsys.readouterr().err
    assert not (data_dir / "second").exists()


def test_the_key_is_nowhere_in_the_backup(home: Path, backup: Path) -> None:
    for name in ("django-secret-key", "data-key-1", "index-key", "query-key"):
        assert (home / "keys" / name).read_bytes().strip() not in backup.read_bytes()


def test_a_backup_of_a_later_version_is_refused(
    home: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("doudi.project.backup.make.__version__", "10.0.0")
    cli.main(["backup", str(data_dir / "backup.tar")])

    status = cli.main(["restore", str(data_dir / "backup.tar"), "--into", str(data_dir / "second")])

    assert status == 2
    assert "备份是 doudi 10.0.0 制作的" in capsys.readouterr().err


def test_a_directory_without_an_installation_is_not_backed_up(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(data_dir / "empty"))
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", "long enough for this")

    status = cli.main(["backup", str(data_dir / "backup.tar")])

    assert status == 2
    assert "没有可备份的内容" in capsys.readouterr().err
    assert list(data_dir.iterdir()) == []


def test_a_backup_that_cannot_be_written_says_where(
    home: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(data_dir / "backup.tar"))

    monkeypatch.setattr("doudi.project.backup.archive.Writer.add_file", full)

    status = cli.main(["backup", str(data_dir / "backup.tar")])

    assert status == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(data_dir.iterdir()) == []


def test_a_backup_that_is_not_there_is_said(home: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["restore", str(data_dir / "nowhere.tar"), "--into", str(data_dir / "second")])

    assert status == 2
    assert "打不开" in capsys.readouterr().err


def test_the_manifest_says_when_and_by_which_versions(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        about = json.load(manifest)

    assert about["made_at"].endswith("+08:00")
    assert about["postgres"].startswith("18.")
    assert about["parts"]["documents/ab/abcdef"]["bytes"] == 12


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("short", "至少要 12 个字符"), (None, "请在终端运行，或设置环境变量 DOUDI_BACKUP_PASSPHRASE")],
)
def test_a_backup_needs_a_passphrase_worth_the_name(
    given: str | None,
    sentence: str,
    home: Path,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("DOUDI_BACKUP_PASSPHRASE")
    if given:
        monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", given)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)

    status = cli.main(["backup", str(data_dir / "backup.tar")])

    assert status == 2
    assert sentence in capsys.readouterr().err


def test_a_passphrase_typed_differently_the_second_time_is_refused(
    home: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["one passphrase", "another passphrase"])
    monkeypatch.delenv("DOUDI_BACKUP_PASSPHRASE")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))

    status = cli.main(["backup", str(data_dir / "backup.tar")])

    assert status == 2
    assert "不一样" in capsys.readouterr().err
