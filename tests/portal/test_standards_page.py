"""The public page of standards: what a place pays by and paid by, from which day, by which document."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from django.utils.html import escape

from doudi.audit.actor import Actor, acting
from doudi.policy.snapshot import LawSnapshot
from doudi.portal.standards import OTHER, kind_of, stretches
from doudi.project.demonstration.published import publish_examples
from doudi.standards.lawbook import packs
from tests.fixtures.people import TODAY

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


def test_each_sum_stands_under_a_heading_of_its_programme() -> None:
    sums = [each for each in packs().parameters.values() if each.unit.is_money]

    assert {each.name for each in sums if kind_of(each) == OTHER} == set()


def test_the_living_standards_stand_open_and_the_rest_and_the_past_are_folded(client: Client) -> None:
    page = client.get(PAGE, {"place": "371702"}).content.decode()

    opened = re.findall(r'<details class="more" open>\s*<summary>.*?<h3 class="fold-h">(\S+)', page, re.DOTALL)
    assert opened == ["最低生活保障", "特困人员救助供养"]
    assert "医疗救助" in page
    assert re.search(r"过去的 \d+ 项", page)


def test_a_document_stands_with_its_number_and_no_note_of_who_wrote_the_pack(client: Client) -> None:
    for place in ("371702", "430971", "532901"):
        page = client.get(PAGE, {"place": place}).content.decode()

        notes = {each.because for each in packs().values if each.because}
        assert not [note for note in notes if escape(note) in page]
        numbers = [source.number for source in packs().sources.by_id.values() if source.number]
        assert [number for number in numbers if escape(number) in page]


def test_a_figure_made_up_for_the_demonstration_is_never_shown_as_one_in_force(client: Client) -> None:
    with acting(Actor.system("test"), on=TODAY):
        publish_examples(on=date(2022, 5, 1))

    page = client.get(PAGE, {"place": "430971"}).content.decode()

    (row,) = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*示例：演示用的标准.*?</tr>", page, re.DOTALL)
    assert "示例，虚构的" in row
    assert "现行" not in row
