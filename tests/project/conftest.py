"""For the tests of commands: an installation brought to this version, and an environment that stays as it was."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.project import database, keys, paths, prepared, private
from doudi.project.postgres import Server, locks, ports
from tests.fixtures.database import FAST, FOLDER


@pytest.fixture(autouse=True)
def _environment_as_it_was() -> Iterator[None]:
    """Commands set up their process; each test gets the environment back."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def prepared_once(request: pytest.FixtureRequest) -> Path:
    """A data directory with keys, a cluster and all tables, as a first start leaves it: made once for all workers."""
    folder = request.config.stash[FOLDER]
    with locks.holding(folder / "prepared.lock", seconds=600):
        if not (folder / "prepared").exists():
            _prepare(folder / "being-prepared")
            (folder / "being-prepared").rename(folder / "prepared")
    return folder / "prepared"


def _prepare(data: Path) -> None:
    paths.make_folder(data, mode=paths.PASSABLE)
    with Server.at(data, options=FAST).running() as urls, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOUDI_DATA", str(data))
        keys.make_keys()
        database.migrate(urls)
        prepared.remember(urls)


def copied(whole: Path, data: Path) -> Path:
    """Copy an installation that is at rest, owners and modes included; two copies started at once differ in port."""
    subprocess.run(["cp", "--archive", f"{whole}/.", data], check=True)
    private.replace(data / "postgres" / "port", str(ports.free_port()))
    return data


@pytest.fixture
def used_before(data_dir: Path, prepared_once: Path) -> Path:
    """A copy of it as the data directory of one test: a first start takes seconds."""
    return copied(prepared_once, data_dir)


@pytest.fixture(scope="session")
def ready(request: pytest.FixtureRequest, prepared_once: Path) -> Iterator[Path]:
    """A copy for all tests that do not harm it, its embedded database running; give the data directory."""
    data = Path(tempfile.mkdtemp(prefix="ready-", dir=request.config.stash[FOLDER]))
    data.chmod(paths.PASSABLE)
    with Server.at(copied(prepared_once, data), options=FAST).running():
        yield data


@pytest.fixture
def environment(ready: Path) -> dict[str, str]:
    """Give the environment of a command on that installation."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    kept = {name: os.environ[name] for name in ("DOUDI_POSTGRES_USER",) if name in os.environ}
    return {**inherited, **kept, "DOUDI_DATA": str(ready), "DOUDI_HOSTS": "localhost"}
