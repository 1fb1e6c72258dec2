"""One actor inside another: when the inner one is done, the outer one acts again, for the database too."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from doudi.accounts.models import Citizen
from doudi.audit.actor import Actor, NobodyActs, acting, current
from tests.fixtures.people import MakeCitizen

pytestmark = pytest.mark.django_db
TODAY = date(2024, 3, 1)


def told() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('doudi.actor_kind', true), current_setting('doudi.account', true)")
        ((kind, account),) = cursor.fetchall()
    return kind, account


def test_after_an_inner_actor_the_outer_one_acts_again() -> None:
    with acting(Actor.officer(7, office=1, place="430971"), on=TODAY):
        with acting(Actor.system("test"), on=TODAY):
            assert told() == ("system", "")

        assert told() == ("officer", "7")
        assert current().account == 7


def test_after_an_inner_actor_failed_the_outer_one_acts_again() -> None:
    with acting(Actor.citizen(8), on=TODAY):
        with pytest.raises(ZeroDivisionError), acting(Actor.system("test"), on=TODAY):
            _ = 1 // 0

        assert told() == ("citizen", "8")


def test_after_the_only_actor_nobody_acts_and_nobody_sees(citizen: MakeCitizen) -> None:
    somebody = citizen()

    assert told() == ("nobody", "")
    assert list(Citizen.objects.all()) == []
    with pytest.raises(NobodyActs):
        current()
    with acting(Actor.citizen(somebody.account_id), on=TODAY):
        assert list(Citizen.objects.all()) == [somebody]
