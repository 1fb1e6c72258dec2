"""The codes that let citizens in: good for one time, a short while and few tries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.project.standins.sms import Messages
from tests.portal.entering import NUMBER, OTHER, PHONE, account_of, ask, give, sent, wrong

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- codes


def test_a_code_is_good_for_one_time(client: Client, messages: Messages) -> None:
    ask(client)
    other = Client()
    other.cookies.update(client.cookies)
    code = sent(messages)

    assert give(client, code).status_code == 302
    ask(other)
    assert give(other, code).status_code == 422


def test_an_old_code_no_longer_counts_once_a_new_one_is_sent(client: Client, messages: Messages) -> None:
    ask(client)
    first = sent(messages)
    ask(client)

    assert first != sent(messages)
    assert give(client, first).status_code == 422
    assert give(client, sent(messages)).status_code == 302


def test_a_code_dies_after_a_few_wrong_tries(client: Client, messages: Messages) -> None:
    ask(client)
    code = sent(messages)
    for _ in range(settings.DOUDI_ENTRY.code_tries):
        assert give(client, wrong(code)).status_code == 422

    assert give(client, code).status_code == 422
    assert account_of(client) is None


def test_a_code_dies_with_its_time(client: Client, messages: Messages, passes: Callable[[timedelta], None]) -> None:
    ask(client)
    passes(settings.DOUDI_ENTRY.code_life)

    assert give(client, sent(messages)).status_code == 422


def test_a_code_for_one_person_does_not_let_another_in_at_the_same_phone(messages: Messages) -> None:
    mother, son = Client(), Client()
    ask(mother, number=NUMBER.full)
    for_mother = sent(messages)
    ask(son, number=OTHER.full)

    assert give(son, for_mother).status_code == 422


@pytest.mark.parametrize("code", ["", " ", "abc", "\uff11\uff12\uff13", "0" * 400, "\0"])
def test_whatever_is_no_code_is_refused_in_a_sentence(client: Client, messages: Messages, code: str) -> None:
    ask(client)

    answer = give(client, code)

    assert answer.status_code == 422
    assert "验证码不对或者已经失效" in answer.content.decode()


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize("limited", ["person", "phone", "address"])
def test_tries_are_limited_for_a_person_a_phone_and_an_address_with_the_same_sentence(
    messages: Messages, settings: object, limited: str, passes: Callable[[timedelta], None]
) -> None:
    settings.DOUDI_ENTRY = replace(settings.DOUDI_ENTRY, **{limited: 3})  # type: ignore[attr-defined]
    serial = iter(range(800, 900))

    def try_once() -> HttpResponse:
        number = next(serial)
        person = ResidentNumber.reserved(born=date(1960, 5, 1), sex=Sex.FEMALE, serial=number)
        given = {
            "number": NUMBER.full if limited == "person" else person.full,
            "phone": PHONE if limited == "phone" else f"13800000{number}",
        }
        client = Client(REMOTE_ADDR="192.0.2.1" if limited == "address" else f"192.0.2.{number - 799}")
        return ask(client, **given)

    answers = [try_once() for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "尝试的次数太多了，请一小时以后再试" in answers[3].content.decode()
    assert len(messages.sent) == 3
    passes(timedelta(hours=1))
    assert try_once().status_code == 302


def test_guessing_codes_uses_up_the_same_tries(client: Client, messages: Messages, settings: object) -> None:
    settings.DOUDI_ENTRY = replace(settings.DOUDI_ENTRY, person=3)  # type: ignore[attr-defined]
    ask(client)
    give(client, "000000")
    give(client, "000000")

    assert give(client, sent(messages)).status_code == 429
