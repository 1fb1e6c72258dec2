"""When something goes wrong, the page still says what to do, in the house's look."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_address_that_does_not_exist_leads_home(client: Client) -> None:
    answer = client.get("/nothing-here/")

    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_with_a_sentence() -> None:
    answer = Client(enforce_csrf_checks=True).post("/assess/", {"member": "m1"})

    assert answer.status_code == 403
    assert "请再打开一次" in answer.content.decode()


def test_a_failure_of_ours_says_that_it_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError

    monkeypatch.setattr("doudi.portal.views.current_snapshot", fails)

    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert "这不是您的问题" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "delete"])
def test_only_reading_and_sending_the_form_is_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)("/assess/").status_code == 405
