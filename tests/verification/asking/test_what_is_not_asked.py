"""What is not asked: of a source that rests or was stopped, of a case that is closed; what the database refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from doudi.accounts.roles import Role
from doudi.intake.services.withdraw import close
from doudi.verification.asking.pace import FAILURES_IN_A_ROW
from doudi.verification.models import (
    AnswerKind,
    CheckRequest,
    Consent,
    QueryProgress,
    SourceAnswer,
    SourceConnection,
    SourceQuery,
)
from doudi.verification.services import put_query as act
from doudi.verification.services.connect_source import disconnect_source
from doudi.verification.services.sign_consent import withdraw_consent
from tests.fixtures.applications import ELSEWHERE, Applications
from tests.fixtures.departments import Running
from tests.fixtures.people import TODAY, ActingAs, MakeOfficer
from tests.verification.asking.clicks import BASE, ONE, OTHER, click, connect, of, outcomes, put

pytestmark = pytest.mark.django_db


def test_about_a_closed_application_nothing_is_asked(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = click(check, applications)[0]
    close(application=check.application, on=TODAY)

    put(query)

    query.refresh_from_db()
    assert query.progress == QueryProgress.CALLED_OFF
    assert department.department.asked == []


def test_a_source_that_was_disconnected_is_not_asked(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = of(click(check, applications), ONE)[0]
    disconnect_source(source=ONE, on=TODAY)

    put(query)

    query.refresh_from_db()
    assert query.told == "来源接口已停用，没有查询"
    assert department.department.asked == []


def test_after_failures_in_a_row_a_source_rests_then_one_query_tries_it_and_it_is_open_again(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    department.faults.set(ONE, "error")
    connection = SourceConnection.objects.get(source=ONE)
    for number in range(FAILURES_IN_A_ROW):
        act.was_down(connection, now=BASE + timedelta(milliseconds=number))
    first, second, third = of(click(check, applications), ONE)

    put(first, after=timedelta(seconds=30))
    resting = department.asked_of(ONE)
    department.faults.set(ONE, "")
    put(second, after=timedelta(seconds=90))
    put(third, after=timedelta(seconds=91))

    assert resting == 0
    assert "暂停查询" in SourceAnswer.objects.get(member=first.member, source=ONE).reference
    assert outcomes(ONE) == [AnswerKind.FAILED, AnswerKind.ANSWERED, AnswerKind.ANSWERED]
    connection.refresh_from_db()
    assert (connection.failures, connection.opened_at) == (0, None)


def test_a_source_is_asked_no_oftener_than_agreed(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    connect(department, ONE, per_minute=2)
    first, second, _ = of(click(check, applications), ONE)
    put(first)

    back = put(second, after=timedelta(seconds=1))

    assert back == BASE + timedelta(seconds=30)
    assert department.asked_of(ONE) == 1


def test_the_database_refuses_a_query_without_leave_and_an_answer_to_another_question(
    check: CheckRequest, applications: Applications
) -> None:
    one, other = of(click(check, applications), ONE)[:2]
    withdraw_consent(consent=Consent.objects.get(member=one.member), by=applications.acceptor, on=TODAY)

    with pytest.raises(IntegrityError, match="query_has_leave"), transaction.atomic():
        SourceQuery.objects.create(
            request=check, member=one.member, source="vehicles", asked_by=applications.investigator, asked_on=TODAY
        )
    with pytest.raises(IntegrityError, match="query_has_leave"), transaction.atomic():
        SourceQuery.objects.filter(pk=one.pk).update(progress=QueryProgress.SENT, sent_on=TODAY)
    with pytest.raises(IntegrityError, match="query_was_asked_for"), transaction.atomic():
        SourceQuery.objects.create(
            request=check, member=other.member, source="securities", asked_by=applications.investigator, asked_on=TODAY
        )
    with pytest.raises(IntegrityError, match="query_one_at_a_time"), transaction.atomic():
        SourceQuery.objects.create(
            request=check, member=other.member, source=ONE, asked_by=applications.investigator, asked_on=TODAY
        )
    with pytest.raises(IntegrityError, match="query_done_has_an_answer"), transaction.atomic():
        SourceQuery.objects.filter(pk=other.pk).update(progress=QueryProgress.DONE)


def test_a_query_that_is_over_is_never_rewritten(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    first, second = of(click(check, applications), ONE)[:2]
    put(first)
    put(second, after=timedelta(seconds=1))
    kept = SourceAnswer.objects.get(member=first.member, source=ONE)

    for change in ({"progress": QueryProgress.WAITING, "answer": None}, {"as_of_on": TODAY}, {"source": OTHER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceQuery.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceQuery.objects.filter(pk=first.pk).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceQuery.objects.filter(pk=second.pk).update(answer=kept)


def test_officers_of_the_place_see_what_was_asked_and_nobody_else(
    check: CheckRequest, applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    click(check, applications)
    elsewhere = officer(Role.INVESTIGATOR, ELSEWHERE)

    seen = []
    for somebody in (applications.investigator, elsewhere, applications.citizen):
        with acting_as(somebody):
            seen.append((SourceQuery.objects.count(), SourceConnection.objects.count()))

    assert seen == [(6, 2), (0, 2), (0, 0)]
