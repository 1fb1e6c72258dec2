"""大字: one link, one cookie, and inside a form a button that loses nothing."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_link_switches_the_size_and_goes_back(client: Client) -> None:
    answer = client.get("/size/?to=large&next=/styleguide/")

    assert answer["Location"] == "/styleguide/"
    assert 'data-size="large"' in client.get("/styleguide/").content.decode()


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.get("/size/", {"to": "large", "next": elsewhere})["Location"] == "/"


def test_an_unknown_size_changes_nothing(client: Client) -> None:
    client.get("/size/?to=gigantic&next=/")

    assert 'data-size="std"' in client.get("/").content.decode()


def test_the_switch_inside_the_form_keeps_what_was_written(client: Client) -> None:
    form = {"member": ["m1"], "m1.name": "张某甲", "place": "371702", "on": "2024-03-01", "do": "size:xlarge"}

    page = client.post("/assess/", form).content.decode()

    assert 'data-size="xlarge"' in page
    assert 'value="张某甲"' in page
    assert 'data-size="xlarge"' in client.get("/").content.decode()
