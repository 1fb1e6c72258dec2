"""One click asks every connected source; each answer is kept once, as what it is, and never without leave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from doudi.audit.models import Event
from doudi.exchange.messages import Element
from doudi.kernel.clock import Moment
from doudi.verification.asking.client import Answered, Failed
from doudi.verification.models import (
    AnswerKind,
    CheckRequest,
    Consent,
    FoundFact,
    QueryProgress,
    SourceAnswer,
    SourceQuery,
)
from doudi.verification.services import put_query as act
from doudi.verification.services.ask_sources import TASK, NothingToAsk
from doudi.verification.services.sign_consent import withdraw_consent
from tests.fixtures.applications import Applications
from tests.fixtures.departments import Running
from tests.fixtures.people import TODAY
from tests.verification.asking.clicks import BASE, ONE, OTHER, click, known, of, outcomes, put, put_all

pytestmark = pytest.mark.django_db


def test_a_click_leaves_a_query_for_each_member_and_connected_source_and_one_job_a_source(
    check: CheckRequest, applications: Applications
) -> None:
    queries = click(check, applications)

    jobs = ProcrastinateJob.objects.filter(task_name=TASK, args__check=check.pk)
    assert sorted({each.source for each in queries}) == [OTHER, ONE]
    assert len(queries) == 6
    assert sorted(job.args["source"] for job in jobs) == [OTHER, ONE]
    assert all(set(job.args) == {"check", "source"} for job in jobs)


def test_what_a_source_knows_is_kept_as_its_answer_with_its_day_and_purpose(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    queries = click(check, applications)

    put_all(queries)

    query = of(queries, ONE)[0]
    query.refresh_from_db()
    assert query.progress == QueryProgress.DONE
    assert query.as_of_on == TODAY - timedelta(days=1)
    assert query.answer is not None
    assert query.answer.recorded_by == applications.investigator
    assert query.answer.reference.startswith("SL-")
    assert outcomes(ONE) == [AnswerKind.ANSWERED] * 3
    assert FoundFact.objects.filter(answer=query.answer, fact="register").count() == 1
    sent, answered = (Event.objects.filter(act=f"verification.{name}").first() for name in ("query_sent", "answered"))
    assert sent is not None
    assert answered is not None
    assert (sent.purpose, sent.details["query"]) == ("申请最低生活保障", str(query.key))
    assert answered.details == {"query": str(query.key), "source": ONE, "outcome": "answered"}
    assert not any(str(query.member.number) in str(each.details) for each in Event.objects.all())


def test_a_job_that_is_run_again_writes_one_answer(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    queries = click(check, applications)
    put_all(queries)

    put_all(queries)

    assert len(outcomes(ONE)) == 3
    assert department.asked_of(ONE) == 3


@pytest.mark.parametrize("fault", ["error", "wrong_schema", "truncated", "duplicate", "unsigned", "other_name"])
def test_a_fault_of_the_source_is_kept_as_a_failure_with_its_reason_and_may_be_asked_again(
    check: CheckRequest, applications: Applications, department: Running, fault: str
) -> None:
    department.faults.set(ONE, fault)
    first = of(click(check, applications), ONE)[0]

    put(first)
    department.faults.set(ONE, "")
    again = next(each for each in click(check, applications) if (each.source, each.member) == (ONE, first.member))
    put(again, after=timedelta(minutes=5))

    failed, answered = SourceAnswer.objects.filter(source=ONE, member=first.member).order_by("attempt")
    assert failed.outcome == AnswerKind.FAILED
    assert failed.reference
    assert answered.outcome == AnswerKind.ANSWERED


def test_a_value_that_cannot_be_is_a_failure_that_names_it(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = of(click(check, applications), ONE)[0]
    told = known(query, department).model_copy(update={"elements": (Element(name="register", value="moon"),)})

    act._end(query.pk, Answered(told), Moment(TODAY, BASE, is_moved=True))

    kept = SourceAnswer.objects.get(source=ONE)
    assert kept.outcome == AnswerKind.FAILED
    assert "户籍类别" in kept.reference


def test_a_source_that_works_on_it_is_asked_later_and_a_day_later_has_failed(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    department.faults.set(ONE, "late")
    query = of(click(check, applications), ONE)[0]

    back = put(query)
    query.refresh_from_db()
    meanwhile = query.progress
    given_up = put(query, after=timedelta(days=1, minutes=1))

    assert back == BASE + timedelta(seconds=1)
    assert meanwhile == QueryProgress.LATER
    assert given_up is None
    assert SourceAnswer.objects.get(source=ONE).outcome == AnswerKind.FAILED
    assert department.asked_of(ONE) == 1


def test_leave_taken_back_between_click_and_job_means_no_query_is_sent(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = of(click(check, applications), ONE)[0]
    consent = Consent.objects.get(member=query.member)
    withdraw_consent(consent=consent, by=applications.acceptor, on=TODAY)

    put(query)

    query.refresh_from_db()
    assert department.department.asked == []
    assert (query.progress, query.answer) == (QueryProgress.CALLED_OFF, None)
    assert "撤回" in query.told
    assert outcomes() == []


def test_leave_taken_back_while_the_source_is_asked_means_no_answer_stays(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = of(click(check, applications), ONE)[0]
    told = Answered(known(query, department))
    withdraw_consent(consent=Consent.objects.get(member=query.member), by=applications.acceptor, on=TODAY)

    act._end(query.pk, told, Moment(TODAY, BASE, is_moved=True))

    query.refresh_from_db()
    assert query.progress == QueryProgress.CALLED_OFF
    assert outcomes() == []


def test_where_everything_is_answered_there_is_nothing_to_ask(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    put_all(click(check, applications))

    with pytest.raises(NothingToAsk):
        click(check, applications)


def test_a_click_while_queries_are_under_way_asks_nothing_twice(
    check: CheckRequest, applications: Applications
) -> None:
    click(check, applications)

    again = click(check, applications)

    assert again == []
    assert SourceQuery.objects.count() == 6


def test_what_failed_leaves_what_was_known_before(
    check: CheckRequest, applications: Applications, department: Running
) -> None:
    query = of(click(check, applications), ONE)[0]

    act._end(query.pk, Failed("连接不上，试了 3 次", is_down=True), Moment(TODAY, BASE, is_moved=True))

    kept = SourceAnswer.objects.get(source=ONE)
    assert (kept.outcome, kept.reference) == (AnswerKind.FAILED, "连接不上，试了 3 次")
