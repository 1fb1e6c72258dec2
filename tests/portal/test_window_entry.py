"""The applicant enters with the code that the window printed, and sees that application; a wrong one opens nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account, Code
from doudi.accounts.permissions import MayNot
from doudi.accounts.roles import Role
from doudi.accounts.services.codes import window_code
from doudi.audit.actor import Actor, acting
from doudi.intake.models import Application
from doudi.kernel import clock
from doudi.kernel.residentid import ResidentNumber, Sex
from tests.fixtures.applications import Applications
from tests.fixtures.people import ActingAs, MakeOfficer

APPLICANT = ResidentNumber.reserved(born=date(1975, 5, 1), sex=Sex.MALE, serial=741)
NEIGHBOUR = ResidentNumber.reserved(born=date(1975, 5, 1), sex=Sex.MALE, serial=742)
pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(applications: Applications) -> Application:
    return applications.submitted(on=clock.today({}))


@pytest.fixture
def printed(filed: Application, officer: MakeOfficer, acting_as: ActingAs) -> str:
    at_the_window = officer(Role.ACCEPTOR, "430971001")
    moment = clock.read({})
    with acting_as(at_the_window, on=moment.today):
        return window_code(
            number=APPLICANT, application=filed.pk, place=filed.place, by=at_the_window, on=moment.today, at=moment.at
        )


def bring(client: Client, code: str, number: ResidentNumber = APPLICANT) -> HttpResponse:
    return client.post("/enter/window/", {"name": "张某甲", "number": number.full, "paper": code})


def seen_by(client: Client) -> list[int]:
    with acting(Actor.citizen(int(client.session["_auth_user_id"])), on=clock.today({})):
        return list(Application.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("spelled", [str, str.lower, lambda code: code.replace("-", " ")])
def test_who_brings_the_code_sees_that_application(
    client: Client, printed: str, filed: Application, spelled: object
) -> None:
    answer = bring(client, spelled(printed))  # type: ignore[operator]  a function of text

    assert answer["Location"] == "/my/"
    assert seen_by(client) == [filed.pk]


def test_the_code_of_another_person_opens_nothing(client: Client, printed: str) -> None:
    answer = bring(client, printed, NEIGHBOUR)

    assert answer.status_code == 422
    assert "验证码不对或者已经失效" in answer.content.decode()
    assert (
        not Account.objects.filter(kind="citizen", login__startswith="citizen-").exclude(login__regex=r"-\d+$").exists()
    )


def test_a_code_opens_once(client: Client, printed: str) -> None:
    bring(client, printed)

    assert bring(Client(), printed).status_code == 422


def test_a_code_on_paper_ends_with_its_time(client: Client, printed: str) -> None:
    life = settings.DOUDI_ENTRY.window_code_life
    for code in Code.objects.all():
        code.sent_at, code.expires_at = code.sent_at - life, code.expires_at - life - timedelta(seconds=1)
        code.save()

    assert bring(client, printed).status_code == 422


def test_wrong_codes_are_counted_although_they_are_refused(client: Client, printed: str) -> None:
    for _ in range(settings.DOUDI_ENTRY.code_tries):
        bring(client, "22222-22222")

    assert bring(client, printed).status_code == 422


def test_only_the_window_of_that_place_prints_codes(
    filed: Application, officer: MakeOfficer, acting_as: ActingAs
) -> None:
    elsewhere = officer(Role.ACCEPTOR, "430971002")
    moment = clock.read({})

    with acting_as(elsewhere, on=moment.today), pytest.raises(MayNot):
        window_code(
            number=APPLICANT, application=filed.pk, place=filed.place, by=elsewhere, on=moment.today, at=moment.at
        )


def test_a_wrong_code_is_said_at_the_field_of_the_code(client: Client, printed: str) -> None:
    page = bring(client, "22222-22222").content.decode()

    assert printed not in page
    assert '<a href="#paper">验证码不对或者已经失效' in page
    assert 'id="paper-error"' in page
    assert 'id="name-error"' not in page
