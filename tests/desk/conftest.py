"""An officer with a password, and a clock that the test moves."""

from __future__ import annotations

import pytest

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.kernel import clock
from tests.desk.signing import PASSWORD, Time
from tests.desk.standards import SIGNER
from tests.fixtures.applications import COUNTY
from tests.fixtures.desks import Desk
from tests.fixtures.people import MakeOfficer


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """`time.passes(minutes=5)`."""
    moved = Time()
    monkeypatch.setattr(clock, "read", moved.read)
    return moved


@pytest.fixture
def somebody(officer: MakeOfficer) -> Officer:
    """An acceptor of a township who knows `PASSWORD`."""
    made = officer(Role.ACCEPTOR, "430971001")
    made.account.set_password(PASSWORD)
    made.account.save()
    return made


@pytest.fixture
def policy(desk: Desk, officer: MakeOfficer) -> Desk:
    """The desk with two policy officers of one name at the county, and one of another county."""
    desk.officers[Role.POLICY_OFFICER] = officer(Role.POLICY_OFFICER, COUNTY, name="张某甲")
    desk.officers[SIGNER] = officer(Role.POLICY_OFFICER, COUNTY, name="张某甲")
    desk.officers["elsewhere"] = officer(Role.POLICY_OFFICER, "371702")
    return desk
