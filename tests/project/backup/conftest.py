"""An installation with rows, a key and documents, made once for all tests that only read it, and its backup."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from doudi.project import cli, database, keys
from doudi.project.postgres import Server
from tests.project.backup.rows import fill

PASSPHRASE = "correct horse battery"


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a new folder that the account of the server can pass; pytest's own are closed to it."""
    place = Path(tempfile.mkdtemp(prefix="doudi-backup-"))
    place.chmod(0o711)
    yield place
    for data in place.glob("*/postgres"):
        Server.at(data.parent).stop()
    shutil.rmtree(place)


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder of this test's own."""
    with open_folder() as place:
        yield place


@pytest.fixture(autouse=True)
def _environment(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(installation))
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)


@pytest.fixture(scope="session")
def installation() -> Iterator[Path]:
    """Make the installation; its server runs as long as the tests."""
    with open_folder() as place, pytest.MonkeyPatch.context() as patch:
        data = place / "first"
        patch.setenv("DOUDI_DATA", str(data))
        patch.delenv("DATABASE_URL", raising=False)
        keys.make_keys()
        (data / "documents" / "ab").mkdir(parents=True, mode=0o700)
        (data / "documents" / "ab" / "abcdef").write_bytes("一份材料".encode())
        with database.opened() as urls:
            fill(urls.owner)
            yield data


@pytest.fixture(scope="session")
def backup(installation: Path) -> Iterator[Path]:
    """Back that installation up."""
    with open_folder() as place, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUDI_DATA", str(installation))
        patch.setenv("DOUDI_BACKUP_PASSPHRASE", PASSPHRASE)
        assert cli.main(["backup", str(place / "backup.tar")]) == 0
        yield place / "backup.tar"
