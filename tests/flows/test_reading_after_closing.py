"""A granted family whose application was filed by another hand reads its letter with a code of the window."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.test import Client

from doudi.accounts.roles import Role
from doudi.audit.actor import Actor, acting
from doudi.casework.models import Case
from doudi.intake.models import Application, Channel
from doudi.intake.services.submit import submit
from tests.fixtures.desks import Desk


def printed(desk: Desk, application: Application) -> str:
    """The code on the sheet that the window prints."""
    sheet = desk.post(Role.ACCEPTOR, f"/desk/applications/{application.number}/code/").content.decode()
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", sheet)
    assert found is not None, sheet[:300]
    return found[0]


def at_the_window(desk: Desk, *, on: date, **given: Any) -> Application:
    """The family came to the window: its application was filed by an officer."""
    with acting(Actor.system("test"), on=on):
        filing = desk.applications.filing(channel=Channel.WINDOW, **given)
        return submit(filing=filing, by=desk.applications.acceptor, on=on)


def application_of(desk: Desk, case: Case) -> Application:
    """The application of a case, as it stands now."""
    with acting(Actor.system("test"), on=desk.day):
        return Application.objects.get(pk=case.application_id)


def test_after_the_grant_closed_it_a_code_is_printed_and_the_applicant_reads_letter_and_money(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.applications, "submitted", partial(at_the_window, desk))
    applicant = desk.applications.number
    application = application_of(desk, desk.granted())
    shown = desk.get(Role.ACCEPTOR, f"/desk/applications/{application.number}/").content.decode()

    entered = client.post(
        "/enter/window/", {"name": "张某甲", "number": applicant.full, "paper": printed(desk, application)}
    )
    page = client.get(f"/my/{application.number}/").content.decode()
    letter = re.search(rf"/my/{application.number}/letter/\d+/", page)
    confirming = client.post(f"/my/{application.number}/confirm/")

    assert application.closed_on == desk.day
    assert "打印查询码" in shown
    assert "打印核对授权书" not in shown
    assert entered["Location"] == "/my/", entered.content.decode()[:300]
    assert "批准了" in page
    assert "发到您手里的钱" in page
    assert letter is not None
    assert client.get(letter[0]).content.startswith(b"%PDF-")
    assert confirming.status_code == 409
