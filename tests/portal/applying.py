"""Fills the screens of an application in, as a browser without JavaScript does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client

from doudi.intake.models import Draft
from doudi.kernel.residentid import ResidentNumber, Sex
from tests.fixtures.applications import COUNTY, TOWNSHIP, VILLAGE

WIFE = ResidentNumber.reserved(born=date(1978, 3, 2), sex=Sex.FEMALE, serial=77)
DAUGHTER = ResidentNumber.reserved(born=date(2011, 9, 9), sex=Sex.FEMALE, serial=78)
DONE = "complete"


def begin(client: Client) -> int:
    """Begin an application; returns the key of its draft."""
    response = client.post("/apply/")
    assert response.status_code == 302, response.content.decode()
    return int(response["Location"].split("/")[2])


def send(client: Client, draft: int, slug: str, **given: Any) -> HttpResponse:
    """Send one screen; dots of field names are written as double underscores."""
    values = {name.replace("__", "."): value for name, value in given.items()}
    return client.post(f"/apply/{draft}/{slug}/", {"do": "next", **values})


def fill_place(client: Client, draft: int) -> None:
    """Choose the village of the tests, one level after another."""
    send(client, draft, "place", county=COUNTY)
    send(client, draft, "place", county=COUNTY, township=TOWNSHIP)
    send(client, draft, "place", county=COUNTY, township=TOWNSHIP, village=VILLAGE)


def fill_family(client: Client, draft: int) -> HttpResponse:
    """Write down a wife and a daughter."""
    send(client, draft, "family", do="add-member", household__register="rural")
    send(client, draft, "family", do="add-member", household__register="rural")
    return send(
        client, draft, "family", household__register="rural", reason="家里有人生病",
        m2__name="李某乙", m2__number=WIFE.full, m2__relation="spouse", m2__lives_together="true",
        m3__name="张某丙", m3__number=DAUGHTER.full, m3__relation="child", m3__lives_together="true",
    )  # fmt: skip


def fill_rest(client: Client, draft: int) -> None:
    """Fill in money, property, special situations, and sign."""
    send(client, draft, "money_m1", m1__wage="3000", m1__incomes=DONE, m1__spending=DONE)
    send(client, draft, "money_m2", m2__business_income="4200", m2__business_cost="1200", m2__incomes=DONE)
    send(client, draft, "money_m3", m3__incomes=DONE)
    send(client, draft, "property", household__financial_assets="2000", household__assets=DONE)
    send(
        client, draft, "situation", m1__disease="other", m1__situation=DONE, m2__situation=DONE,
        m3__schooling="compulsory", m3__situation=DONE,
    )  # fmt: skip
    send(client, draft, "consent", m1__sign="张某甲", m2__sign="李某乙", m3__sign="张某甲")
    send(client, draft, "papers")


def placed(client: Client) -> int:
    """Begin for oneself, and say where."""
    draft = begin(client)
    send(client, draft, "who", who="self")
    fill_place(client, draft)
    return draft


def fill(client: Client) -> int:
    """Fill everything in for oneself, as far as the last screen."""
    draft = placed(client)
    fill_family(client, draft)
    fill_rest(client, draft)
    return draft


def key_of(client: Client, draft: int) -> str:
    """The key that the form carries."""
    page = client.get(f"/apply/{draft}/check/").content.decode()
    return page.split('name="key" value="')[1].split('"')[0]


def hand_in(client: Client, draft: int) -> HttpResponse:
    """Press the last button."""
    return client.post(f"/apply/{draft}/check/", {"do": "send", "key": key_of(client, draft)})


def drafts(client: Client) -> int:
    """How many drafts there are, whoever's."""
    return Draft.objects.count()
