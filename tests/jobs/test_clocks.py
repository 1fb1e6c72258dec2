"""The clocks of all places are counted at night: by a rule that came into force, by a calendar that was announced."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.casework.models import Case
from doudi.jobs.tasks import count_clocks
from tests.casework.given import DATONGHU, HEZE, Walk

ACCEPTED, NEW_RULE = date(2022, 10, 10), date(2022, 10, 20)


@pytest.fixture
def pending(db: None) -> dict[str, Case]:
    """A case of Datonghu and one of Heze, both accepted before the twenty days of the nation came."""
    with acting(Actor.system("test"), on=ACCEPTED):
        return {place: Walk.of("dibao", place, ACCEPTED).case for place in (DATONGHU, HEZE)}


def night_of(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", day.isoformat())
    count_clocks.func(timestamp=0)


def test_the_night_a_rule_comes_into_force_pending_cases_of_every_place_follow_it(
    pending: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    night_of(NEW_RULE, monkeypatch)

    with acting(Actor.system("test"), on=NEW_RULE):
        due = {place: Case.objects.get(pk=case.pk).due_on for place, case in pending.items()}
        followed = Event.objects.filter(act="casework.rule_followed")
        assert {event.actor_name for event in followed} == {"doudi.jobs.count_clocks"}
    assert due == {DATONGHU: date(2022, 11, 7), HEZE: date(2022, 11, 7)}


def test_the_next_night_changes_nothing(pending: dict[str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (NEW_RULE, date(2022, 10, 21)):
        night_of(day, monkeypatch)

    with acting(Actor.system("test"), on=NEW_RULE):
        assert Event.objects.filter(act="casework.rule_followed").count() == len(pending)
