"""The second factor: enrolled, asked for, good for one time, and replaced by a code on paper."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pyotp.totp import TOTP

from doudi.accounts.models import Officer, RecoveryCode, SecondFactor
from doudi.accounts.roles import Role
from doudi.accounts.services.second_factor import new_secret
from doudi.accounts.signed_in import FACTOR
from tests.desk.signing import PASSWORD, START, Time, is_in, sign_in
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import MakeOfficer

pytestmark = pytest.mark.django_db


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
    there = client.post("/desk/account/recovery-codes/", headers={"Accept": "text/html"})["Location"]
    first, again = client.get(there), client.get(there)
    assert (first.status_code, again.status_code) == (200, 405)
    assert "请抄下恢复码" in first.content.decode()


def test_whose_factor_is_enrolled_cannot_enrol_another_over_it(
    client: Client, confirmer: Officer, signed_in_as: SignedInAs
) -> None:
    SecondFactor.objects.create(account=confirmer.account, secret=new_secret(), since=START, last_step=0)

    answer = signed_in_as(confirmer).post("/desk/account/second-factor/", {"code": "000000"})

    assert answer["Location"] == "/desk/account/"


def test_a_session_that_gave_no_second_factor_is_remembered_as_such(
    client: Client, somebody: Officer, time: Time
) -> None:
    sign_in(client, somebody.account)

    assert client.session[FACTOR] is False
