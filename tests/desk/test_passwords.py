"""Officers change their password, and must where somebody else gave it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account, Officer
from tests.desk.signing import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


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
