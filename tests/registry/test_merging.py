"""Two keys that are one human being, and one key that was two after all; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from doudi.accounts.models import Officer
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.audit.models import Event
from doudi.registry import queries
from doudi.registry.models import STILL_KNOWN, Identifier, Membership, Person, PersonRecord
from doudi.registry.refusals import MergedAway, NotHere, NotMerged, ReasonMissing
from doudi.registry.services.correct_person import correct_person
from doudi.registry.services.merge_persons import merge_persons, split_persons
from doudi.registry.timelines import moment
from tests.registry.conftest import ELSEWHERE, TODAY, VILLAGE, Register, number

pytestmark = pytest.mark.django_db
ActingAs = Callable[..., AbstractContextManager[None]]
Two = tuple[Person, Person]


@pytest.fixture
def reviewer(officer: Callable[..., Officer]) -> Officer:
    return officer(Role.COUNTY_REVIEWER, VILLAGE[:6])


@pytest.fixture
def two(here: Officer, acting_as: ActingAs, register: Register) -> Two:
    """A person with a number, and a newborn of a time without one that has since been given another."""
    with acting_as(here):
        return register(here), register(here, number=number(1), name="张某乙")


def test_a_merge_hands_over_numbers_and_is_recorded(two: Two, reviewer: Officer, acting_as: ActingAs) -> None:
    kept, other = two
    with acting_as(reviewer):
        before = moment()

        merge = merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)

        assert {one.number for one in queries.identifiers_of(kept)} == {number().full, number(1).full}
        assert queries.identifiers_of(other) == []
        assert _merged(other) == kept.pk
        assert queries.record_of(other, on=TODAY) is None
        known = queries.record_of(other, on=TODAY, known_at=before)
        assert known is not None
        assert known.name == "张某乙"
        assert list(queries.merges_of(kept)) == [merge]
        assert [one.person_id for one in queries.search(VILLAGE, "张某乙", on=TODAY)] == []
        assert Event.objects.filter(act="registry.merged").get().persons == sorted([kept.pk, other.pk])


def test_a_merged_number_resolves_to_the_kept_one(
    two: Two, here: Officer, reviewer: Officer, acting_as: ActingAs, register: Register
) -> None:
    kept, other = two
    with acting_as(reviewer):
        merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)
    with acting_as(here):
        assert register(here, number=number(1)) == kept
        with pytest.raises(MergedAway):
            correct_person(person=other, told={"name": "张某丙"}, reason="更正", on=TODAY, by=here)


def test_what_is_known_only_of_the_other_is_passed_on(
    here: Officer, reviewer: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        kept, other = register(here), register(here, number=number(1), name="张某乙")
        PersonRecord.objects.filter(person=kept).delete()
    with acting_as(reviewer):
        merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)

        record = queries.record_of(kept, on=TODAY)
        assert record is not None
        assert record.name == "张某乙"


def test_a_split_gives_everything_back(two: Two, reviewer: Officer, acting_as: ActingAs) -> None:
    kept, other = two
    with acting_as(reviewer):
        merge = merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)

        split = split_persons(merge=merge, reason="经核实为两人", on=TODAY, by=reviewer)

        assert split.undoes == merge
        assert [one.number for one in queries.identifiers_of(kept)] == [number().full]
        assert [one.number for one in queries.identifiers_of(other)] == [number(1).full]
        assert _merged(other) is None
        assert queries.place_of(other, on=TODAY) == VILLAGE
        assert [one.person_id for one in queries.search(VILLAGE, "张某乙", on=TODAY)] == [other.pk]
        for person, name in ((kept, "张某甲"), (other, "张某乙")):
            record = queries.record_of(person, on=TODAY)
            assert record is not None
            assert record.name == name
        with pytest.raises(NotMerged):
            split_persons(merge=merge, reason="再次", on=TODAY, by=reviewer)


def test_nothing_is_deleted(two: Two, reviewer: Officer, acting_as: ActingAs) -> None:
    kept, other = two
    with acting_as(reviewer):
        rows = {model: set(model.objects.values_list("pk", flat=True)) for model in (PersonRecord, Membership)}
        numbers = set(Identifier.objects.values_list("pk", flat=True))

        merge = merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)
        split_persons(merge=merge, reason="经核实为两人", on=TODAY, by=reviewer)

        assert all(pks <= set(model.objects.values_list("pk", flat=True)) for model, pks in rows.items())
        assert numbers <= set(Identifier.objects.values_list("pk", flat=True))
        assert Identifier.objects.filter(STILL_KNOWN).count() == 2


def test_who_may_merge_what(
    two: Two, here: Officer, elsewhere: Officer, reviewer: Officer, acting_as: ActingAs, register: Register
) -> None:
    kept, other = two
    with acting_as(elsewhere):
        hidden = register(elsewhere, number=number(7), place=ELSEWHERE)
    with acting_as(here), pytest.raises(MayNot):
        merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=here)
    with acting_as(reviewer):
        with pytest.raises(ReasonMissing):
            merge_persons(kept=kept, other=other, reason=" ", on=TODAY, by=reviewer)
        with pytest.raises(NotHere):
            merge_persons(kept=kept, other=hidden, reason="同一人", on=TODAY, by=reviewer)
        merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)
        with pytest.raises(MergedAway):
            merge_persons(kept=kept, other=other, reason="同一人", on=TODAY, by=reviewer)


def _merged(person: Person) -> int | None:
    return Person.objects.get(pk=person.pk).merged_into_id
