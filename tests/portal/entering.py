"""Enters as citizens do: says who, is sent a code, gives it back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django.http import HttpResponse
from django.test import Client

from doudi.kernel.residentid import ResidentNumber, Sex
from doudi.project.standins.sms import Messages

START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
NUMBER = ResidentNumber.reserved(born=date(1960, 5, 1), sex=Sex.FEMALE, serial=701)
OTHER = ResidentNumber.reserved(born=date(1958, 5, 1), sex=Sex.MALE, serial=702)
PHONE = "13800000001"


def ask(client: Client, *, name: str = "张某甲", number: str = NUMBER.full, phone: str = PHONE) -> HttpResponse:
    """Ask for a code."""
    return client.post("/enter/", {"name": name, "number": number, "phone": phone})


def give(client: Client, code: str) -> HttpResponse:
    """Give a code back."""
    return client.post("/enter/code/", {"code": code})


def sent(messages: Messages) -> str:
    """Read the code of the newest message."""
    found = re.search(r"验证码 (\d{6})", messages.sent[0].text)
    assert found is not None
    return found[1]


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def account_of(client: Client) -> int | None:
    """The account that is in, if any."""
    key = client.session.get("_auth_user_id")
    return int(key) if key else None
