"""What was noted of who must support a member: whole, never rewritten; what the family said itself stays beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from doudi.accounts.permissions import MayNot
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.intake.services.withdraw import withdraw
from doudi.intake.state import AlreadyWithdrawn
from doudi.policy.household import HouseholdRefused
from doudi.verification.models import AdoptedFact, KnownFrom, ObligorsNoted
from doudi.verification.queries import adopted_document
from doudi.verification.services.note_obligors import (
    Obligors,
    ObligorsChanged,
    ObligorsWrong,
    note_obligors,
)
from doudi.verification.services.request_check import NotAcceptedYet
from tests.fixtures.applications import Applications
from tests.fixtures.people import TODAY

pytestmark = pytest.mark.django_db
NOBODY = Obligors(all=(), known_from=KnownFrom.EVIDENCE, reason="户口簿、村委会证明")
DAUGHTER = {"name": "女儿张某丁", "born_on": "1996-02-03", "obligor_income": "9000.00"}


@pytest.fixture
def application(applications: Applications) -> Iterator[Application]:
    """An accepted one; of the parents nobody said who must support them, of the child that there is nobody."""
    made = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        yield made


def member(application: Application, key: str = "a") -> FamilyMember:
    return application.members.get(key=key)


def obligors(application: Application) -> dict[str, Any]:
    """Who must support each member, as far as anybody knows, in the file that counts."""
    return {
        each["id"]: each["obligors"] for each in adopted_document(application)["members"] if "obligors" in each
    }  # fmt: skip


def test_what_is_noted_counts_from_then_on_and_leaves_an_event(
    application: Application, applications: Applications
) -> None:
    before = obligors(application)

    noted = note_obligors(member=member(application), obligors=NOBODY, by=applications.investigator, on=TODAY)
    none = obligors(application)
    told = Obligors(all=(DAUGHTER,), known_from=KnownFrom.EVIDENCE, reason="派出所户籍证明", replaces=noted.pk)
    note_obligors(member=member(application), obligors=told, by=applications.investigator, on=TODAY)

    assert (before, none) == ({"c": []}, {"a": [], "c": []})
    (daughter,) = obligors(application)["a"]
    assert daughter == {
        "name": "女儿张某丁", "born_on": "1996-02-03",
        "obligor_income": {"value": "9000.00", "from": "found", "as_of": TODAY.isoformat()},
    }  # fmt: skip
    assert AdoptedFact.objects.get().reason == "派出所户籍证明"
    assert Event.objects.filter(act="verification.obligors_noted").count() == 2


REFUSED = {
    "over what another officer noted": ({"replaces": 0}, ObligorsChanged),
    "from hearsay": ({"known_from": "hearsay"}, ObligorsWrong),
    "from a visit that was not made": ({"known_from": KnownFrom.VISIT}, ObligorsWrong),
    "without saying how it is known": ({"reason": " "}, ObligorsWrong),
    "one born tomorrow": ({"all": ({**DAUGHTER, "born_on": "2024-03-02"},)}, HouseholdRefused),
}


@pytest.mark.parametrize(("given", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_refused_and_nothing_of_it_is_kept(
    given: dict[str, Any], error: type[Exception], application: Application, applications: Applications
) -> None:
    told = {"all": (), "known_from": KnownFrom.EVIDENCE, "reason": "户口簿"} | given
    who = member(application)

    with pytest.raises(error):
        note_obligors(member=who, obligors=Obligors(**told), by=applications.investigator, on=TODAY)

    assert not ObligorsNoted.objects.exists()
    assert not Supporter.objects.exists()


def test_only_who_investigates_notes_it_and_only_of_what_was_accepted_and_not_taken_back(
    application: Application, applications: Applications
) -> None:
    with pytest.raises(MayNot):
        note_obligors(member=member(application), obligors=NOBODY, by=applications.acceptor, on=TODAY)

    withdraw(application=application, by=applications.acceptor, on=TODAY, reason="不再申请")

    with pytest.raises(AlreadyWithdrawn):
        note_obligors(member=member(application), obligors=NOBODY, by=applications.investigator, on=TODAY)


def test_before_acceptance_nothing_is_noted(applications: Applications) -> None:
    waiting = applications.complete()

    with acting(Actor.system("test"), on=TODAY), pytest.raises(NotAcceptedYet):
        note_obligors(member=member(waiting), obligors=NOBODY, by=applications.investigator, on=TODAY)


def row(application: Application, applications: Applications, **given: Any) -> ObligorsNoted:
    """What the database is asked to take, past the act."""
    usual = {
        "member": member(application), "first": 0, "number": 0, "known_from": "evidence", "reason": "户口簿",
        "noted_by": applications.investigator, "noted_on": date(2024, 3, 1),
    }  # fmt: skip
    return ObligorsNoted.objects.create(**(usual | given))


def refused(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    assert name in str(error.value)


ROWS = {
    "obligors_known_from_somewhere": {"known_from": "hearsay"},
    "obligors_noted_with_a_reason": {"reason": " "},
    "obligors_are_all_there": {"number": 1},
}


@pytest.mark.parametrize(("name", "given"), ROWS.items(), ids=ROWS)
def test_a_row_is_whole(name: str, given: dict[str, Any], application: Application, applications: Applications) -> None:
    refused(name, lambda: row(application, applications, **given))


def test_a_row_stays_and_names_nobody_whom_the_family_named(
    application: Application, applications: Applications
) -> None:
    Supporter.objects.create(member=member(application), position=3, name="张某丁", declared=False)
    Supporter.objects.create(member=member(application), position=4, name="张某戊")
    made = row(application, applications, first=3, number=1)

    refused("append-only", lambda: ObligorsNoted.objects.filter(pk=made.pk).update(number=0))
    refused("append-only", made.delete)
    refused("obligors_are_all_there", lambda: row(application, applications, first=4, number=1))
