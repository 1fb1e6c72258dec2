"""The database itself refuses what must not be: each constraint is broken once, past every service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction

from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.verification.models import (
    AdoptedFact,
    CheckRequest,
    Consent,
    FoundFact,
    Ground,
    HomeVisit,
    Report,
    SourceAnswer,
    Unreachable,
    VisitFact,
    Visitor,
)
from tests.fixtures.applications import SOURCES, Applications
from tests.fixtures.people import TODAY

pytestmark = pytest.mark.django_db
BEFORE, LATER = date(2024, 2, 1), date(2024, 4, 1)
NOW, THEN = datetime(2024, 3, 1, 2, tzinfo=UTC), datetime(2024, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def application(applications: Applications) -> Iterator[Application]:
    """Acts as the system from here on: what is refused, constraints refuse, not the row-level security."""
    made = applications.consented()
    with acting(Actor.system("test"), on=TODAY):
        yield made


def refused(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError) as error:
        _to_the_end(act)
    assert name in str(error.value)


def _to_the_end(act: Callable[[], Any]) -> None:
    """Do it, up to what the database checks when a transaction ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        act()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def copy(row: models.Model, **changes: Any) -> models.Model:
    """Add a row like another, but for the changes."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    }
    made = type(row)(**(values | changes))
    made.save(force_insert=True)
    return made


def member(application: Application, key: str = "a") -> FamilyMember:
    return application.members.get(key=key)


def stranger(application: Application) -> FamilyMember:
    other = copy(application, key=uuid4(), number="430971-2024-000009", applicant_index="1" * 64)
    return FamilyMember.objects.create(application_id=other.pk, position=0, key="a", name="王某戊")


def request(application: Application, applications: Applications, **given: Any) -> CheckRequest:
    usual = {"requested_on": TODAY, "requested_by": applications.investigator, "sources": list(SOURCES)}
    return CheckRequest.objects.create(application=application, **(usual | given))


def answer(application: Application, applications: Applications, **given: Any) -> SourceAnswer:
    usual = {
        "member": member(application), "source": "bank_deposits", "attempt": 1, "outcome": "answered",
        "answered_on": TODAY, "recorded_by": applications.investigator,
    }  # fmt: skip
    if "request" not in given:
        given["request"] = request(application, applications)
    return SourceAnswer.objects.create(**(usual | given))


CONSENT = {
    "consent_has_a_signer": {"signer": "friend"},
    "consent_is_signed": {"signer_name": ""},
    "consent_names_sources": {"sources": []},
    "consent_ends_after_signing": {"until_on": TODAY},
    "consent_ends_once_signed": {"ended_on": BEFORE, "ended_why": "withdrawn"},
    "consent_end_says_why": {"ended_on": TODAY},
}


@pytest.mark.parametrize(("name", "changes"), CONSENT.items(), ids=CONSENT)
def test_a_consent_is_whole(name: str, changes: dict[str, Any], application: Application) -> None:
    refused(name, lambda: copy(Consent.objects.get(member__key="a"), **changes))


def test_a_consent_is_withdrawn_once_and_never_widened(application: Application) -> None:
    rows = Consent.objects.filter(member__key="a")
    rows.update(ended_on=TODAY, ended_why="withdrawn")

    refused("append-only", lambda: rows.update(ended_on=None, ended_why=""))
    refused("append-only", lambda: rows.update(ended_on=LATER))
    refused("append-only", lambda: rows.update(ended_why="not_granted"))
    refused("append-only", lambda: rows.update(sources=["everything"]))
    refused("append-only", lambda: rows.update(until_on=LATER))
    refused("append-only", rows.delete)


def test_no_check_without_the_leave_of_all(application: Application, applications: Applications) -> None:
    refused("check_asks_somebody", lambda: request(application, applications, sources=[]))
    refused("check_asks_with_leave", lambda: request(application, applications, sources=["real_estate"]))
    refused("check_asks_with_leave", lambda: request(application, applications, requested_on=BEFORE))
    Consent.objects.filter(member__key="b").update(ended_on=TODAY, ended_why="withdrawn")
    refused("check_asks_with_leave", lambda: request(application, applications))

    note = {"member": member(application, "b"), "noted_on": TODAY, "noted_by": applications.investigator}
    refused("unreachable_has_a_reason", lambda: Unreachable.objects.create(**note, reason=""))
    noted = Unreachable.objects.create(**note, reason="失踪")
    refused("append-only", noted.delete)
    assert request(application, applications).pk


def test_no_answer_that_nobody_asked_for_or_allowed(application: Application, applications: Applications) -> None:
    asked = request(application, applications, sources=["bank_deposits", "vehicles"])
    given = {"request": asked}

    refused("answer_was_asked_for", lambda: answer(application, applications, **given, source="real_estate"))
    refused("answer_was_asked_for", lambda: answer(application, applications, **given, answered_on=BEFORE))
    refused("answer_was_asked_for", lambda: answer(application, applications, **given, member=stranger(application)))
    Consent.objects.filter(member__key="b").update(ended_on=TODAY, ended_why="withdrawn")
    refused("answer_has_leave", lambda: answer(application, applications, **given, member=member(application, "b")))
    refused("append-only", asked.delete)


ANSWER = {
    "answer_has_an_outcome": {"outcome": "maybe"},
    "answer_attempts_count_from_one": {"attempt": 0},
    "answer_failure_says_why": {"outcome": "failed"},
    "answer_once_an_attempt": {},
}


@pytest.mark.parametrize(("name", "changes"), ANSWER.items(), ids=ANSWER)
def test_an_answer_is_whole(
    name: str, changes: dict[str, Any], application: Application, applications: Applications
) -> None:
    first = answer(application, applications)

    refused(name, lambda: copy(first, **({"attempt": 2} if changes else {}) | changes))
    refused("append-only", lambda: SourceAnswer.objects.filter(pk=first.pk).update(outcome="nothing_found"))


def test_a_source_has_a_name(application: Application, applications: Applications) -> None:
    for consent in Consent.objects.all():
        copy(consent, sources=["Bank 1"])
    asked = request(application, applications, sources=["Bank 1"])

    refused("answer_has_a_source", lambda: answer(application, applications, request=asked, source="Bank 1"))


@pytest.mark.parametrize("outcome", ["nothing_found", "failed"])
def test_what_found_nothing_has_no_facts(outcome: str, application: Application, applications: Applications) -> None:
    silent = answer(application, applications, outcome=outcome, reference="接口超时")

    refused("found_in_a_result", lambda: FoundFact.objects.create(answer=silent, fact="financial_assets", value=1))


def test_a_found_fact_is_of_whom_the_answer_speaks_and_stays(
    application: Application, applications: Applications
) -> None:
    told = answer(application, applications)
    fact = FoundFact.objects.create(answer=told, fact="financial_assets", value=1)

    refused("found_once_an_answer", lambda: copy(fact))
    refused("found_fact_is_a_name", lambda: copy(fact, fact="Money 1"))
    refused("found_in_a_result", lambda: copy(fact, fact="wage", member_id=member(application, "b").pk))
    refused("append-only", lambda: FoundFact.objects.filter(pk=fact.pk).update(value=2))


def visit(application: Application, applications: Applications, **given: Any) -> HomeVisit:
    usual = {
        "visited_on": TODAY, "way": "home", "family_signer": "李某乙", "findings": "土坯房", "opinion": "属实",
    }  # fmt: skip
    made = HomeVisit.objects.create(application=application, **(usual | given))
    Visitor.objects.create(visit=made, officer=applications.investigator)
    Visitor.objects.create(visit=made, officer=applications.acceptor)
    return made


VISIT = {
    "visit_has_a_way": {"way": "dream"},
    "visit_signed_or_says_why_not": {"family_signer": ""},
    "visit_says_what_was_seen": {"findings": ""},
}


@pytest.mark.parametrize(("name", "changes"), VISIT.items(), ids=VISIT)
def test_a_visit_is_whole(
    name: str, changes: dict[str, Any], application: Application, applications: Applications
) -> None:
    refused(name, lambda: visit(application, applications, **changes))


def test_fewer_than_two_made_no_visit(application: Application, applications: Applications) -> None:
    def alone() -> None:
        made = copy(visit(application, applications))
        Visitor.objects.create(visit_id=made.pk, officer=applications.investigator)

    refused("visit_by_two", alone)


def test_a_visit_and_what_was_seen_stay(application: Application, applications: Applications) -> None:
    made = visit(application, applications)
    fact = VisitFact.objects.create(visit=made, fact="dwellings", value=1)
    supporter = Supporter.objects.create(member=member(application, "c"), position=0, name="张某丁")

    refused("append-only", lambda: HomeVisit.objects.filter(pk=made.pk).update(opinion="不属实"))
    refused("append-only", lambda: Visitor.objects.filter(visit=made).delete())
    refused("visitor_counts_once", lambda: copy(Visitor.objects.filter(visit=made)[0]))
    refused("visit_fact_once", lambda: copy(fact))
    refused("visit_fact_is_a_name", lambda: copy(fact, fact="A B"))
    refused("visit_supporter_has_a_member", lambda: copy(fact, supporter_id=supporter.pk))
    refused("visit_of_the_same_family", lambda: copy(fact, member_id=stranger(application).pk))
    refused(
        "visit_of_the_members_supporter",
        lambda: copy(fact, member_id=member(application).pk, supporter_id=supporter.pk),
    )
    refused("append-only", fact.delete)


def adopted(application: Application, applications: Applications, **given: Any) -> AdoptedFact:
    usual = {
        "fact": "financial_assets", "declared": 1, "found": 2, "adopted": 2, "ground": Ground.SOURCE,
        "settled_by": applications.investigator, "settled_on": TODAY, "known": (NOW, None),
    }  # fmt: skip
    return AdoptedFact.objects.create(application=application, **(usual | given))


ADOPTED = {
    "adopted_has_a_ground": {"ground": "rumour"},
    "adopted_fact_is_a_name": {"fact": "A B"},
    "adopted_rests_on_its_ground": {"adopted": 3, "reason": "x"},
    "adopted_against_a_source_says_why": {"ground": Ground.DECLARED, "adopted": 1},
    "adopted_known_since": {"known": (None, None)},
}


@pytest.mark.parametrize(("name", "changes"), ADOPTED.items(), ids=ADOPTED)
def test_what_is_settled_is_whole(
    name: str, changes: dict[str, Any], application: Application, applications: Applications
) -> None:
    refused(name, lambda: adopted(application, applications, **changes))


def test_one_thing_is_settled_one_way_at_a_time_and_closed_once(
    application: Application, applications: Applications
) -> None:
    first = adopted(application, applications)
    rows = AdoptedFact.objects.filter(pk=first.pk)
    refused("adopted_one_at_a_time", lambda: adopted(application, applications))
    refused("append-only", lambda: rows.update(adopted=1))
    refused("append-only", lambda: rows.update(known=(THEN, None)))
    rows.update(known=(NOW, THEN))

    refused("append-only", lambda: rows.update(known=(NOW, None)))
    refused("adopted_one_at_a_time", lambda: adopted(application, applications))
    assert adopted(application, applications, known=(THEN, None)).pk
    assert adopted(application, applications, fact="vehicles").pk


def test_what_is_settled_is_of_the_same_family(application: Application, applications: Applications) -> None:
    supporter = Supporter.objects.create(member=member(application, "c"), position=0, name="张某丁")

    refused("adopted_of_the_same_family", lambda: adopted(application, applications, member=stranger(application)))
    refused("adopted_supporter_has_a_member", lambda: adopted(application, applications, supporter=supporter))
    refused(
        "adopted_of_the_members_supporter",
        lambda: adopted(application, applications, member=member(application), supporter=supporter),
    )


def test_a_report_is_frozen(application: Application, applications: Applications) -> None:
    given = {
        "request": request(application, applications), "made_on": TODAY, "made_by": applications.investigator,
        "content": {},
    }  # fmt: skip
    refused("report_is_digested", lambda: Report.objects.create(**given, digest="x"))
    report = Report.objects.create(**given, digest="0" * 64)

    refused("append-only", lambda: Report.objects.filter(pk=report.pk).update(content={"x": 1}))
