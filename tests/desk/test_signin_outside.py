"""Officers and citizens sign in by OpenID Connect, against a real provider on this machine, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account, OutsideIdentity, SecondFactor
from doudi.accounts.options import Provider
from doudi.accounts.roles import Role
from doudi.accounts.services.second_factor import new_secret
from doudi.kernel import clock
from doudi.kernel.residentid import ResidentNumber, Sex
from tests.accounts.provider import CLIENT, SECRET, IdentityProvider, providing
from tests.fixtures.people import MakeOfficer

pytestmark = pytest.mark.django_db
BEGIN = {"officer": "/desk/sign-in/outside/", "citizen": "/enter/outside/"}
NUMBER = ResidentNumber.reserved(born=date(1960, 5, 1), sex=Sex.FEMALE, serial=711)
CITIZEN = {"sub": "citizen-1", "name": "张某甲", "resident_number": NUMBER.full, "phone_number": "13800000001"}


class _Stay(HTTPRedirectHandler):
    def http_error_302(self, _req: Any, fp: Any, *_: Any) -> Any:
        """Hand the redirect to the test, which is the browser."""
        return fp


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    with providing() as serving:
        told = Provider(serving.issuer, CLIENT, SECRET, "省统一认证", ("name", "resident_number", "phone_number"))
        settings.DOUDI_OIDC = settings.DOUDI_OIDC_CITIZENS = told
        yield serving


def go_outside(client: Client, who: str = "officer") -> str:
    """Walk to the provider as a browser does, and return where it sends the browser back to."""
    away = client.get(BEGIN[who])["Location"]
    with build_opener(_Stay).open(away) as answer:
        return answer.headers["Location"]


def come_back(client: Client, back: str) -> HttpResponse:
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client: Client, who: str = "officer") -> HttpResponse:
    return come_back(client, go_outside(client, who))


def linked(officer: MakeOfficer, provider: IdentityProvider) -> Account:
    account = officer(Role.ACCEPTOR, "430971001").account
    OutsideIdentity.objects.create(account=account, issuer=provider.issuer, subject="person-1")
    return account


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_who_was_linked_by_the_administrator_signs_in(
    client: Client, officer: MakeOfficer, provider: IdentityProvider
) -> None:
    account = linked(officer, provider)

    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.session["_auth_user_id"] == str(account.pk)
    assert provider.asked.count("/token") == 1


def test_who_is_not_linked_gets_no_account(client: Client, officer: MakeOfficer, provider: IdentityProvider) -> None:
    officer(Role.ACCEPTOR, "430971001")
    before = Account.objects.count()

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "您在省统一认证的身份还没有绑定这里的账号" in answer.content.decode()
    assert not is_in(client)
    assert Account.objects.count() == before


def test_the_same_subject_of_another_issuer_is_somebody_else(
    client: Client, officer: MakeOfficer, provider: IdentityProvider
) -> None:
    account = officer(Role.ACCEPTOR, "430971001").account
    OutsideIdentity.objects.create(account=account, issuer="https://other.example", subject="person-1")

    assert sign_in(client).status_code == 403


def test_a_closed_account_stays_closed(client: Client, officer: MakeOfficer, provider: IdentityProvider) -> None:
    account = linked(officer, provider)
    Account.objects.filter(pk=account.pk).update(is_active=False)

    assert sign_in(client).status_code == 403


def test_whoever_has_an_authenticator_is_asked_for_its_code_all_the_same(
    client: Client, officer: MakeOfficer, provider: IdentityProvider
) -> None:
    account = linked(officer, provider)
    SecondFactor.objects.create(account=account, secret=new_secret(), since=clock.read({}).at, last_step=0)

    assert sign_in(client)["Location"] == "/desk/sign-in/code/"
    assert not is_in(client)


SPOILT = {
    "another audience": {"aud": "somebody-else"},
    "another issuer": {"iss": "https://other.example"},
    "another nonce": {"nonce": "guessed"},
    "too old": {"exp": 1_000_000_000, "iat": 999_999_000},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    client: Client, officer: MakeOfficer, provider: IdentityProvider, change: dict[str, Any]
) -> None:
    linked(officer, provider)
    provider.spoil = lambda claims: {k: v for k, v in {**claims, **change}.items() if v is not None}

    answer = sign_in(client)

    assert answer.status_code == 403
    assert "省统一认证没有通过" in answer.content.decode()
    assert not is_in(client)


def test_a_token_that_somebody_else_signed_is_refused(
    client: Client, officer: MakeOfficer, provider: IdentityProvider
) -> None:
    linked(officer, provider)
    provider.sign_with = rsa.generate_private_key(65537, 2048)

    assert sign_in(client).status_code == 403


def test_a_way_back_that_did_not_begin_here_is_refused(
    client: Client, officer: MakeOfficer, provider: IdentityProvider
) -> None:
    """Somebody's own code and state, slipped to another browser, sign nobody in there."""
    linked(officer, provider)
    slipped = go_outside(Client())
    go_outside(client)

    assert come_back(client, slipped).status_code == 403
    assert come_back(Client(), slipped)["Location"] == "/desk/sign-in/"


def test_a_code_is_changed_once(client: Client, officer: MakeOfficer, provider: IdentityProvider) -> None:
    linked(officer, provider)
    back = go_outside(client)
    come_back(client, back)
    client.post("/desk/sign-out/")

    assert come_back(client, back)["Location"] == "/desk/sign-in/"


@pytest.mark.parametrize("query", ["", "state=é", "code=x", "error=access_denied&state=x", "code=x&state=x&state=y"])
def test_a_way_back_without_what_it_needs_is_refused_in_a_sentence(
    client: Client, officer: MakeOfficer, provider: IdentityProvider, query: str
) -> None:
    linked(officer, provider)
    go_outside(client)

    assert client.get(f"/desk/sign-in/back/?{query}").status_code == 403


def test_the_request_carries_state_nonce_and_challenge_and_never_the_secret(
    client: Client, provider: IdentityProvider
) -> None:
    asked = parse_qs(urlsplit(client.get(BEGIN["officer"])["Location"]).query)

    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert SECRET not in str(asked)


def test_when_the_provider_is_down_the_page_says_so(client: Client, settings: Any) -> None:
    with providing() as gone:
        settings.DOUDI_OIDC = Provider(gone.issuer, CLIENT, SECRET, "省统一认证")

    answer = client.get(BEGIN["officer"])

    assert answer.status_code == 409
    assert "暂时连不上" in answer.content.decode()


@pytest.mark.parametrize("who", BEGIN)
def test_without_the_setting_there_is_no_such_way(client: Client, who: str) -> None:
    assert client.get(BEGIN[who]).status_code == 302
    assert "外" not in client.get("/desk/sign-in/").content.decode().split("<main")[1].split("hint")[0]


def test_a_citizen_whom_the_provider_vouches_for_enters_and_keeps_the_account(provider: IdentityProvider) -> None:
    provider.person = CITIZEN
    first, second = Client(), Client()

    answers = [sign_in(first, "citizen"), sign_in(second, "citizen")]

    assert [answer["Location"] for answer in answers] == ["/", "/"]
    assert first.session["_auth_user_id"] == second.session["_auth_user_id"]
    assert OutsideIdentity.objects.get().subject == "citizen-1"


@pytest.mark.parametrize("claims", [{"sub": "x"}, {**CITIZEN, "resident_number": "1"}])
def test_a_citizen_of_whom_the_provider_tells_too_little_does_not_enter(
    client: Client, provider: IdentityProvider, claims: dict[str, str]
) -> None:
    provider.person = claims

    assert sign_in(client, "citizen").status_code == 403
    assert Account.objects.count() == 0


def test_a_citizen_does_not_become_an_officer_by_the_same_provider(client: Client, provider: IdentityProvider) -> None:
    provider.person = CITIZEN
    sign_in(Client(), "citizen")

    assert sign_in(client, "officer").status_code == 403
