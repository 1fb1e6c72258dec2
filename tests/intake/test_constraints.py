"""The database itself refuses what must not be: each constraint is broken once, past every service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from doudi.audit.actor import Actor, acting
from doudi.intake.models import (
    Application,
    DeclaredFact,
    Document,
    Draft,
    FamilyMember,
    Forwarding,
    Mandate,
    NumberSeries,
    Opening,
    Supplement,
    Supporter,
)
from tests.fixtures.applications import Applications, new_person
from tests.fixtures.breaking import copy, refused
from tests.fixtures.people import TODAY

pytestmark = pytest.mark.django_db
BEFORE = date(2024, 2, 1)
NOW = datetime(2024, 3, 1, 2, tzinfo=UTC)
INDEX = "0" * 64


@pytest.fixture
def application(applications: Applications) -> Iterator[Application]:
    """Acts as the system from here on: what is refused, constraints refuse, not the row-level security."""
    made = applications.accepted()
    with acting(Actor.system("test"), on=TODAY):
        yield made


def _delete(table: str, where: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {where}")  # noqa: S608 - written here


APPLICATION = {
    "application_number_form": {"number": "1"},
    "application_has_a_channel": {"channel": "pigeon"},
    "application_has_a_place": {"place": "430971"},
    "application_lies_in_township": {"township": "430971002"},
    "application_applicant_is_indexed": {"applicant_index": "张某甲"},
    "application_accepted_by_somebody": {"accepted_by_id": None},
    "application_accepted_after_filing": {"accepted_on": BEFORE},
    "application_relatives_at_acceptance": {
        "accepted_on": None, "accepted_by_id": None, "near_relative": True, "near_relative_of": "王某",
    },
    "application_names_near_relative": {"near_relative": True},
    "application_confirmed_by_proof": {"confirmed_on": TODAY},
    "application_accepted_when_confirmed": {"channel": "village"},
    "application_withdrawn_after_filing": {"withdrawn_on": BEFORE},
    "application_withdrawn": {"withdrawn_reason": "没有撤回"},
    "application_confirmed_by": {"confirmed_how": "签字"},
    "application_closed_after_acceptance": {"closed_on": BEFORE},
    "application_one_open_a_place": {},
}  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), APPLICATION.items(), ids=APPLICATION)
def test_an_application_is_whole(name: str, changes: dict[str, Any], application: Application) -> None:
    number = application.number[:-1] + "9"
    usual = {"key": uuid4(), "number": number, "applicant_index": application.applicant_index if not changes else INDEX}

    refused(name, lambda: copy(application, **(usual | changes)))


def test_an_application_is_filed_once_and_its_key_and_number_are_its_own(application: Application) -> None:
    waiting = {"accepted_on": None, "accepted_by_id": None}
    refused("application_filed_once", lambda: copy(application, key=uuid4(), number="430971-2024-000009", **waiting))
    refused("key", lambda: copy(application, number="430971-2024-000009", applicant_index=INDEX))
    refused("number", lambda: copy(application, key=uuid4(), applicant_index=INDEX))


def test_who_files_does_not_confirm(application: Application) -> None:
    filer = application.filed_by_id

    refused(
        "application_confirmed_by_another",
        lambda: copy(
            application, key=uuid4(), number="430971-2024-000009", applicant_index=INDEX, confirmed_on=TODAY,
            confirmed_how="签字", confirmed_by_id=filer,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"key": UUID(int=7)}, {"number": "430971-2024-000009"}, {"submitted_on": BEFORE}, {"reason": "别的"},
        {"accepted_on": date(2024, 3, 2)}, {"channel": "window"},
    ],
    ids=str,
)  # fmt: skip
def test_what_was_filed_and_when_it_was_accepted_never_change(
    changes: dict[str, Any], application: Application
) -> None:
    refused("append-only", lambda: Application.objects.filter(pk=application.pk).update(**changes))


def test_withdrawn_and_closed_are_said_once(application: Application) -> None:
    Application.objects.filter(pk=application.pk).update(closed_on=TODAY)

    refused("append-only", lambda: Application.objects.filter(pk=application.pk).update(closed_on=date(2024, 3, 5)))
    refused("application_closed", lambda: Application.objects.filter(pk=application.pk).update(withdrawn_on=TODAY))


NOBODY = {"number_index": "", "person_id": None}
MEMBER = {
    "member_has_a_position": {"key": "z", "position": 0},
    "member_has_a_key": {"position": 9},
    "member_named_once": {"position": 9, "key": "z", "relation": "", "person_id": None},
    "member_one_applicant_one_spouse": {"position": 9, "key": "z", "number_index": "", "person_id": None},
    "member_counted_once": {"position": 9, "key": "z", "relation": "", "number_index": ""},
    "member_relation_is_a_code": {"position": 9, "key": "z", "relation": "uncle", **NOBODY},
    "member_sex_is_a_code": {"sex": "x"},
    "member_is_indexed": {"number_index": "1"},
    "member_marries_another": {"position": 9, "key": "z", "spouse": "z", "relation": "", **NOBODY},
}  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), MEMBER.items(), ids=MEMBER)
def test_a_member_is_one_of_the_family_once(name: str, changes: dict[str, Any], application: Application) -> None:
    refused(name, lambda: copy(application.members.get(key="a"), **changes))


def test_a_member_keeps_its_place_and_its_person(application: Application) -> None:
    rows = FamilyMember.objects.filter(application=application, key="b")

    refused("append-only", lambda: rows.update(born_on=BEFORE))
    refused("append-only", lambda: rows.update(person_id=new_person()))
    refused("append-only", lambda: rows.update(person_id=None))
    refused("append-only", lambda: _delete("intake_familymember", "key = 'b'"))
    assert rows.update(name="（已注销）") == 1  # an identity can be erased


def test_supporters_have_a_place_and_stay(application: Application) -> None:
    supporter = Supporter.objects.create(member=application.members.get(key="c"), position=0, name="张某丁")

    refused("supporter_has_a_position", lambda: copy(supporter))
    refused("append-only", lambda: Supporter.objects.filter(pk=supporter.pk).update(position=3))
    refused("append-only", supporter.delete)


def test_nothing_is_declared_after_acceptance_twice_or_across_families(application: Application) -> None:
    fact = DeclaredFact.objects.filter(application=application, member__key="a").first()
    assert fact is not None
    refused("accepted", lambda: copy(fact, fact="refused_jobs"))
    waiting = copy(
        application, key=uuid4(), number="430971-2024-000009", applicant_index=INDEX, accepted_on=None,
        accepted_by_id=None,
    )  # fmt: skip
    other = {"application_id": waiting.pk, "member_id": None}

    refused("declared_of_the_same_family", lambda: copy(fact, application_id=waiting.pk))
    copy(fact, **other)
    refused("declared_once", lambda: copy(fact, **other))
    refused("declared_fact_is_a_name", lambda: copy(fact, **other | {"fact": "Wage 1"}))
    supporter = Supporter.objects.create(member=application.members.get(key="c"), position=0, name="张某丁")
    refused("declared_supporter_has_a_member", lambda: copy(fact, **other, supporter_id=supporter.pk))
    member = copy(application.members.get(key="b"), application_id=waiting.pk)
    refused(
        "declared_of_the_members_supporter",
        lambda: copy(fact, application_id=waiting.pk, member_id=member.pk, supporter_id=supporter.pk),
    )
    refused("append-only", lambda: DeclaredFact.objects.filter(pk=fact.pk).update(value=0))


DOCUMENT = {
    "document_handed_in_once": {},
    "document_has_a_kind": {"kind": "My Poem"},
    "document_is_digested": {"digest": "x"},
    "document_media_type_is_known": {"media_type": "text/html"},
    "document_is_not_empty": {"bytes": 0},
}


@pytest.mark.parametrize(("name", "changes"), DOCUMENT.items(), ids=DOCUMENT)
def test_a_document_is_whole_and_stays(name: str, changes: dict[str, Any], application: Application) -> None:
    document = Document.objects.get(application=application)

    refused(name, lambda: copy(document, **({"digest": "1" * 64} if changes else {}) | changes))
    refused("append-only", document.delete)


def test_a_document_is_of_a_member_of_the_same_family(application: Application) -> None:
    waiting = copy(
        application, key=uuid4(), number="430971-2024-000009", applicant_index=INDEX, accepted_on=None,
        accepted_by_id=None,
    )  # fmt: skip
    document = Document.objects.get(application=application)
    stranger = application.members.get(key="a").pk

    refused("document_of_the_same_family", lambda: copy(document, application_id=waiting.pk, member_id=stranger))


def test_a_family_is_told_once_something_and_with_time_left(
    application: Application, applications: Applications
) -> None:
    told = {"application": application, "told_on": TODAY, "told_by": applications.acceptor}

    refused("supplement_leaves_time", lambda: Supplement.objects.create(**told, due_on=TODAY, items=["x"]))
    refused("supplement_names_something", lambda: Supplement.objects.create(**told, items=[]))
    first = Supplement.objects.create(**told, items=["x"])
    refused("application_id", lambda: Supplement.objects.create(**told, items=["x"]))
    refused("append-only", first.delete)


MANDATE = {
    "mandate_has_a_kind": {"kind": "friend"},
    "mandate_has_a_place": {"place": "430971"},
    "mandate_is_indexed": {"principal_index": "x"},
    "mandate_begins": {"valid": (None, date(2025, 1, 1))},
    "mandate_ends": {"valid": (TODAY, None)},
    "mandate_confirmed_by_proof": {"confirmed_at": NOW},
}


@pytest.mark.parametrize(("name", "changes"), MANDATE.items(), ids=MANDATE)
def test_a_mandate_is_whole(name: str, changes: dict[str, Any], application: Application) -> None:
    refused(name, lambda: mandate(application, **changes))


def mandate(application: Application, **changes: Any) -> Mandate:
    usual = {
        "account_id": application.filed_by_id, "kind": "daughter", "place": application.place,
        "principal_name": "张某甲", "principal_index": INDEX, "valid": (TODAY, date(2025, 1, 1)), "evidence": "委托书",
    }  # fmt: skip
    return Mandate.objects.create(**(usual | changes))


def test_a_mandate_is_confirmed_by_another_once_and_never_lengthened(
    application: Application, applications: Applications
) -> None:
    helper, officer = application.filed_by_id, applications.acceptor.account_id
    refused("mandate_confirmed_by_another", lambda: mandate(application, confirmed_at=NOW, confirmed_by_id=helper))
    made = mandate(application, confirmed_at=NOW, confirmed_by_id=officer, ended_on=TODAY)
    rows = Mandate.objects.filter(pk=made.pk)

    refused("append-only", lambda: rows.update(valid=(TODAY, date(2030, 1, 1))))
    refused("append-only", lambda: rows.update(confirmed_at=datetime(2024, 4, 1, tzinfo=UTC)))
    refused("append-only", lambda: rows.update(ended_on=None))
    refused("append-only", rows.delete)


def test_small_rows_are_whole(application: Application, applications: Applications) -> None:
    account = application.filed_by
    opening = {"application": application, "account": account, "valid": (TODAY, date(2025, 1, 1))}
    sent = {"application": application, "forwarded_on": TODAY, "forwarded_by": applications.acceptor}
    there = {"from_place": application.place, "to_place": "371702001"}

    refused("draft_has_a_step", lambda: Draft.objects.create(account=account, content="{}", step="", updated_at=NOW))
    refused("series_has_a_county", lambda: NumberSeries.objects.create(county="x", year=2024, last=1))
    refused("series_once_a_year", lambda: NumberSeries.objects.create(county="430971", year=2024, last=1))
    refused("opening_says_how", lambda: Opening.objects.create(**opening, how=""))
    opened = Opening.objects.create(**opening, how="查询码")
    refused("opening_once_at_a_time", lambda: Opening.objects.create(**opening, how="查询码"))
    refused("append-only", lambda: Opening.objects.filter(pk=opened.pk).update(how="别的"))
    refused("forwarding_has_a_reason", lambda: Forwarding.objects.create(**sent, **there, reason=" "))
    refused(
        "forwarding_goes_somewhere",
        lambda: Forwarding.objects.create(**sent, from_place="371702001", to_place="371702001", reason="x"),
    )
    refused("append-only", Forwarding.objects.create(**sent, **there, reason="户籍").delete)
