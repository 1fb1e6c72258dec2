"""Signing in at the desk as a browser does, and a clock that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.test import Client

from doudi.accounts.models import Account
from doudi.kernel import clock

PASSWORD = "山高水长-示例-2024"
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class Time:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = START

    def read(self, _environ: object) -> clock.Moment:
        """Stand in for `clock.read`."""
        return clock.Moment(self.at.date(), self.at, is_moved=False)

    def passes(self, **span: float) -> None:
        """Move on."""
        self.at += timedelta(**span)


def sign_in(client: Client, account: Account, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send the form of login name and password."""
    return client.post("/desk/sign-in/", {"login": account.login, "password": password, **more})


def is_in(client: Client) -> bool:
    """Whether a page of the desk opens."""
    return client.get("/desk/account/").status_code == 200
