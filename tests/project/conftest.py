"""For the tests of commands: an installation brought to this version, and an environment that stays as it was."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.project import database, keys, paths
from doudi.project.postgres import Server
from tests.fixtures.database import FAST, FOLDER


@pytest.fixture(autouse=True)
def _environment_as_it_was() -> Iterator[None]:
    """Commands set up their process; each test gets the environment back."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def ready(request: pytest.FixtureRequest) -> Iterator[Path]:
    """Make it once, its embedded database running; give the data directory."""
    data = Path(tempfile.mkdtemp(prefix="ready-", dir=request.config.stash[FOLDER]))
    data.chmod(paths.PASSABLE)
    with Server.at(data, options=FAST).running() as urls:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DOUDI_DATA", str(data))
            keys.make_keys()
            database.migrate(urls)
        yield data


@pytest.fixture
def environment(ready: Path) -> dict[str, str]:
    """Give the environment of a command on that installation."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DOUDI_", "DATABASE_"))}
    kept = {name: os.environ[name] for name in ("DOUDI_POSTGRES_USER",) if name in os.environ}
    return {**inherited, **kept, "DOUDI_DATA": str(ready), "DOUDI_HOSTS": "localhost"}
