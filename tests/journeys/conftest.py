"""The places of the packs, the officers of a county, and the example values that the journeys assume."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.services.load_places import load_places
from doudi.accounts.services.open_demonstration import open_demonstration
from doudi.audit.actor import Actor, acting
from doudi.project.demonstration.published import publish_examples
from doudi.project.demonstration.story import Staff
from doudi.project.standins.sms import Messages
from doudi.standards import lawbook
from tests.fixtures.browser import Opened
from tests.journeys.pages.world import PASSWORD, World

MakeStaff = Callable[[str, date], Staff]
MakeWorld = Callable[[str, date], World]


@pytest.fixture
def staff_of(db: None) -> MakeStaff:
    """Open the offices of a county, with an officer a role, some time before a day."""

    def make(county: str, on: date) -> Staff:
        before = on.replace(day=1)
        with acting(Actor.system("test"), on=before):
            load_places(known=lawbook.packs().places.by_code.values(), on=before)
            publish_examples(on=before)
            posts = open_demonstration(county=county, password=PASSWORD, on=before)
        return {Role(post.role): post for post in posts}

    return make


@pytest.fixture
def world(
    opened: Opened, messages: Messages, staff_of: MakeStaff, settings: object, monkeypatch: pytest.MonkeyPatch
) -> MakeWorld:
    """`world("430971", date(2022, 4, 15))`: a county on a day, in a real browser. A password is enough to sign in."""
    settings.DOUDI_SECOND_FACTOR_ROLES = frozenset()  # type: ignore[attr-defined]  pytest-django's settings
    monkeypatch.setenv("DOUDI_MODE", "test")

    def make(county: str, on: date) -> World:
        monkeypatch.setenv("DOUDI_TODAY", on.isoformat())
        return World(
            opened, messages, lambda day: monkeypatch.setenv("DOUDI_TODAY", day.isoformat()), staff_of(county, on)
        )

    return make
