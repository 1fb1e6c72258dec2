"""Citizens enter by a code to a phone, through a real provider of messages over HTTP; and leave."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account, Attempt, Citizen, Code
from doudi.audit.actor import Actor, acting
from doudi.project.standins.sms import Messages
from tests.fixtures.people import MakeCitizen
from tests.portal.entering import NUMBER, OTHER, PHONE, START, account_of, ask, give, sent, wrong

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- the way in


def test_a_code_to_the_phone_lets_in(client: Client, messages: Messages) -> None:
    assert ask(client)["Location"] == "/enter/code/"
    assert messages.sent[0].phone == PHONE

    answer = give(client, sent(messages))

    assert answer["Location"] == "/"
    with acting(Actor.system("test"), on=START.date()):
        citizen = Citizen.objects.get()
    assert citizen.account_id == account_of(client)
    assert (citizen.name, citizen.number, citizen.phone) == ("张某甲", NUMBER.full, PHONE)


def test_entering_again_is_the_same_account_and_another_person_at_the_phone_is_another(messages: Messages) -> None:
    entered = []
    for number in (NUMBER, NUMBER, OTHER):
        client = Client()
        ask(client, number=number.full)
        give(client, sent(messages))
        entered.append(account_of(client))

    assert entered[0] == entered[1]
    assert entered[0] != entered[2]


def test_the_same_person_at_a_phone_of_somebody_else_is_another_account(messages: Messages) -> None:
    entered = []
    for phone in (PHONE, "13900000002"):
        client = Client()
        ask(client, phone=phone)
        give(client, sent(messages))
        entered.append(account_of(client))

    assert entered[0] != entered[1]


def test_the_provider_shows_its_messages_at_a_page_of_its_own(client: Client, messages: Messages) -> None:
    ask(client)

    with socket.create_connection(("127.0.0.1", urlsplit(messages.url).port or 0)) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        page = b"".join(iter(lambda: connection.recv(65536), b"")).decode()

    assert sent(messages) in page


# ---------------------------------------------------------------- nothing is revealed


def shape(answer: HttpResponse) -> tuple[int, list[str]]:
    body = answer.content.decode()
    return answer.status_code, [line for line in body.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_answer_is_the_same_whether_or_not_anybody_is_known(messages: Messages, citizen: MakeCitizen) -> None:
    citizen(number=NUMBER, phone=PHONE)
    known, unknown = Client(), Client()

    asked = [ask(known), ask(unknown, number=OTHER.full)]
    pages = [known.get("/enter/code/"), unknown.get("/enter/code/")]
    refused = [give(known, "000000"), give(unknown, "000000")]

    for one, other in (asked, pages, refused):
        assert shape(one) == shape(other)
    assert asked[0]["Location"] == asked[1]["Location"]


def test_nobody_is_stored_before_a_code_was_proved(client: Client, messages: Messages) -> None:
    ask(client)
    give(client, wrong(sent(messages)))

    assert Account.objects.count() == 0


def test_neither_code_nor_number_nor_phone_is_readable_in_the_database(client: Client, messages: Messages) -> None:
    ask(client)

    kept = [
        *Code.objects.values_list("digest", "key_index"),
        *Attempt.objects.values_list("key_index"),
        *((Session(session_data=each.session_data).get_decoded(),) for each in Session.objects.all()),
    ]

    assert kept
    assert not [secret for secret in (sent(messages), NUMBER.full, PHONE, "张某甲") if secret in str(kept)]


# ---------------------------------------------------------------- what is written wrong, what does not work


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "请填写姓名"),
        ({"name": "张" * 61}, "姓名太长"),
        ({"number": "123"}, "公民身份号码有误：应为 18 位"),
        ({"number": "430971110909001"}, "公民身份号码有误：应为 18 位"),
        ({"number": NUMBER.full[:-1] + ("0" if NUMBER.full[-1] != "0" else "1")}, "校验码不符"),
        ({"phone": "12345"}, "手机号应为 11 位数字"),
        ({"phone": ""}, "请填写手机号"),
    ],
)
def test_a_field_that_cannot_be_read_says_why_and_nothing_is_sent(
    client: Client, messages: Messages, given: dict[str, str], sentence: str
) -> None:
    answer = ask(client, **given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not messages.sent


def test_when_the_provider_is_down_the_page_says_so(client: Client, settings: object) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody_answers = taken.getsockname()[1]
    settings.DOUDI_SMS_URL = f"http://127.0.0.1:{nobody_answers}/"  # type: ignore[attr-defined]

    answer = ask(client)

    assert answer.status_code == 409
    assert "短信暂时发不出去" in answer.content.decode()


def test_phones_are_not_sent_over_the_network_in_clear(client: Client, settings: object) -> None:
    settings.DOUDI_SMS_URL = "http://sms.example/"  # type: ignore[attr-defined]

    answer = ask(client)

    assert answer.status_code == 422
    assert "必须用 https" in answer.content.decode()


def test_without_a_provider_the_page_leads_to_the_window(client: Client, settings: object) -> None:
    settings.DOUDI_SMS_URL = ""  # type: ignore[attr-defined]

    assert "这里还没有开通短信登录。" in client.get("/enter/").content.decode()
    assert ask(client).status_code == 409


# ---------------------------------------------------------------- leaving


def test_leaving_ends_the_session(client: Client, messages: Messages) -> None:
    ask(client)
    give(client, sent(messages))

    client.post("/leave/")

    assert account_of(client) is None
    assert client.get("/leave/").status_code == 405


def test_on_a_shared_phone_nothing_of_the_one_before_is_left(client: Client, messages: Messages) -> None:
    ask(client)
    give(client, sent(messages))
    session = client.session
    session["a draft"] = "of the one before"
    session.save()

    ask(client, number=OTHER.full)
    give(client, sent(messages))

    assert "a draft" not in client.session
