"""Officers sign in: password, lock-out, expiry, sign-out."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings

from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from tests.desk.signing import PASSWORD, Time, is_in, sign_in
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import TODAY, MakeCitizen, MakeOfficer

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- password and lock-out


def test_whoever_knows_the_password_is_let_in_and_an_event_says_so(client: Client, somebody: Officer) -> None:
    answer = sign_in(client, somebody.account, next="/desk/account/?x=1")

    assert (answer.status_code, answer["Location"]) == (302, "/desk/account/?x=1")
    assert is_in(client)
    with acting(Actor.system("test"), on=TODAY):
        assert Event.objects.get(act="accounts.signed_in").account_id == somebody.account_id


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, somebody: Officer, next_page: str) -> None:
    assert sign_in(client, somebody.account, next=next_page)["Location"] == "/desk/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, somebody: Officer) -> None:
    wrong = sign_in(client, somebody.account, "不是这个密码")
    unknown = client.post("/desk/sign-in/", {"login": somebody.account.login[::-1], "password": PASSWORD})

    assert wrong.status_code == unknown.status_code == 422
    assert "登录名或密码不对。" in wrong.content.decode()
    assert _without_token(wrong, somebody.account.login) == _without_token(unknown, somebody.account.login[::-1])
    assert not is_in(client)


def _without_token(answer: HttpResponse, login: str) -> list[str]:
    lines = answer.content.decode().replace(login, "").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


def test_after_too_many_wrong_passwords_the_right_one_does_not_help_until_the_pause_is_over(
    client: Client, somebody: Officer, time: Time
) -> None:
    for _ in range(settings.DOUDI_SIGN_IN.tries):
        sign_in(client, somebody.account, "不是这个密码")

    answer = sign_in(client, somebody.account)

    assert answer.status_code == 429
    assert "已暂停登录，请 15 分钟以后再试" in answer.content.decode()
    assert not is_in(client)
    time.passes(minutes=15)
    assert sign_in(client, somebody.account).status_code == 302


def test_the_lock_is_for_that_account_from_that_address(
    client: Client, somebody: Officer, officer: MakeOfficer
) -> None:
    other = officer(Role.ACCEPTOR, "430971001")
    other.account.set_password(PASSWORD)
    other.account.save()
    for _ in range(settings.DOUDI_SIGN_IN.tries):
        sign_in(client, somebody.account, "不是这个密码")

    assert sign_in(client, other.account).status_code == 302
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(elsewhere, somebody.account).status_code == 302


def test_a_name_that_nobody_has_is_locked_like_any_other(client: Client, somebody: Officer) -> None:
    nobody = Account(login="nobody-has-this")
    for _ in range(settings.DOUDI_SIGN_IN.tries):
        assert sign_in(client, nobody).status_code == 422

    assert sign_in(client, nobody).status_code == 429


def test_signing_in_forgets_the_wrong_tries_of_before(client: Client, somebody: Officer) -> None:
    for _ in range(3):
        for _ in range(settings.DOUDI_SIGN_IN.tries - 1):
            sign_in(client, somebody.account, "不是这个密码")
        assert sign_in(client, somebody.account).status_code == 302


def test_behind_a_proxy_of_ours_the_address_it_was_called_from_counts(client: Client, somebody: Officer) -> None:
    """What stands before it in the header is whatever the caller wrote."""
    with override_settings(DOUDI_PROXIES=1):
        for number in range(settings.DOUDI_SIGN_IN.tries):
            told = {"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"}
            client.post("/desk/sign-in/", {"login": somebody.account.login, "password": "不是"}, headers=told)

        answers = [
            client.post(
                "/desk/sign-in/",
                {"login": somebody.account.login, "password": PASSWORD},
                headers={"X-Forwarded-For": f"10.0.0.9, {address}"},
            ).status_code
            for address in ("192.0.2.7", "192.0.2.8")
        ]

    assert answers == [429, 302]


def test_a_closed_account_is_not_let_in(client: Client, somebody: Officer) -> None:
    Account.objects.filter(pk=somebody.account_id).update(is_active=False)

    assert sign_in(client, somebody.account).status_code == 422


def test_a_citizen_has_no_password_to_sign_in_with(client: Client, citizen: MakeCitizen) -> None:
    account = citizen().account
    account.set_password(PASSWORD)
    account.save()

    assert sign_in(client, account).status_code == 422


def test_the_session_is_another_one_after_signing_in(client: Client, somebody: Officer) -> None:
    client.get("/desk/sign-in/")
    session = client.session
    session["kept"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key

    sign_in(client, somebody.account)

    assert client.session.session_key != before
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


# ---------------------------------------------------------------- the gate, expiry, signing out


@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/account/", "/desk/account/password/", "/desk/account/second-factor/"]
)
def test_nobody_sees_a_page_of_the_desk_without_signing_in(client: Client, page: str) -> None:
    answer = client.get(page)

    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/sign-in/?next={page.replace('/', '%2F')}"


def test_a_citizen_is_nobody_at_the_desk(signed_in_as: SignedInAs, citizen: MakeCitizen) -> None:
    assert signed_in_as(citizen()).get("/desk/account/")["Location"].startswith("/desk/sign-in/")


def test_a_part_of_a_page_is_not_swapped_for_the_sign_in_page(client: Client) -> None:
    answer = client.get("/desk/account/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"].startswith("/desk/sign-in/")
    assert answer.content == b""


def test_an_idle_session_ends(client: Client, somebody: Officer, time: Time) -> None:
    sign_in(client, somebody.account)
    time.passes(seconds=settings.DOUDI_SECONDS_IDLE - 1)
    assert is_in(client)
    time.passes(seconds=settings.DOUDI_SECONDS_IDLE - 1)
    assert is_in(client), "it was used meanwhile"

    time.passes(seconds=settings.DOUDI_SECONDS_IDLE + 1)

    assert not is_in(client)


def test_a_session_ends_however_busy_it_is(client: Client, somebody: Officer, time: Time) -> None:
    sign_in(client, somebody.account)
    for _ in range(settings.SESSION_COOKIE_AGE // 1200):
        assert is_in(client)
        time.passes(minutes=20)

    time.passes(seconds=1)

    assert not is_in(client)


def test_signing_out_ends_the_session_on_the_server(client: Client, somebody: Officer) -> None:
    sign_in(client, somebody.account)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/desk/sign-out/")

    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)
    assert client.get("/desk/sign-out/").status_code == 405


def test_signing_in_and_out_needs_the_token_of_the_page(somebody: Officer) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict, somebody.account).status_code == 403
    assert strict.post("/desk/sign-out/").status_code == 403
