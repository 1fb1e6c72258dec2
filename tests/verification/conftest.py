"""What the tests of verification begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY


@pytest.fixture
def application(applications: Applications) -> Iterator[Application]:
    """Acts as the system from here on: what is refused, constraints refuse, not the row-level security."""
    made = applications.consented()
    with acting(Actor.system("test"), on=TODAY):
        yield made
