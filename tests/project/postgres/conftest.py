"""Servers of one test, each in a data directory of its own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doudi.project import paths
from doudi.project.postgres import Installation, Server
from tests.fixtures.database import FAST, FOLDER


@pytest.fixture
def own_server(data_dir: Path, installation: Installation | None) -> Server:
    """A server that nobody has made yet, with the options of the product."""
    return Server.at(data_dir, installation=installation)


@pytest.fixture(scope="module")
def first_start(request: pytest.FixtureRequest, installation: Installation | None) -> Iterator[Server]:
    """A running server that was made a moment ago with the options of the product, for tests that only look at it."""
    folder = Path(tempfile.mkdtemp(prefix="first-", dir=request.config.stash[FOLDER]))
    folder.chmod(paths.PASSABLE)
    server = Server.at(folder, installation=installation)
    with server.running():
        yield server


@pytest.fixture
def made_server(data_dir: Path, made_once: Path, installation: Installation | None) -> Server:
    """A server that was made before and is not running: a copy, because making one takes seconds."""
    subprocess.run(["cp", "--archive", f"{made_once}/.", data_dir], check=True)
    return Server.at(data_dir, installation=installation, options=FAST)


@pytest.fixture(scope="session")
def made_once(request: pytest.FixtureRequest, installation: Installation | None) -> Path:
    """The data directory that is copied."""
    folder = Path(tempfile.mkdtemp(prefix="made-", dir=request.config.stash[FOLDER]))
    folder.chmod(paths.PASSABLE)
    with Server.at(folder, installation=installation, options=FAST).running():
        return folder
