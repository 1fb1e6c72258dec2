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
from doudi.standards import lawbook

MakeStaff = Callable[[str, date], Staff]


@pytest.fixture
def staff_of(db: None) -> MakeStaff:
    """Open the offices of a county, with an officer a role, some time before a day."""

    def make(county: str, on: date) -> Staff:
        before = on.replace(day=1)
        with acting(Actor.system("test"), on=before):
            load_places(known=lawbook.packs().places.by_code.values(), on=before)
            publish_examples(on=before)
            posts = open_demonstration(county=county, password="示例-demo-2024", on=before)
        return {Role(post.role): post for post in posts}

    return make
