"""Handing in an application: once, whole, by who may, and without telling anybody about others."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from doudi.accounts.permissions import MayNot
from doudi.accounts.queries import PlaceNotListed
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.filing import Identity
from doudi.intake.models import Application, Channel, DeclaredFact, FamilyMember
from doudi.intake.services.submit import AlreadyFiled, FilingWrong, KeyTaken, MandateNeeded, submit
from doudi.intake.services.withdraw import withdraw
from doudi.kernel.residentid import Sex
from doudi.policy.household import HouseholdRefused
from tests.fixtures.applications import ELSEWHERE, TOWNSHIP, VILLAGE, Applications, family, number, people
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db


def test_an_applicant_files_from_a_phone_and_gets_a_number(applications: Applications, acting_as: ActingAs) -> None:
    with acting_as(applications.citizen):
        made = submit(filing=applications.filing(), by=applications.citizen.account, on=TODAY)

        assert made.number.startswith("430971-2024-")
        assert (made.township, made.accepted_on, made.applicant_name) == (TOWNSHIP, None, "张某甲")
        assert [member.relation for member in made.members.order_by("position")] == ["applicant", "spouse", "child"]
        assert DeclaredFact.objects.get(application=made, fact="wage", member__key="a").value == 300_000


def test_sending_twice_makes_one_application(applications: Applications) -> None:
    key = uuid4()

    first, second = (applications.submitted(key=key) for _ in range(2))

    assert first == second


def test_two_applications_of_a_county_have_numbers_that_follow(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    other = citizen(number=(own := number(date(1975, 5, 1), Sex.MALE)))
    first = applications.submitted()
    with acting_as(other):
        second = submit(filing=applications.filing(people=people(own)), by=other.account, on=TODAY)

    assert int(second.number[-6:]) == int(first.number[-6:]) + 1


def test_somebody_elses_key_is_refused_without_saying_whose_it_is(
    applications: Applications, acting_as: ActingAs
) -> None:
    made = applications.submitted()

    with acting_as(applications.acceptor), pytest.raises(KeyTaken):
        submit(filing=applications.filing(key=made.key, channel="window"), by=applications.acceptor, on=TODAY)


def test_a_key_that_an_unseen_application_has_is_refused_by_the_database(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    made = applications.submitted()
    stranger = citizen(number=(own := number(date(1975, 5, 1), Sex.MALE)))

    with acting_as(stranger), pytest.raises(KeyTaken):
        submit(filing=applications.filing(key=made.key, people=people(own)), by=stranger.account, on=TODAY)


def test_a_second_application_in_the_same_place_names_the_first(applications: Applications) -> None:
    first = applications.submitted()

    with pytest.raises(AlreadyFiled) as refused:
        applications.submitted()

    assert first.number in str(refused.value)


def test_after_withdrawal_one_may_apply_again(applications: Applications, acting_as: ActingAs) -> None:
    first = applications.submitted()
    with acting_as(applications.citizen):
        withdraw(application=first, by=applications.citizen.account, on=TODAY, reason="填错了")

    assert applications.submitted() != first


def test_nobody_learns_that_an_application_of_another_account_exists(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    applications.submitted()
    other_phone = citizen(number=applications.number, phone="13900000002")

    with acting_as(other_phone):
        second = submit(filing=applications.filing(), by=other_phone.account, on=TODAY)

    assert second.pk


def test_an_officer_of_the_township_is_told_of_the_first(applications: Applications, acting_as: ActingAs) -> None:
    first = applications.submitted()

    with acting_as(applications.acceptor), pytest.raises(AlreadyFiled) as refused:
        submit(filing=applications.filing(channel=Channel.WINDOW), by=applications.acceptor, on=TODAY)

    assert first.number in str(refused.value)


def test_a_citizen_cannot_apply_for_somebody_else_without_a_mandate(
    applications: Applications, citizen: MakeCitizen, acting_as: ActingAs
) -> None:
    neighbour = citizen()

    with acting_as(neighbour), pytest.raises(MandateNeeded):
        submit(filing=applications.filing(), by=neighbour.account, on=TODAY)


def test_an_officer_of_another_county_cannot_register_here(
    applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    stranger = officer(Role.ACCEPTOR, ELSEWHERE)

    with acting_as(stranger), pytest.raises(MayNot):
        submit(filing=applications.filing(channel=Channel.WINDOW), by=stranger, on=TODAY)


def test_a_village_assistant_files_for_somebody_of_the_village(
    applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    assistant = officer(Role.VILLAGE_ASSISTANT, VILLAGE)

    with acting_as(assistant):
        made = submit(filing=applications.filing(channel=Channel.VILLAGE), by=assistant, on=TODAY)

    assert made.channel == Channel.VILLAGE


WRONG = {
    "a place that is a county": ({"place": "430971"}, FilingWrong, "所在地"),
    "a village nobody listed": ({"place": "430971001999"}, PlaceNotListed, "430971001999"),
    "a channel there is not": ({"channel": "pigeon"}, FilingWrong, "渠道"),
    "an officer's channel from a phone": ({"channel": "window"}, FilingWrong, "渠道"),
    "too long a reason": ({"reason": "因" * 2001}, FilingWrong, "申请原因"),
    "nobody who applies": (
        {"household": {"members": [{"name": "张某甲", "relation": "child"}]}, "people": {}},
        HouseholdRefused, "$.members[0].relation",
    ),
    "no member": ({"household": {"members": []}, "people": {}}, HouseholdRefused, "$.members"),
    "no household file at all": ({"household": [], "people": {}}, HouseholdRefused, "$"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "error", "field"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_answered_by_field_and_reason(
    given: dict[str, Any], error: type[Exception], field: str, applications: Applications
) -> None:
    with pytest.raises(error) as refused:
        applications.submitted(**given)

    assert field in str(refused.value)
    assert not Application.objects.exists()


def _with(changes: dict[str, Any]) -> dict[str, Any]:
    changed = family()
    changed["members"][0] |= changes
    return changed


WRONG_PEOPLE = {
    "a number with a wrong check digit": ({"people": {"a": Identity("990000197505010001")}}, "people.a.number"),
    "a number of another birthday": (
        {"people": {"b": Identity(number(date(1979, 3, 2), Sex.FEMALE).full)}}, "people.b.number",
    ),
    "a number of another sex": (
        {"people": {"b": Identity(number(date(1978, 3, 2), Sex.FEMALE).full, "male")}}, "people.b.sex",
    ),
    "a sex there is not": ({"people": {"b": Identity("", "x")}}, "people.b.sex"),
    "somebody who is no member": ({"people": {"z": Identity("")}}, "people.z"),
    "a fact the family calls verified": (
        {"household": _with({"lives_together": {"value": True, "from": "verified"}})}, "lives_together",
    ),
    "two spouses": ({"household": _with({"spouse": ["b", "c"]})}, "$.members[0].spouse"),
    "a state of last month": ({"household": family() | {"before": {"household": {"x": 1}}}}, "$.before"),
    "a fact out of bounds": ({"household": _with({"situation": {"disability_grade": 9}})}, "disability_grade"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "path"), WRONG_PEOPLE.values(), ids=WRONG_PEOPLE)
def test_a_wrong_member_is_answered_by_path(given: dict[str, Any], path: str, applications: Applications) -> None:
    with pytest.raises(HouseholdRefused) as refused:
        applications.submitted(**given)

    assert path in str(refused.value)


def test_one_number_for_two_members_is_refused(applications: Applications) -> None:
    same = Identity(number(date(1978, 3, 2), Sex.FEMALE).full)
    twins = family()
    twins["members"][2] |= {"born_on": "1978-03-02", "relation": "other"}

    with pytest.raises(HouseholdRefused) as refused:
        applications.submitted(household=twins, people={**people(applications.number), "b": same, "c": same})

    assert "people.c.number" in str(refused.value)


def test_the_birthday_of_a_number_stands_in_for_one_nobody_typed(applications: Applications) -> None:
    without = family()
    del without["members"][0]["born_on"]
    applications.submitted(household=without)

    with acting(Actor.system("test"), on=TODAY):
        applicant = FamilyMember.objects.get(relation="applicant")

    assert (applicant.born_on, applicant.sex) == (date(1975, 5, 1), "male")


def test_numbers_are_kept_encrypted(applications: Applications) -> None:
    applications.submitted()
    with acting(Actor.system("test"), on=TODAY), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM intake_familymember")
        stored = [bytes(row[0]) for row in cursor.fetchall()]

    assert stored
    assert not any(applications.number.full.encode() in token for token in stored)
