"""Nothing is asked without leave; a source that failed never reads like one that found nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.intake.services.withdraw import close
from doudi.intake.state import AlreadyClosed, NoSuchApplication
from doudi.verification.facts import Entered, FactWrong, NotOfThisFamily
from doudi.verification.models import AnswerKind, CheckRequest, Consent, SourceAnswer
from doudi.verification.queries import differences, without_consent
from doudi.verification.services.make_report import AnswersOutstanding, digest_of, make_report
from doudi.verification.services.record_answer import (
    Answer,
    AnswerWrong,
    NoLongerConsented,
    NoSuchRequest,
    record_answer,
)
from doudi.verification.services.request_check import ConsentMissing, NotAcceptedYet, NothingAsked, request_check
from doudi.verification.services.sign_consent import (
    AlreadyUnreachable,
    ConsentOver,
    ConsentWrong,
    note_unreachable,
    withdraw_consent,
)
from doudi.verification.sources import SourceUnknown
from tests.fixtures.applications import ELSEWHERE, SOURCES, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeOfficer

pytestmark = pytest.mark.django_db
LATER = date(2024, 3, 8)


@pytest.fixture
def application(applications: Applications) -> Application:
    return applications.consented()


def asked(application: Application, applications: Applications, *sources: str) -> CheckRequest:
    by = applications.investigator
    return request_check(application=application, sources=sources or SOURCES, by=by, on=TODAY)


def answered(request: CheckRequest, applications: Applications, key: str = "a", **given: Any) -> SourceAnswer:
    member = request.application.members.get(key=key)
    usual = {"source": "bank_deposits", "outcome": AnswerKind.NOTHING_FOUND}
    return record_answer(
        request=request, member=member, answer=Answer(**(usual | given)), by=applications.investigator, on=TODAY
    )


def test_with_the_leave_of_all_a_check_is_asked_for(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator):
        request = asked(application, applications)

        assert request.sources == list(SOURCES)
        assert without_consent(application, SOURCES, TODAY) == []


def test_without_the_leave_of_one_nothing_is_asked_and_they_are_named(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.acceptor):
        withdraw_consent(consent=Consent.objects.get(member__key="b"), by=applications.acceptor, on=TODAY)

    with acting_as(applications.investigator), pytest.raises(ConsentMissing) as refused:
        asked(application, applications)

    assert "李某乙" in str(refused.value)


def test_leave_for_some_sources_is_no_leave_for_others(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator), pytest.raises(ConsentMissing):
        asked(application, applications, "real_estate")


def test_about_a_missing_member_nothing_is_asked(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.accepted()
    for member in _members(application, "a", "c"):
        applications.consent(member)

    with acting_as(applications.investigator):
        absent = application.members.get(key="b")
        note_unreachable(member=absent, reason="被宣告失踪", by=applications.investigator, on=TODAY)
        with pytest.raises(AlreadyUnreachable):
            note_unreachable(member=absent, reason="失踪", by=applications.investigator, on=TODAY)
        request = asked(application, applications)
        with pytest.raises(NoLongerConsented):
            answered(request, applications, "b")


def _members(application: Application, *keys: str) -> list[Any]:
    with acting(Actor.system("test"), on=TODAY):
        return list(application.members.filter(key__in=keys))


def test_what_is_wrong_with_a_request_is_said(
    application: Application, applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    stranger = officer(Role.INVESTIGATOR, ELSEWHERE)

    with acting_as(applications.investigator):
        with pytest.raises(NothingAsked):
            request_check(application=application, sources=(), by=applications.investigator, on=TODAY)
        with pytest.raises(SourceUnknown):
            asked(application, applications, "astrology")
    with acting_as(applications.acceptor), pytest.raises(MayNot):
        request_check(application=application, sources=SOURCES, by=applications.acceptor, on=TODAY)
    with acting_as(stranger), pytest.raises(NoSuchApplication):
        request_check(application=application, sources=SOURCES, by=stranger, on=TODAY)


def test_before_acceptance_and_after_the_end_nothing_is_asked(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting(Actor.system("test"), on=TODAY):
        close(application=application, on=TODAY)
        with pytest.raises(AlreadyClosed):
            asked(application, applications)
    waiting = applications.submitted()

    with acting_as(applications.investigator), pytest.raises(NotAcceptedYet):
        asked(waiting, applications)


def test_leave_that_was_taken_back_covers_no_answer(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator):
        request = asked(application, applications)
    with acting_as(applications.acceptor):
        consent = Consent.objects.get(member__key="a")
        withdraw_consent(consent=consent, by=applications.acceptor, on=TODAY)
        with pytest.raises(ConsentOver):
            withdraw_consent(consent=consent, by=applications.acceptor, on=TODAY)

    with acting_as(applications.investigator), pytest.raises(NoLongerConsented):
        answered(request, applications)


def test_failed_nothing_found_and_answered_are_three_things(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    deposits = Entered("financial_assets", "2600.00")

    with acting_as(applications.investigator):
        request = asked(application, applications)
        answered(request, applications, "a", outcome=AnswerKind.ANSWERED, facts=(deposits,))
        answered(request, applications, "b", outcome=AnswerKind.NOTHING_FOUND)
        answered(request, applications, "c", outcome=AnswerKind.FAILED, reference="接口超时")
        row = next(each for each in differences(application) if each.fact == "financial_assets")

    assert [outcome for _, outcome in row.asked] == ["answered", "nothing_found", "failed"]
    assert (row.declared, row.found, row.found_by) == (200_000, 260_000, "bank_deposits")


def test_asked_again_a_source_answers_in_a_new_attempt(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator):
        request = asked(application, applications)
        answered(request, applications, outcome=AnswerKind.FAILED, reference="接口超时")
        second = answered(request, applications, outcome=AnswerKind.NOTHING_FOUND)
        third = answered(request, applications, outcome=AnswerKind.FAILED, reference="又超时")
        row = next(each for each in differences(application) if each.fact == "financial_assets")

    assert (second.attempt, third.attempt) == (2, 3)
    assert row.asked == [("bank_deposits", "nothing_found")]


def test_what_two_members_have_in_the_bank_is_added_up(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator):
        request = asked(application, applications)
        for key, amount in (("a", "1500.00"), ("b", "500.00")):
            facts = (Entered("financial_assets", amount),)
            answered(request, applications, key, outcome=AnswerKind.ANSWERED, facts=facts)
        row = next(each for each in differences(application) if each.fact == "financial_assets")

    assert (row.found, row.differs) == (200_000, False)


ANSWERS = {
    "a source nobody asked": ({"source": "utilities"}, AnswerWrong, "来源"),
    "an outcome there is not": ({"outcome": "maybe"}, AnswerWrong, "结果"),
    "a failure without a reason": ({"outcome": "failed"}, AnswerWrong, "失败原因"),
    "a failure with facts": (
        {"outcome": "failed", "reference": "x", "facts": (Entered("financial_assets", "1.00"),)}, AnswerWrong, "结果",
    ),
    "a result without anything": ({"outcome": "answered"}, AnswerWrong, "结果"),
    "what the source cannot know": (
        {"outcome": "answered", "facts": (Entered("vehicles", 1),)}, AnswerWrong, "机动车辆",
    ),
    "an endless reference": ({"reference": "1" * 201}, AnswerWrong, "凭据"),
    "an amount that is a number": (
        {"outcome": "answered", "facts": (Entered("financial_assets", 12),)}, FactWrong, "存款",
    ),
    "no value": ({"outcome": "answered", "facts": (Entered("financial_assets", None),)}, FactWrong, "存款"),
    "a fact twice": (
        {"outcome": "answered", "facts": (Entered("financial_assets", "1.00"),) * 2}, FactWrong, "两次",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "error", "field"), ANSWERS.values(), ids=ANSWERS)
def test_a_wrong_answer_is_refused_by_field(
    given: dict[str, Any], error: type[Exception], field: str, application: Application, applications: Applications
) -> None:
    with acting(Actor.system("test"), on=TODAY):
        request = asked(application, applications)
        with pytest.raises(error) as refused:
            answered(request, applications, **given)
        assert not SourceAnswer.objects.exists()

    assert field in str(refused.value)


def test_facts_are_of_whom_the_answer_speaks(application: Application, applications: Applications) -> None:
    with acting(Actor.system("test"), on=TODAY):
        request = asked(application, applications)
        other = application.members.get(key="b")
        given = {"source": "social_insurance", "outcome": AnswerKind.ANSWERED}
        with pytest.raises(NotOfThisFamily):
            answered(request, applications, **given, facts=(Entered("pension", "1.00", member=other),))
        with pytest.raises(FactWrong):
            answered(request, applications, **given, facts=(Entered("pension", "1.00"),))
        other.application_id += 1
        with pytest.raises(NotOfThisFamily):
            answered(request, applications, **given, facts=(Entered("pension", "1.00", member=other),))
        with pytest.raises(NotOfThisFamily):
            record_answer(request=request, member=other, answer=Answer(**given), by=applications.investigator, on=TODAY)
        request.pk = 0
        with pytest.raises(NoSuchRequest):
            record_answer(request=request, member=other, answer=Answer(**given), by=applications.investigator, on=TODAY)


def test_a_report_waits_for_every_answer_and_is_frozen(
    application: Application, applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.investigator):
        request = asked(application, applications, "bank_deposits")
        with pytest.raises(AnswersOutstanding):
            make_report(request=request, by=applications.investigator, on=TODAY)
        answered(request, applications, "a")
        answered(request, applications, "b", outcome=AnswerKind.FAILED, reference="接口超时")
        answered(request, applications, "c")
        report = make_report(request=request, by=applications.investigator, on=TODAY)

    said = [member["sources"]["bank_deposits"]["outcome"] for member in report.content["members"]]
    assert said == ["nothing_found", "failed", "nothing_found"]
    assert report.digest == digest_of(report.content)
    assert "张某" not in str(report.content)
    assert applications.number.full not in str(report.content)


def test_a_report_says_who_could_not_be_asked(applications: Applications) -> None:
    application = applications.accepted()
    for member in _members(application, "a", "c"):
        applications.consent(member)
    with acting(Actor.system("test"), on=TODAY):
        note_unreachable(member=application.members.get(key="b"), reason="失踪", by=applications.investigator, on=TODAY)
        with pytest.raises(ConsentWrong):
            note_unreachable(member=application.members.get(key="a"), reason="", by=applications.investigator, on=TODAY)
        request = asked(application, applications, "bank_deposits")
        for key in ("a", "c"):
            answered(request, applications, key)
        report = make_report(request=request, by=applications.investigator, on=TODAY)
        request.pk = 0
        with pytest.raises(NoSuchRequest):
            make_report(request=request, by=applications.investigator, on=TODAY)

    assert report.content["members"][1]["sources"]["bank_deposits"] == {"outcome": "unreachable"}
