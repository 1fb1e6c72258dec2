"""Two counties with their officers, and people of the reserved number range."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.registry.models import Person
from doudi.registry.services.register_person import register_person

TODAY = date(2024, 3, 1)
VILLAGE = "430971001001"
SIBLING = "430971002001"
ELSEWHERE = "371702001001"
BORN = date(1970, 5, 4)

Register = Callable[..., Person]


def number(serial: int = 0) -> ResidentNumber:
    return ResidentNumber.reserved(born=BORN, sex=Sex.FEMALE, serial=serial)


@pytest.fixture
def here(officer: Callable[..., Officer]) -> Officer:
    """Who registers in a township of the first county."""
    return officer(Role.ACCEPTOR, VILLAGE[:9])


@pytest.fixture
def sibling(officer: Callable[..., Officer]) -> Officer:
    """Who registers in another township of the first county."""
    return officer(Role.ACCEPTOR, SIBLING[:9])


@pytest.fixture
def elsewhere(officer: Callable[..., Officer]) -> Officer:
    """Who registers in a township of the second county."""
    return officer(Role.ACCEPTOR, ELSEWHERE[:9])


@pytest.fixture
def register() -> Register:
    """Register 张某甲 in the first county, with whatever a test changes."""

    def registered(by: Officer, **changes: Any) -> Person:
        told: dict[str, Any] = {
            "name": "张某甲",
            "sex": Sex.FEMALE,
            "born_on": BORN,
            "number": number(),
            "place": VILLAGE,
            "relation": "head",
            "on": TODAY,
        }
        return register_person(**told | changes, by=by)

    return registered
