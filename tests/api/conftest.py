"""Offices with tokens, and clients that bring them; the day of business is that of the other tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.models import ApiToken, Officer, TokenScope
from doudi.accounts.services.issue_token import issue_token
from doudi.audit.actor import Actor, acting
from tests.fixtures.people import TODAY


@dataclass
class Program:
    """A program of an office with its token."""

    token: str
    row: ApiToken

    @property
    def headers(self) -> dict[str, str]:
        """What it says of itself."""
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str) -> Any:
        """Ask."""
        return Client().get(f"/api/v1/{path}", headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        """Send."""
        sent = json.dumps(body, default=str)
        return Client().post(f"/api/v1/{path}", sent, content_type="application/json", headers=self.headers)


MakeProgram = Callable[..., Program]


@pytest.fixture(autouse=True)
def _day_of_business(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())


@pytest.fixture
def program(db: None) -> MakeProgram:
    """`program(officer)`: with every scope, for ninety days."""

    def make(officer: Officer, *scopes: str, days: int = 90, since: int = 0) -> Program:
        on = TODAY - timedelta(days=since)
        with acting(Actor.system("test"), on=on):
            row, token = issue_token(
                office=officer.posts.order_by("pk")[0].office, officer=officer, scopes=scopes or TokenScope.values,
                purpose="示例", until=on + timedelta(days=days), by=None, on=on,
            )  # fmt: skip
        return Program(token, row)

    return make
