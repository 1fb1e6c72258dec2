"""The database itself refuses what must not be: each constraint is broken once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange, TimestamptzRange

from doudi.accounts.models import Officer
from doudi.accounts.roles import Role
from doudi.registry.models import Household, Identifier, Membership, NameToken, Person, PersonMerge, PersonRecord
from tests.registry.conftest import BORN, ELSEWHERE, TODAY, VILLAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
EVER = DateRange(BORN, None)
KNOWN = TimestamptzRange(datetime(2024, 1, 1, tzinfo=UTC), None)
CLOSED = TimestamptzRange(datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))
EMPTY = DateRange(empty=True)
INDEX = "a" * 64


@pytest.fixture
def person() -> Person:
    return Person.objects.create()


def refused(name: str, model: Any, /, **row: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**row)


def record(person: Person, **changes: Any) -> dict[str, Any]:
    told = {"county": 430971, "name": "张某甲", "sort_key": "zhang", "sex": "female", "born_on": BORN}
    return {"person": person, "valid": EVER, "known": KNOWN} | told | changes


def membership(person: Person, **changes: Any) -> dict[str, Any]:
    return {"person": person, "place": VILLAGE, "relation": "head", "valid": EVER, "known": KNOWN} | changes


def identifier(person: Person, **changes: Any) -> dict[str, Any]:
    return {
        "person": person,
        "kind": "resident",
        "index": INDEX,
        "number": "x",
        "valid": EVER,
        "known": KNOWN,
    } | changes


def test_persons_and_records(person: Person) -> None:
    with pytest.raises(IntegrityError, match="person_is_not_merged_into_itself"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(merged_into=person)
    for name, changes in {
        "person_has_a_name": {"name": " "},
        "person_has_a_sex": {"sex": "x"},
        "person_dies_after_birth": {"died_on": date(1960, 1, 1)},
        "person_record_begins": {"valid": DateRange(None, TODAY)},
        "person_record_lasts_a_day": {"valid": EMPTY},
    }.items():
        refused(name, PersonRecord, **record(person, **changes))


def test_one_record_a_day_and_county_is_known_at_a_time(person: Person) -> None:
    PersonRecord.objects.create(**record(person))

    refused("person_is_recorded_once", PersonRecord, **record(person, valid=DateRange(TODAY, None)))
    PersonRecord.objects.create(**record(person, known=CLOSED))
    refused("person_is_recorded_once", PersonRecord, **record(person, known=CLOSED))
    PersonRecord.objects.create(**record(person, county=371702))
    PersonRecord.objects.create(**record(Person.objects.create()))


def test_one_dwelling_a_day_and_county_is_known_at_a_time(person: Person) -> None:
    Membership.objects.create(**membership(person))

    refused("person_dwells_in_one_household", Membership, **membership(person, place="430971002001"))
    Membership.objects.create(**membership(person, place=ELSEWHERE))
    assert set(Membership.objects.values_list("county", flat=True)) == {430971, 371702}
    for name, changes in {
        "membership_has_a_place": {"place": "43097"},
        "membership_has_a_relation": {"relation": "x"},
        "membership_begins": {"valid": DateRange(None, TODAY)},
        "membership_lasts_a_day": {"valid": EMPTY},
    }.items():
        refused(name, Membership, **membership(Person.objects.create(), **changes))


def test_a_number_means_one_person_while_it_is_known(person: Person) -> None:
    Identifier.objects.create(**identifier(person))

    refused("identifier_means_one_person", Identifier, **identifier(Person.objects.create()))
    Identifier.objects.create(**identifier(Person.objects.create(), known=CLOSED))
    Identifier.objects.create(**identifier(Person.objects.create(), kind="passport"))
    refused("identifier_has_a_kind", Identifier, **identifier(person, kind="x"))
    refused("identifier_is_indexed", Identifier, **identifier(person, index="370102"))


def test_households_and_tokens(person: Person) -> None:
    row = {"place": VILLAGE, "address": "1号", "register": "rural", "valid": EVER}
    refused("household_has_a_place", Household, **row | {"place": ""})
    refused("household_has_a_register", Household, **row | {"register": "x"})
    NameToken.objects.create(person=person, place=VILLAGE, token="x")
    refused("token_once_a_place", NameToken, person=person, place=VILLAGE, token="x")
    refused("token_says_something", NameToken, person=person, place=VILLAGE, token=" ")


def test_merges(
    person: Person, officer: Callable[..., Officer], acting_as: Callable[..., AbstractContextManager[None]]
) -> None:
    row = {
        "kept": person, "other": Person.objects.create(), "reason": "同一人", "place": VILLAGE[:6],
        "done_by": officer(Role.COUNTY_REVIEWER, VILLAGE[:6]), "done_on": TODAY, "done_at": KNOWN.lower,
    }  # fmt: skip
    refused("merge_joins_two", PersonMerge, **row | {"other": person})
    refused("merge_has_a_reason", PersonMerge, **row | {"reason": " "})
    refused("merge_has_a_place", PersonMerge, **row | {"place": "x"})
    merge = PersonMerge.objects.create(**row)
    split = PersonMerge.objects.create(**row | {"undoes": merge})
    refused("undoes", PersonMerge, **row | {"undoes": merge})
    for act in (split.delete, split.save):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()


def test_what_is_printed_is_masked(person: Person) -> None:
    said = [
        str(person),
        str(PersonRecord(**record(person))),
        str(Identifier(**identifier(person))),
        str(Household(pk=3, place=VILLAGE)),
        str(Membership(**membership(person))),
        str(NameToken(person=person, place=VILLAGE, token="张某甲")),
        str(PersonMerge(kept_id=1, other_id=2)),
    ]

    assert said[1:4] == ["张*", "公民身份号码", "居住户 3"]
    assert "张某甲" not in "".join(said)
