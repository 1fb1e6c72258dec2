"""What is composed once says at every call what the ORM says."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.models import Place
from doudi.audit.actor import Actor, acting
from doudi.audit.fixed import fixed
from doudi.audit.models import Event
from doudi.audit.services.record import record

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)

of_acts = fixed(
    lambda acts, since: (
        Event.objects.filter(act__in=[acts], business_on__gte=since).order_by("pk").values_list("act", "details")
    ),
    asked=("acts", date.min),
)
nowhere = fixed(lambda: Place.objects.filter(code="000000").values_list("code"), asked=())


def test_each_call_asks_with_its_own_values() -> None:
    with acting(Actor.system("test"), on=TODAY):
        record("test.first", on=TODAY, place="", details={"number": 1})
        record("test.second", on=TODAY, place="", details={"number": 2})

        found = [of_acts(acts, TODAY) for acts in (["test.second"], ["test.first", "test.second"], [])]
        later = of_acts(["test.first"], date(2024, 3, 2))

    assert found == [
        [("test.second", {"number": 2})],
        [("test.first", {"number": 1}), ("test.second", {"number": 2})],
        [],
    ]
    assert later == []
    assert nowhere() == []
