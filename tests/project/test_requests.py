"""The innermost middleware: a transaction in the name of who asks, undone when refused, and errors as pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from doudi.accounts.models import Office
from doudi.accounts.roles import OfficeKind, Role
from doudi.accounts.signed_in import NotSignedIn, citizen_of, keeps_writes, officer_of, signed_in
from doudi.audit.actor import Actor, acting, current
from doudi.audit.models import Event
from doudi.audit.services.record import record
from doudi.kernel.errors import DoudiError, NotAllowed, NotKnown, NotNow, Refused
from doudi.policy.flaws import Flaw, PackRefused
from doudi.project.urls import urlpatterns as product
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import EVER, TODAY, MakeCitizen, MakeOfficer

ERRORS = {"allowed": NotAllowed, "now": NotNow, "known": NotKnown, "refused": Refused}


def _write(request: HttpRequest) -> None:
    Office.objects.create(kind=OfficeKind.AUDIT, place="430971", name="写下的", valid=EVER)


def answers(request: HttpRequest, status: int) -> HttpResponse:
    _write(request)
    return HttpResponse(status=status)


@keeps_writes
def keeps(request: HttpRequest, status: int) -> HttpResponse:
    return answers(request, status)


def raises(request: HttpRequest, kind: str) -> HttpResponse:
    _write(request)
    raise ERRORS[kind]


def damaged(request: HttpRequest) -> HttpResponse:
    _write(request)
    raise PackRefused([Flaw("cn/facts.yaml", 7, "没有这一项")])


def breaks(request: HttpRequest) -> HttpResponse:
    _write(request)
    raise ZeroDivisionError


def who(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('doudi.place_from', true), current_setting('doudi.actor_kind', true)")
        ((place, kind),) = cursor.fetchall()
    record("accounts.looked", on=signed_in(request).on)
    return HttpResponse(f"{kind} {place} {current().account}")


def for_officers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(officer_of(request).name)


def for_citizens(request: HttpRequest) -> HttpResponse:
    return HttpResponse(citizen_of(request).name)


urlpatterns = [
    path("try/answers/<int:status>", answers),
    path("try/keeps/<int:status>", keeps),
    path("try/raises/<kind>", raises),
    path("try/breaks", breaks),
    path("try/damaged", damaged),
    path("try/who", who),
    path("try/officers", for_officers),
    path("try/citizens", for_citizens),
    path("api/try/who", who),
    path("", include(product)),
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def acceptor(signed_in_as: SignedInAs, officer: MakeOfficer) -> Client:
    client = signed_in_as(officer(Role.ACCEPTOR, "430971001", name="王某丙"))
    client.raise_request_exception = False
    return client


def was_written() -> bool:
    return Office.objects.filter(name="写下的").exists()


def test_the_view_runs_in_the_name_of_who_asks_and_what_it_records_says_so(acceptor: Client) -> None:
    told = acceptor.get("/try/who").content.decode().split()

    assert told[:2] == ["officer", "430971001"]
    with acting(Actor.system("test"), on=TODAY):
        assert str(Event.objects.get(act="accounts.looked").account_id) == told[2]


def test_a_citizen_acts_without_any_place(signed_in_as: SignedInAs, citizen: MakeCitizen) -> None:
    assert signed_in_as(citizen()).get("/try/who").content.decode().startswith("citizen ~ ")


@pytest.mark.parametrize(("status", "stays"), [(200, True), (302, True), (400, False), (404, False), (409, False)])
def test_what_was_written_stays_only_with_an_answer_below_400(acceptor: Client, status: int, stays: bool) -> None:
    assert acceptor.get(f"/try/answers/{status}").status_code == status
    assert was_written() is stays


def test_a_view_that_keeps_its_writes_keeps_them(acceptor: Client) -> None:
    assert acceptor.get("/try/keeps/422").status_code == 422
    assert was_written()


@pytest.mark.parametrize(("kind", "status"), [("allowed", 403), ("known", 404), ("now", 409), ("refused", 422)])
def test_an_expected_error_is_a_page_with_its_sentence_and_nothing_is_written(
    acceptor: Client, kind: str, status: int
) -> None:
    answer = acceptor.get(f"/try/raises/{kind}")

    assert answer.status_code == status
    assert ERRORS[kind].sentence in answer.content.decode()
    assert not was_written()


def test_a_damaged_pack_is_no_mistake_of_who_sent_the_form(acceptor: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = acceptor.get("/try/damaged")

    assert answer.status_code == 503
    assert "不是您填写的内容有误" in answer.content.decode()
    assert "cn/facts.yaml" not in answer.content.decode()
    assert "cn/facts.yaml:7" in caplog.text
    assert not was_written()


def test_who_asks_for_json_gets_problem_details(acceptor: Client) -> None:
    answer = acceptor.get("/try/raises/now", headers={"Accept": "application/problem+json"})

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {"status": 409, "code": NotNow.code, "sentence": NotNow.sentence}


def test_a_bug_is_500_and_writes_nothing(acceptor: Client) -> None:
    assert acceptor.get("/try/breaks").status_code == 500
    assert not was_written()


@pytest.mark.parametrize("kind", ERRORS)
def test_an_expected_error_is_a_page_for_nobody_too(client: Client, kind: str) -> None:
    answer = client.get(f"/try/raises/{kind}")

    assert answer.status_code in {403, 404, 409, 422}
    assert isinstance(ERRORS[kind](), DoudiError)


def test_a_session_cookie_signs_nobody_in_at_the_api(acceptor: Client) -> None:
    """Another site could post there with it: the API has no token of the page to check."""
    answer = acceptor.get("/api/try/who")

    assert answer.status_code == 403
    assert NotSignedIn.sentence in answer.content.decode()


def test_officers_and_citizens_are_told_apart(
    acceptor: Client, signed_in_as: SignedInAs, citizen: MakeCitizen, client: Client
) -> None:
    visitor = signed_in_as(citizen(name="张某甲"))

    assert acceptor.get("/try/officers").content.decode() == "王某丙"
    assert visitor.get("/try/citizens").content.decode() == "张某甲"
    assert acceptor.get("/try/citizens").status_code == 403
    assert visitor.get("/try/officers").status_code == 403
    assert client.get("/try/officers").status_code == 403
