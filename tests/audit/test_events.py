"""Who reads which events: those of the places one answers for, and one's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from doudi.accounts.models import Office, Officer
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, NobodyActs, acting, place_range
from doudi.audit.models import Event, Mention, Seal
from doudi.audit.queries import Sought, events_at, events_of_subject
from doudi.audit.services.record import record

pytestmark = pytest.mark.django_db
ActingAs = Callable[..., AbstractContextManager[None]]
TODAY = date(2024, 3, 1)
HERE, ELSEWHERE = "430971001", "371702001"


@pytest.fixture
def here(officer: Callable[..., Officer]) -> Officer:
    return officer(Role.ACCEPTOR, HERE)


@pytest.fixture
def elsewhere(officer: Callable[..., Officer]) -> Officer:
    return officer(Role.ACCEPTOR, ELSEWHERE)


def test_events_are_read_at_their_place_by_their_author_and_by_jobs(
    here: Officer, elsewhere: Officer, officer: Callable[..., Officer], acting_as: ActingAs
) -> None:
    with acting_as(here):
        record("test.done", on=TODAY, place=HERE)
        record("test.abroad", on=TODAY, place=ELSEWHERE)
        assert acts() == ["test.abroad", "test.done"]
    with acting_as(elsewhere):
        assert acts() == ["test.abroad"]
    with acting_as(officer(Role.AUDITOR, HERE[:6])):
        assert acts() == ["test.done"]
    with acting(Actor.job("test"), on=TODAY):
        assert acts() == ["test.abroad", "test.done"]
    with acting(Actor.citizen(987_654), on=TODAY):
        assert acts() == []
        record("test.mine", on=TODAY, place=HERE)
        assert acts() == ["test.mine"]
    assert acts() == []


def test_nobody_records_nothing() -> None:
    with pytest.raises(NobodyActs):
        record("test.done", on=TODAY)


def test_an_event_holds_who_what_and_when(here: Officer, acting_as: ActingAs) -> None:
    office = Office.objects.get(place=HERE)
    with acting_as(here):
        event = record("test.seen", on=TODAY, subject=office, place=HERE, purpose="办理", persons=[3, 1, 3])

    assert (event.account_id, event.office_id, event.actor_kind, event.actor_name) == (
        here.account.pk,
        office.pk,
        "officer",
        "",
    )
    assert (event.subject_kind, event.subject_id, event.persons) == ("accounts.office", office.pk, [1, 3])


def test_questions_answer_newest_first_and_page_by_number(here: Officer, acting_as: ActingAs) -> None:
    office = Office.objects.get(place=HERE)
    with acting_as(here):
        made = [record("test.seen", on=TODAY, subject=office, place=HERE, persons=[n % 2, 5]).pk for n in range(5)]
        newest = made[::-1]

        assert pks(events_of_subject(office)) == newest
        assert pks(events_of_subject(office, limit=2)) == newest[:2]
        assert pks(events_of_subject(office, before=newest[1])) == newest[2:]
        county = place_range(HERE[:6])
        assert pks(events_at(*county, Sought(persons=[5]))) == newest
        assert pks(events_at(*county, Sought(persons=[1]))) == [made[3], made[1]]
        assert pks(events_at(*county, Sought(persons=[1], subjects={"accounts.office": [office.pk]}))) == newest
        assert pks(events_at(*county, Sought(accounts=[here.account.pk]))) == newest
        assert pks(events_at(*county, Sought(persons=[]))) == []
        assert (
            pks(events_at(*county, Sought(act="test.seen", since=TODAY, until=TODAY), before=newest[1])) == newest[2:]
        )
        assert pks(events_at(*county, Sought(since=TODAY + timedelta(days=1)))) == []
        assert pks(events_at(*county)) == newest
        assert events_at(*place_range(ELSEWHERE)) == []


def test_the_questions_are_served_by_indexes(here: Officer, acting_as: ActingAs) -> None:
    office = Office.objects.get(place=HERE)
    with acting_as(here):
        plans = {
            "event_subject": Event.objects.filter(subject_kind="accounts.office", subject_id=office.pk),
            "event_account": Event.objects.filter(account_id=here.account.pk).order_by("-pk")[:5],
            "mention_person": Mention.objects.filter(person=5).order_by("-event")[:5],
            "event_place": Event.objects.filter(place__gte=HERE, place__lt=HERE + "~"),
        }
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")  # a bitmap needs a condition that the index serves
        assert {name: name in rows.explain() for name, rows in plans.items()} == dict.fromkeys(plans, True)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("event_act_is_a_code", {"act": "Done!"}),
        ("event_says_who", {"actor_name": ""}),
    ],
)
def test_the_database_refuses_an_event_that_says_too_little(name: str, change: dict[str, str]) -> None:
    row = {"business_on": TODAY, "actor_kind": "job", "actor_name": "test", "act": "test.done"}
    with acting(Actor.job("test"), on=TODAY), pytest.raises(IntegrityError, match=name), transaction.atomic():
        Event.objects.create(**row | change)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("seal_holds_events", {"last_id": 0}),
        ("seal_digest_is_sha256", {"digest": "x"}),
        ("seal_is_chained", {"number": 2}),
        ("seal_is_chained", {"previous": "a" * 64}),
        ("number", {}),
    ],
)
def test_the_database_refuses_a_seal_without_chain(name: str, change: dict[str, object]) -> None:
    row = {"number": 1, "first_id": 1, "last_id": 2, "leaves": b"", "previous": "", "digest": "b" * 64}
    if not change:
        Seal.objects.create(**row | {"digest": "c" * 64})
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Seal.objects.create(**row | change)


def acts() -> list[str]:
    return sorted(Event.objects.values_list("act", flat=True))


def pks(events: list[Event]) -> list[int]:
    return [event.pk for event in events]
