"""Who sees what was asked and found: officers of the place; a citizen sees what was settled, not what banks said."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.verification.facts import Entered
from doudi.verification.models import (
    AdoptedFact,
    AnswerKind,
    CheckRequest,
    Consent,
    FoundFact,
    Ground,
    HomeVisit,
    KnownFrom,
    ObligorsNoted,
    Report,
    SourceAnswer,
    Visitor,
)
from doudi.verification.services.adopt import Settlement, adopt
from doudi.verification.services.make_report import make_report
from doudi.verification.services.note_obligors import Obligors, note_obligors
from doudi.verification.services.record_answer import Answer, record_answer
from doudi.verification.services.record_home_visit import Visited, record_home_visit
from doudi.verification.services.request_check import request_check
from tests.fixtures.applications import ELSEWHERE, OTHER_TOWNSHIP, TOWNSHIP, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db
FOR_STAFF = (CheckRequest, SourceAnswer, FoundFact, Report)
FOR_THE_FAMILY = (Consent, HomeVisit, Visitor, AdoptedFact, ObligorsNoted)


@pytest.fixture
def checked(applications: Applications, officer: MakeOfficer) -> Application:
    """An application that went through everything."""
    application, by = applications.consented(), applications.investigator
    with acting(Actor.system("test"), on=TODAY):
        request = request_check(application=application, sources=("bank_deposits",), by=by, on=TODAY)
        for member in application.members.order_by("position"):
            said = Answer(
                source="bank_deposits", outcome=AnswerKind.ANSWERED, facts=(Entered("financial_assets", "900.00"),)
            )
            record_answer(request=request, member=member, answer=said, by=by, on=TODAY)
        record_home_visit(
            application=application, visitors=(by, officer(Role.INVESTIGATOR, TOWNSHIP)), by=by, on=TODAY,
            visited=Visited(visited_on=TODAY, findings="土坯房", opinion="属实", family_signer="李某乙"),
        )  # fmt: skip
        adopt(
            application=application, by=by, on=TODAY,
            settlement=Settlement(fact="financial_assets", ground=Ground.SOURCE, reason="以核对为准"),
        )  # fmt: skip
        nobody = Obligors(all=(), known_from=KnownFrom.VISIT, reason="邻居说没有子女，户口簿上也没有")
        note_obligors(member=application.members.get(key="a"), obligors=nobody, by=by, on=TODAY)
        make_report(request=request, by=by, on=TODAY)
    return application


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize(("role", "place"), [(Role.INVESTIGATOR, TOWNSHIP), (Role.VERIFIER, "430971")])
def test_officers_of_the_place_see_all_of_it(role: str, place: str, officer: MakeOfficer, acting_as: ActingAs) -> None:
    with acting_as(officer(role, place)):
        assert all(model.objects.exists() for model in (*FOR_STAFF, *FOR_THE_FAMILY))


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize(
    ("role", "place"), [(Role.INVESTIGATOR, OTHER_TOWNSHIP), (Role.ACCEPTOR, ELSEWHERE), (Role.VERIFIER, "371702")]
)
def test_officers_of_another_place_see_none_of_it(
    role: str, place: str, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    with acting_as(officer(role, place)):
        assert not any(model.objects.exists() for model in (*FOR_STAFF, *FOR_THE_FAMILY))


@pytest.mark.usefixtures("checked")
def test_the_applicant_sees_what_was_settled_and_not_what_the_bank_said(
    applications: Applications, acting_as: ActingAs
) -> None:
    with acting_as(applications.citizen):
        assert all(model.objects.exists() for model in FOR_THE_FAMILY)
        assert not any(model.objects.exists() for model in FOR_STAFF)


@pytest.mark.usefixtures("checked")
def test_another_citizen_sees_none_of_it(citizen: MakeCitizen, acting_as: ActingAs) -> None:
    with acting_as(citizen(phone="13900000002"), on=date(2024, 3, 2)):
        assert not any(model.objects.exists() for model in (*FOR_STAFF, *FOR_THE_FAMILY))
