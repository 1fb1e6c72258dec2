"""An installation with rows, a key and documents, made once for all tests that only read it, and its backup."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.project import cli, database, keys, paths
from doudi.project.postgres import Server
from tests.fixtures.database import FAST, FOLDER
from tests.project.backup.rows import fill

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="session")
def shelf(request: pytest.FixtureRequest) -> Path:
    """Give a folder for what these tests share; it goes when the session goes."""
    folder = Path(tempfile.mkdtemp(prefix="backup-", dir=request.config.stash[FOLDER]))
    folder.chmod(paths.PASSABLE)
    return folder


@pytest.fixture(autouse=True)
def _environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_DATA", str(home))
    monkeypatch.setenv("DOUDI_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setattr(database, "is_migrated", lambda _url: False)  # these backups hold no table of ours


@pytest.fixture(scope="session")
def home(shelf: Path) -> Iterator[Path]:
    """Make the installation; its server runs as long as the tests."""
    data = shelf / "first"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUDI_DATA", str(data))
        keys.make_keys()
    (data / "documents" / "ab").mkdir(parents=True, mode=0o700)
    (data / "documents" / "ab" / "abcdef").write_bytes("一份材料".encode())
    with Server.at(data, options=FAST).running() as urls:
        fill(urls.owner)
        yield data


@pytest.fixture(scope="session")
def backup(shelf: Path, home: Path) -> Path:
    """Back that installation up."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUDI_DATA", str(home))
        patch.setenv("DOUDI_BACKUP_PASSPHRASE", PASSPHRASE)
        assert cli.main(["backup", str(shelf / "backup.tar")]) == 0
    return shelf / "backup.tar"
