"""One golden case a place, typed into the page as a person types it, comes out as the officer reckoned by hand."""

from __future__ import annotations

import pytest

from doudi.standards.lawbook import packs
from tests.browser.typing_in import amount_of, assume, card_of, compute, type_in
from tests.fixtures.browser import Opened
from tests.golden.cases import Case, read_cases

PLACES = ("heze", "datonghu", "dali", "luliang", "lanzhou")


def one_of(place: str) -> Case:
    """The first case of a place that is one month long and grants an amount of what is applied for here."""
    return next(
        case
        for case in read_cases()
        if case.folder == place
        and len(case.months) == 1
        and any(item.get("amount") for item in case.expected)
        and all(item["programme"] in packs().handled for item in case.expected)
    )


@pytest.mark.parametrize("case", [one_of(place) for place in PLACES], ids=lambda case: case.name)
def test_a_golden_case_of_each_place_comes_out_right(opened: Opened, case: Case) -> None:
    page = opened("/assess/", width=390)
    month = case.months[0]

    type_in(page, month.document, place=case.place, on=month.day, facts=packs().facts)
    compute(page)
    assume(page, case.assumed)

    for item in month.expect:
        if item["status"] in ("eligible", "ineligible", "undetermined"):
            card = card_of(page, item["programme"], item.get("person"))
            assert card.get_attribute("data-status") == item["status"]
            assert amount_of(page, item["programme"], item.get("person")) == item.get("amount")
