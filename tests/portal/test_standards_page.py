"""The public page of standards: what a place pays by and paid by, from which day, by which document."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from doudi.policy.snapshot import LawSnapshot
from doudi.portal.standards import stretches
from doudi.standards.lawbook import packs

pytestmark = pytest.mark.django_db
PAGE = "/standards/"


def of(place: str, parameter: str) -> list[tuple[int | object, date, date | None]]:
    """Return values with their first day and the day before which they ended."""
    found = stretches(LawSnapshot.of(packs()), packs().parameters[parameter], place)
    return [(each.resolved.value, each.since, each.until) for each in found]


def test_a_standard_is_followed_by_the_next_one() -> None:
    found = of("620102", "dibao.standard.urban")

    assert (914_00 * 12, date(2022, 1, 1)) in [(value, since) for value, since, _ in found]
    assert all(until == since for (_, _, until), (_, since, _) in pairwise(found))
    assert found[-1][2] is None, "the last one known goes on"


def test_what_the_province_sets_for_its_counties_is_the_standard_of_the_county() -> None:
    assert 728_00 * 12 in [value for value, _, _ in of("532901", "dibao.standard.urban")]


def test_the_page_shows_sums_as_published_with_their_documents(client: Client) -> None:
    page = client.get(PAGE, {"place": "371702"}).content.decode()

    assert "¥939.00 / 月" in page
    assert "2024年1月1日起" in page
    assert "菏泽市民政局" in page
    assert "现行" in page


def test_a_place_that_is_none_is_told_and_nothing_is_listed(client: Client) -> None:
    answer = client.get(PAGE, {"place": "999999"})

    assert answer.status_code == 404
    assert "没有这个地方" in answer.content.decode()


def test_without_a_place_the_page_asks_for_one(client: Client) -> None:
    page = client.get(PAGE).content.decode()

    assert "哪个县（区、市）？" in page
    assert "<table" not in page
