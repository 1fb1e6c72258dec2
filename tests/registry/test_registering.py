"""Registering people, where they dwell, and what an officer of another county can find out: nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Office, Officer, Share
from doudi.accounts.permissions import MayNot
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.registry import queries
from doudi.registry.identity import Paper, person_with
from doudi.registry.models import Household, Identifier, IdentifierKind, Membership, NameToken, Person, PersonRecord
from doudi.registry.refusals import HouseholdGone, NameMissing, NotHere, NotYetBorn
from doudi.registry.services.dwelling import form_household, join, leave, move
from tests.fixtures.people import EVER
from tests.registry.conftest import BORN, ELSEWHERE, SIBLING, TODAY, VILLAGE, Register, number

pytestmark = pytest.mark.django_db
ActingAs = Callable[..., AbstractContextManager[None]]
TABLES = (Person, PersonRecord, Identifier, Household, Membership, NameToken)
LATER = date(2024, 6, 1)


def everything_seen() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


def test_registering_keeps_record_number_and_dwelling(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        household = form_household(place=VILLAGE, address="示例村一组1号", register="rural", on=TODAY, by=here)
        person = register(here, household=household)

        record = queries.record_of(person, on=TODAY)
        assert record is not None
        assert (record.name, record.sort_key, str(record)) == ("张某甲", "zhang mou jia", "张*")
        assert [one.number for one in queries.identifiers_of(person)] == [number().full]
        assert queries.household_of(person, on=TODAY) == household
        assert [one.person_id for one in queries.members_of(household, on=TODAY)] == [person.pk]
        assert queries.records_of([person.pk], on=TODAY) == {person.pk: record}


def test_the_same_number_is_the_same_person_and_changes_nothing(
    here: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        first = register(here)
        seen = everything_seen()

        again = register(here, name="张某乙")

        assert again == first
        assert everything_seen() == seen
        assert Event.objects.filter(act="registry.registered").order_by("-pk")[0].details == {"differs": ["name"]}


def test_a_person_without_number_is_always_a_new_one(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        assert register(here, number=None) != register(here, number=None)


def test_a_key_tells_neither_place_nor_order(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        keys = [register(here, number=None).pk for _ in range(8)]

    assert keys != sorted(keys)
    assert max(keys) < 2**52


def test_an_officer_of_another_county_sees_no_row(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        register(here, household=form_household(place=VILLAGE, address="1号", register="rural", on=TODAY, by=here))

    with acting_as(elsewhere):
        assert set(everything_seen().values()) == {0}
        assert queries.search(ELSEWHERE, "张某甲", on=TODAY) == queries.search(VILLAGE, "张某甲", on=TODAY) == []
        assert queries.found_by_tail(VILLAGE, number().full[-4:], on=TODAY) == []
        assert Event.objects.exclude(account_id=elsewhere.account.pk).count() == 0


def test_resolving_answers_alike_whether_the_person_existed(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        known = register(here)

    with acting_as(elsewhere):
        old = person_with(number(), place=ELSEWHERE, on=TODAY, purpose="受理")
        new = person_with(number(1), place=ELSEWHERE, on=TODAY, purpose="受理")

        assert old == known
        assert set(everything_seen().values()) == {0}
        left = Event.objects.filter(account_id=elsewhere.account.pk).order_by("pk")
        assert [(one.act, one.persons, one.purpose, one.place) for one in left] == [
            ("registry.resolved", [person.pk], "受理", ELSEWHERE) for person in (old, new)
        ]


def test_a_guess_at_a_taken_number_fails_like_a_guess_at_a_free_one(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        register(here)
        taken = Identifier.objects.get().index
    said: list[str] = []

    with acting_as(elsewhere):
        own = register(elsewhere, number=None, place=ELSEWHERE)
        for index in (taken, "f" * 64):
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                Identifier.objects.create(person=own, kind="resident", index=index, number="x", valid=EVER, known=None)
            said.append(str(refusal.value).splitlines()[0])
            assert Identifier.objects.filter(person=own).update(index=index) == 0

    assert said[0] == said[1]
    assert "row-level security" in said[0]


def test_another_county_registers_the_same_person_without_noticing(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        first = register(here)

    with acting_as(elsewhere):
        second = register(elsewhere, place=ELSEWHERE, name="张某丁")

        assert second == first
        record = queries.record_of(second, on=TODAY)
        assert record is not None
        assert record.name == "张某丁"
        assert Membership.objects.count() == PersonRecord.objects.count() == 1
    with acting_as(here):
        record = queries.record_of(first, on=TODAY)
        assert record is not None
        assert record.name == "张某甲"
    with acting(Actor.system("test"), on=TODAY):
        assert queries.told_differently(TODAY) == [first.pk]


def test_moving_to_a_sibling_township_ends_the_dwelling_that_it_cannot_see(
    here: Officer, sibling: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        person = register(here)

    with acting_as(sibling, on=LATER):
        assert register(sibling, place=SIBLING, on=LATER) == person
        assert Membership.objects.count() == 1

    with acting_as(here, on=LATER):
        assert queries.membership_of(person, on=LATER) is None
        before = queries.membership_of(person, on=TODAY)
        assert before is not None
        assert before.place == VILLAGE
        assert Event.objects.filter(act="registry.departed", place=VILLAGE).count() == 1


def test_a_share_opens_person_record_and_number_to_one_office_until_it_ends(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        person = register(here)
    office = Office.objects.get(place=ELSEWHERE[:9])
    Share.objects.create(office=office, kind="person", subject_id=person.pk, purpose="移交", valid=_until(LATER))

    with acting_as(elsewhere):
        assert queries.record_of(person, on=TODAY) is not None
        assert len(queries.identifiers_of(person)) == 1
        assert Membership.objects.count() == 0
    with acting_as(elsewhere, on=LATER):
        assert queries.record_of(person, on=LATER) is None


def test_citizens_and_nobody_see_nothing_and_resolve_nothing(
    here: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        register(here)

    with acting(Actor.citizen(here.account.pk), on=TODAY):
        assert set(everything_seen().values()) == {0}
        with pytest.raises(DatabaseError, match="not of the staff"), transaction.atomic():
            person_with(number(), place=VILLAGE, on=TODAY, purpose="x")
    assert set(everything_seen().values()) == {0}
    with pytest.raises(DatabaseError, match="not of the staff"), transaction.atomic():
        person_with(number(), place=VILLAGE, on=TODAY, purpose="x")


def test_the_functions_act_for_the_actors_places_only(elsewhere: Officer, acting_as: ActingAs) -> None:
    calls = {
        "registry_person('resident', repeat('a', 64), ''::bytea, '2024-03-01', '430971001', 'x')": "not the actor's",
        "registry_depart(1, '430971001', '2024-03-01', 'x')": "not the actor's",
        "registry_hand_over(1, 2, '{}')": "does not see",
    }
    with acting_as(elsewhere):
        for call, refusal in calls.items():
            with pytest.raises(DatabaseError, match=refusal), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {call}")


def test_the_functions_leave_the_actors_range_as_it_was(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        register(here)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT registry_person('wrong', repeat('a', 64), ''::bytea, '2024-03-01', '430971001', '')")

        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('doudi.place_from'), current_setting('doudi.place_until')")
            assert cursor.fetchall() == [("430971001", "430971001~")]


def test_joining_leaving_and_moving_keep_the_history(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        old = form_household(place=VILLAGE, address="1号", register="rural", on=TODAY, by=here)
        head, child = register(here, household=old), register(here, number=number(1))
        join(person=child, household=old, relation="child", on=TODAY, by=here)

        new = move(household=old, place=VILLAGE, address="2号", on=LATER, by=here)
        leave(person=child, on=date(2024, 9, 1), by=here, reason="外出求学")

        assert {one.person_id for one in queries.members_of(old, on=TODAY)} == {head.pk, child.pk}
        assert {one.person_id for one in queries.members_of(new, on=LATER)} == {head.pk, child.pk}
        assert queries.members_of(old, on=LATER) == []
        assert queries.household_of(child, on=date(2024, 9, 1)) is None
        old.refresh_from_db()
        with pytest.raises(HouseholdGone):
            join(person=child, household=old, relation="child", on=LATER, by=here)
        with pytest.raises(HouseholdGone):
            move(household=old, place=VILLAGE, address="3号", on=LATER, by=here)


def test_what_is_registered_must_be_plausible_and_the_officers_to_register(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        with pytest.raises(NameMissing):
            register(here, name="  ")
        with pytest.raises(NotYetBorn, match="2024-03-02"):
            register(here, born_on=date(2024, 3, 2))
        with pytest.raises(MayNot):
            register(elsewhere)
        with pytest.raises(NotHere):
            leave(person=Person(pk=1), on=TODAY, by=here, reason="x")


def test_other_papers_resolve_too(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        first = register(here, number=Paper(IdentifierKind.PASSPORT, "e1234"))
        assert register(here, number=Paper(IdentifierKind.PASSPORT, "E1234 ")) == first
        assert register(here, number=Paper(IdentifierKind.OTHER, "E1234")) != first
        assert str(Identifier.objects.filter(person=first).get()) == "护照或旅行证件号码"


def _until(day: date) -> DateRange:
    return DateRange(BORN, day)
