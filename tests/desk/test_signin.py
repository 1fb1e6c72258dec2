"""Officers sign in: password, lock-out, authenticator, expiry, office, password change, sign-out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from pyotp.totp import TOTP

from doudi.accounts.models import Account, Officer, RecoveryCode, SecondFactor
from doudi.accounts.roles import Role
from doudi.accounts.services.second_factor import new_secret
from doudi.accounts.signed_in import FACTOR
from doudi.audit.actor import Actor, acting
from doudi.audit.models import Event
from doudi.kernel import clock
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import TODAY, MakeCitizen, MakeOfficer

PASSWORD = "山高水长-示例-2024"
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = START

    def read(self, _environ: object) -> clock.Moment:
        return clock.Moment(self.at.date(), self.at, is_moved=False)

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    moved = Time()
    monkeypatch.setattr(clock, "read", moved.read)
    return moved


@pytest.fixture
def somebody(officer: MakeOfficer) -> Officer:
    made = officer(Role.ACCEPTOR, "430971001")
    made.account.set_password(PASSWORD)
    made.account.save()
    return made


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post("/desk/sign-in/", {"login": account.login, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get("/desk/account/").status_code == 200


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


# ---------------------------------------------------------------- changing the password


def change(client: Client, old: str = PASSWORD, new: str = "水长山高-示例-2025", again: str = "") -> HttpResponse:
    return client.post("/desk/account/password/", {"old": old, "new": new, "again": again or new})


def test_a_password_somebody_else_gave_has_to_be_changed_first(client: Client, somebody: Officer) -> None:
    Account.objects.filter(pk=somebody.account_id).update(is_password_temporary=True)
    sign_in(client, somebody.account)

    assert client.get("/desk/")["Location"] == "/desk/account/password/"
    assert change(client).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert sign_in(Client(), somebody.account, "水长山高-示例-2025").status_code == 302


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "不是"}, "原密码不对。"),
        ({"again": "写错了"}, "两遍写的不一样。"),
        ({"new": "短"}, "密码太短，至少要有 10 个字符。"),
        ({"new": "123456789012"}, "密码只包含数字"),
        ({"new": PASSWORD}, "新密码与原密码相同"),
    ],
)
def test_a_change_that_will_not_do_says_why_and_changes_nothing(
    client: Client, somebody: Officer, given: dict[str, str], sentence: str
) -> None:
    sign_in(client, somebody.account)

    answer = change(client, **given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert sign_in(Client(), somebody.account).status_code == 302


def test_guessing_the_old_password_in_somebodys_session_is_counted_too(client: Client, somebody: Officer) -> None:
    sign_in(client, somebody.account)
    for _ in range(settings.DOUDI_SIGN_IN.tries):
        change(client, old="不是")

    assert "错的次数太多" in change(client).content.decode()


# ---------------------------------------------------------------- the second factor


@pytest.fixture
def secret(somebody: Officer, time: Time) -> str:
    made = new_secret()
    SecondFactor.objects.create(account=somebody.account, secret=made, since=START, last_step=0)
    return made


def code_of(secret: str, time: Time) -> str:
    return TOTP(secret).at(time.at)


def give_code(client: Client, code: str) -> int:
    return client.post("/desk/sign-in/code/", {"code": code}).status_code


def test_with_an_authenticator_the_password_alone_does_not_let_in(
    client: Client, somebody: Officer, secret: str, time: Time
) -> None:
    assert sign_in(client, somebody.account)["Location"] == "/desk/sign-in/code/"
    assert not is_in(client)

    assert give_code(client, code_of(secret, time)) == 302
    assert is_in(client)


def test_a_code_is_good_for_one_time(client: Client, somebody: Officer, secret: str, time: Time) -> None:
    sign_in(client, somebody.account)
    assert give_code(client, code_of(secret, time)) == 302

    other = Client()
    sign_in(other, somebody.account)
    assert give_code(other, code_of(secret, time)) == 422

    time.passes(seconds=30)
    assert give_code(other, code_of(secret, time)) == 302


@pytest.mark.parametrize("wrong", ["000000", "", "\uff11\uff12\uff13", "x" * 500])
def test_a_wrong_code_is_refused_in_a_sentence(client: Client, somebody: Officer, secret: str, wrong: str) -> None:
    sign_in(client, somebody.account)

    assert give_code(client, wrong) == 422
    assert not is_in(client)


def test_codes_cannot_be_guessed_at_will(client: Client, somebody: Officer, secret: str, time: Time) -> None:
    for _ in range(settings.DOUDI_SIGN_IN.tries):
        client = Client(REMOTE_ADDR=f"192.0.2.{_}")
        sign_in(client, somebody.account)
        give_code(client, "000000")

    assert give_code(client, code_of(secret, time)) == 429


def test_the_question_for_the_code_stands_for_five_minutes(
    client: Client, somebody: Officer, secret: str, time: Time
) -> None:
    sign_in(client, somebody.account)
    time.passes(minutes=6)

    assert client.post("/desk/sign-in/code/", {"code": code_of(secret, time)})["Location"] == "/desk/sign-in/"
    assert not is_in(client)


def test_the_secret_is_not_readable_in_the_database(somebody: Officer, secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        ((kept,),) = cursor.fetchall()

    assert secret.encode() not in bytes(kept)


@pytest.fixture
def confirmer(officer: MakeOfficer, time: Time) -> Officer:
    made = officer(Role.COUNTY_CONFIRMER, "430971")
    made.account.set_password(PASSWORD)
    made.account.save()
    return made


def test_a_confirmer_enrols_an_authenticator_before_anything_else(
    client: Client, confirmer: Officer, time: Time
) -> None:
    sign_in(client, confirmer.account)
    assert client.get("/desk/")["Location"] == "/desk/account/second-factor/"

    page = client.get("/desk/account/second-factor/").content.decode()
    secret = client.session["doudi.secret"]
    assert "data:image/svg+xml" in page
    assert secret[:4] in page
    assert client.post("/desk/account/second-factor/", {"code": "000000"}).status_code == 422
    done = client.post("/desk/account/second-factor/", {"code": code_of(secret, time)})

    assert done.status_code == 200
    assert RecoveryCode.objects.count() == 10
    assert client.get("/desk/").status_code == 200


def test_a_recovery_code_stands_for_the_authenticator_once(client: Client, confirmer: Officer, time: Time) -> None:
    sign_in(client, confirmer.account)
    client.get("/desk/account/second-factor/")
    shown = client.post("/desk/account/second-factor/", {"code": code_of(client.session["doudi.secret"], time)})
    code: str = shown.context["codes"][3]  # type: ignore[index]  it has a context

    first, second = Client(), Client()
    sign_in(first, confirmer.account)
    sign_in(second, confirmer.account)

    assert give_code(first, code.upper()) == 302
    assert give_code(second, code) == 422
    assert code not in str(list(RecoveryCode.objects.values_list("digest", flat=True)))


def test_new_recovery_codes_void_the_old_ones(client: Client, confirmer: Officer, time: Time) -> None:
    sign_in(client, confirmer.account)
    client.get("/desk/account/second-factor/")
    shown = client.post("/desk/account/second-factor/", {"code": code_of(client.session["doudi.secret"], time)})
    old = shown.context["codes"]

    new = client.post("/desk/account/recovery-codes/").context["codes"]

    other = Client()
    sign_in(other, confirmer.account)
    assert give_code(other, old[0]) == 422
    assert give_code(other, new[0]) == 302


def test_whose_factor_is_enrolled_cannot_enrol_another_over_it(
    client: Client, confirmer: Officer, signed_in_as: SignedInAs
) -> None:
    SecondFactor.objects.create(account=confirmer.account, secret=new_secret(), since=START, last_step=0)

    answer = signed_in_as(confirmer).post("/desk/account/second-factor/", {"code": "000000"})

    assert answer["Location"] == "/desk/account/"


# ---------------------------------------------------------------- offices


def test_an_officer_of_two_offices_works_for_the_one_they_choose(
    signed_in_as: SignedInAs, officer: MakeOfficer
) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    other = officer(Role.ACCEPTOR, "430971002").posts.get().office
    somebody.posts.create(office=other, role=Role.ACCEPTOR, valid=somebody.posts.get().valid)
    client = signed_in_as(somebody)

    first = client.get("/desk/account/").context["somebody"].actor
    client.post("/desk/account/office/", {"office": other.pk})
    second = client.get("/desk/account/").context["somebody"].actor

    assert first.places == ("430971001", "430971001~")
    assert (second.office, second.places) == (other.pk, ("430971002", "430971002~"))


@pytest.mark.parametrize("wanted", ["0", "", "x", "99999999999999999999"])
def test_an_office_of_others_is_not_there(signed_in_as: SignedInAs, officer: MakeOfficer, wanted: str) -> None:
    client = signed_in_as(officer(Role.ACCEPTOR, "430971001"))

    answer = client.post("/desk/account/office/", {"office": wanted})

    assert answer.status_code == 404
    assert "您今天在这个单位没有岗位。" in answer.content.decode()


def test_without_a_post_of_today_there_is_no_work(signed_in_as: SignedInAs, officer: MakeOfficer) -> None:
    somebody = officer(Role.ACCEPTOR, "430971001")
    somebody.posts.all().delete()

    answer = signed_in_as(somebody).get("/desk/")

    assert answer.status_code == 403
    assert "没有在任的岗位" in answer.content.decode()
    assert signed_in_as(somebody).get("/desk/account/").status_code == 200


def test_a_session_that_gave_no_second_factor_is_remembered_as_such(
    client: Client, somebody: Officer, time: Time
) -> None:
    sign_in(client, somebody.account)

    assert client.session[FACTOR] is False
