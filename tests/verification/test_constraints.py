"""The database refuses what must not be of consents, requests, answers and reports: each constraint is broken once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from doudi.intake.models import Application
from doudi.verification.models import (
    CheckRequest,
    Consent,
    FoundFact,
    Report,
    SourceAnswer,
    Unreachable,
)
from tests.fixtures.applications import SOURCES, Applications
from tests.fixtures.breaking import copy, refused
from tests.fixtures.people import TODAY
from tests.verification.breaking import member, stranger

pytestmark = pytest.mark.django_db
BEFORE, LATER = date(2024, 2, 1), date(2024, 4, 1)
NOW, THEN = datetime(2024, 3, 1, 2, tzinfo=UTC), datetime(2024, 3, 2, 2, tzinfo=UTC)


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


def test_a_report_is_frozen(application: Application, applications: Applications) -> None:
    given = {
        "request": request(application, applications), "made_on": TODAY, "made_by": applications.investigator,
        "content": {},
    }  # fmt: skip
    refused("report_is_digested", lambda: Report.objects.create(**given, digest="x"))
    report = Report.objects.create(**given, digest="0" * 64)

    refused("append-only", lambda: Report.objects.filter(pk=report.pk).update(content={"x": 1}))
