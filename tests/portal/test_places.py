"""The places one may choose: where one applies is a county, found under its province."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from doudi.kernel.divisions import Level, level, parent_chain
from doudi.portal.places import county_groups
from doudi.standards.lawbook import packs


def test_counties_stand_under_their_provinces_in_the_order_of_their_codes() -> None:
    (first, *provinces) = county_groups(packs(), on=date(2022, 4, 18), chosen="430971")

    codes = [[option.value for option in group.options] for group in provinces]
    assert first.options[0].label == "请选择"
    assert [group.label for group in provinces] == ["山西省", "山东省", "湖南省", "云南省", "甘肃省"]
    assert all(each == sorted(each) for each in codes)
    assert all(level(code) is Level.COUNTY for each in codes for code in each)
    assert all(len({parent_chain(code)[-2] for code in each}) == 1 for each in codes)
    chosen = [option.label for group in provinces for option in group.options if option.chosen]
    assert chosen == ["益阳市大通湖区"]


def test_a_county_whose_code_is_no_longer_in_use_is_not_offered_unless_it_was_chosen() -> None:
    def offered(chosen: str) -> set[str]:
        groups = county_groups(packs(), on=date(2024, 4, 18), chosen=chosen)
        return {option.value for group in groups for option in group.options}

    assert "371727" not in offered("")
    assert "371727" in offered("371727")


@pytest.mark.django_db
def test_the_example_is_loaded_into_the_place_that_was_chosen(client: Client) -> None:
    text = client.post(
        "/assess/", {"member": "m1", "place": "371702", "on": "2026-11-21", "do": "example"}
    ).content.decode()  # fmt: skip

    assert re.search(r'<option value="371702"\s+selected', text)
    assert "牡丹区" in text.partition("已载入示例家庭：")[2][:40]


@pytest.mark.django_db
def test_after_a_day_before_all_law_the_places_may_still_be_chosen(client: Client) -> None:
    text = client.post(
        "/assess/", {"member": "m1", "place": "371703", "m1.relation": "applicant", "on": "1949-10-01", "do": "assess"}
    ).content.decode()  # fmt: skip

    assert "1949-10-01" in text
    assert 'value="371702"' in text
    assert 'value="620102"' in text
