"""That most sources have nothing on record is noted in one go; whoever said something else is not overwritten."""

from __future__ import annotations

import pytest

from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.intake.models import FamilyMember
from doudi.verification.facts import NotOfThisFamily
from doudi.verification.models import AnswerKind, CheckRequest, Consent, SourceAnswer
from doudi.verification.services.make_report import make_report
from doudi.verification.services.record_answer import (
    Answer,
    AnswerWrong,
    NoLongerConsented,
    NoSuchRequest,
    record_answer,
)
from doudi.verification.services.record_nothing_found import record_nothing_found
from doudi.verification.services.request_check import request_check
from doudi.verification.services.sign_consent import withdraw_consent
from tests.fixtures.applications import ELSEWHERE, SOURCES, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeOfficer

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(applications: Applications, acting_as: ActingAs) -> CheckRequest:
    by, application = applications.investigator, applications.consented()
    with acting_as(by):
        return request_check(application=application, sources=SOURCES, by=by, on=TODAY)


def family(request: CheckRequest) -> list[FamilyMember]:
    return list(request.application.members.order_by("position"))


def test_what_a_source_said_before_stays_and_the_rest_is_nothing_on_record(
    request_: CheckRequest, applications: Applications, acting_as: ActingAs
) -> None:
    by = applications.investigator
    with acting_as(by):
        failed = Answer(source="vehicles", outcome=AnswerKind.FAILED, reference="系统维护")
        record_answer(request=request_, member=family(request_)[0], answer=failed, by=by, on=TODAY)

        noted = record_nothing_found(request=request_, members=family(request_), sources=SOURCES, by=by, on=TODAY)
        again = record_nothing_found(request=request_, members=family(request_), sources=SOURCES, by=by, on=TODAY)

        outcomes = SourceAnswer.objects.filter(request=request_).values_list("outcome", flat=True)
        assert (noted, again) == (3 * len(SOURCES) - 1, 0)
        assert sorted(outcomes) == sorted([AnswerKind.FAILED] + [AnswerKind.NOTHING_FOUND] * noted)
        assert make_report(request=request_, by=by, on=TODAY).digest


def test_nothing_is_noted_where_one_of_it_cannot_be(
    request_: CheckRequest, applications: Applications, acting_as: ActingAs
) -> None:
    by = applications.investigator
    with acting_as(applications.acceptor):
        withdraw_consent(consent=Consent.objects.get(member__key="b"), by=applications.acceptor, on=TODAY)

    with acting_as(by):
        with pytest.raises(NoLongerConsented, match="李某乙"):
            record_nothing_found(request=request_, members=family(request_), sources=SOURCES, by=by, on=TODAY)
        with pytest.raises(AnswerWrong, match="没有向它查询"):
            record_nothing_found(request=request_, members=family(request_), sources=["tax_record"], by=by, on=TODAY)

        assert not SourceAnswer.objects.exists()


def test_who_may_not_verify_and_who_is_of_another_family_are_refused(
    request_: CheckRequest, applications: Applications, acting_as: ActingAs, officer: MakeOfficer
) -> None:
    with acting_as(applications.acceptor), pytest.raises(MayNot):
        record_nothing_found(
            request=request_, members=family(request_), sources=SOURCES, by=applications.acceptor, on=TODAY
        )
    stranger = officer(Role.INVESTIGATOR, ELSEWHERE)
    with acting_as(stranger), pytest.raises(NoSuchRequest):
        record_nothing_found(request=request_, members=[], sources=SOURCES, by=stranger, on=TODAY)

    by = applications.investigator
    somebody = FamilyMember(name="李某丁", application_id=request_.application_id + 1)
    with acting_as(by), pytest.raises(NotOfThisFamily):
        record_nothing_found(request=request_, members=[somebody], sources=SOURCES, by=by, on=TODAY)
