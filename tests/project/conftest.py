"""Commands set up their process, so each test gets the environment back as it was."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _environment_as_it_was() -> Iterator[None]:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
