"""An application at the wrong door goes on to the right one, and leaves the first office's sight."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from doudi.accounts.models import Citizen
from doudi.accounts.queries import PlaceNotListed
from doudi.accounts.roles import Role
from doudi.intake.models import Application, FamilyMember, Mandate
from doudi.intake.services.forward import ForwardingWrong, forward
from doudi.intake.services.grant_mandate import Principal, confirm_mandate, grant_mandate
from doudi.intake.services.submit import submit
from doudi.kernel.spans import Span
from tests.fixtures.applications import ELSEWHERE, OTHER_TOWNSHIP, VILLAGE, Applications
from tests.fixtures.people import TODAY, ActingAs, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db
TOMORROW = date(2024, 3, 2)


def test_it_keeps_its_number_and_is_seen_where_it_went(
    applications: Applications, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    application = applications.submitted()
    there = officer(Role.ACCEPTOR, ELSEWHERE)
    with acting_as(applications.acceptor):
        forward(application=application, to=ELSEWHERE, reason="户籍在牡丹区", by=applications.acceptor, on=TODAY)

    with acting_as(there):
        seen = Application.objects.get()
        assert (seen.number, seen.place, seen.township) == (application.number, ELSEWHERE, ELSEWHERE)
        assert FamilyMember.objects.count() == 3
    with acting_as(applications.acceptor, on=TOMORROW):
        assert not Application.objects.exists()


def test_the_office_that_sent_it_sees_it_as_long_as_was_said(applications: Applications, acting_as: ActingAs) -> None:
    application = applications.submitted()
    with acting_as(applications.acceptor):
        forward(
            application=application, to=ELSEWHERE, reason="户籍在牡丹区", by=applications.acceptor, on=TODAY,
            seen_until=date(2024, 3, 10),
        )  # fmt: skip

    with acting_as(applications.acceptor, on=date(2024, 3, 9)):
        assert Application.objects.exists()
    with acting_as(applications.acceptor, on=date(2024, 3, 10)):
        assert not Application.objects.exists()


def test_its_mandate_goes_with_it(
    applications: Applications, citizen: MakeCitizen, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    daughter: Citizen = citizen(phone="13900000009")
    with acting_as(daughter):
        mandate = grant_mandate(
            helper=daughter.account, kind="daughter", principal=Principal("张某甲", applications.number, VILLAGE),
            span=Span(TODAY, date(2025, 1, 1)), on=TODAY, by=daughter.account,
        )  # fmt: skip
        application = submit(filing=applications.filing(mandate=mandate), by=daughter.account, on=TODAY)
    with acting_as(applications.acceptor):
        forward(application=application, to=ELSEWHERE, reason="户籍在牡丹区", by=applications.acceptor, on=TODAY)
    there = officer(Role.ACCEPTOR, ELSEWHERE)

    with acting_as(there):
        assert list(Mandate.objects.all()) == [mandate]
        confirm_mandate(
            mandate=mandate, evidence="当面签字", by=there, on=TODAY, at=datetime(2024, 3, 1, 2, tzinfo=UTC)
        )
    with acting_as(daughter, on=TOMORROW):
        assert Application.objects.get().place == ELSEWHERE


WRONG = {
    "a county": ({"to": "371702"}, ForwardingWrong, "转至"),
    "a township nobody listed": ({"to": "371702999"}, PlaceNotListed, "371702999"),
    "where it is": ({"to": VILLAGE}, ForwardingWrong, "转至"),
    "without a reason": ({"reason": " "}, ForwardingWrong, "原因"),
    "seen until before today": ({"seen_until": TODAY}, ForwardingWrong, "期限"),
}


@pytest.mark.parametrize(("given", "error", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_forwarding_is_refused_by_field(
    given: dict[str, Any], error: type[Exception], field: str, applications: Applications, acting_as: ActingAs
) -> None:
    application = applications.submitted()
    usual = {"to": OTHER_TOWNSHIP, "reason": "户籍在二镇", "by": applications.acceptor, "on": TODAY}

    with acting_as(applications.acceptor), pytest.raises(error) as refused:
        forward(application=application, **(usual | given))

    assert field in str(refused.value)
