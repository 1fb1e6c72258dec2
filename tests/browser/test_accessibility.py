"""WCAG 2.1 AA by axe on every page, standard and large; and no page moves sideways in any of the three sizes."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from doudi.standards.lawbook import packs
from tests.browser.typing_in import OPEN_ALL, compute, type_in
from tests.fixtures.browser import Opened
from tests.golden.cases import read_cases

PATHS = ("/", "/assess/", "/styleguide/", "/api/v1/docs", "/desk/sign-in/", "/enter/", "/enter/window/")
SIZES = ("std", "large", "xlarge")
WIDTHS = (390, 1440)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
TOLD = next(case for case in read_cases() if case.name == "heze/dibao-rural-three")
NOT_TOLD = next(case for case in read_cases() if case.name == "heze/dibao-income-not-told")


def violations(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe finds. Colours, most of its work, are the same in every size: a page looked at again may go without."""
    rules = RULES | {"rules": {"color-contrast": {"enabled": contrast}}}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes'][:3]]}" for each in found]


def overhang(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def shows_result(page: Page, name: str) -> None:
    case = next(case for case in read_cases() if case.name == name)
    month = case.months[-1]
    type_in(page, month.document, place=case.place, on=month.day, facts=packs().facts)
    compute(page)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("size", "width"), [("std", 390), ("std", 1440), ("large", 390)])
def test_every_page_meets_the_guidelines(opened: Opened, path: str, size: str, width: int) -> None:
    page = opened(path, width=width, size=size)
    page.evaluate(OPEN_ALL)

    assert violations(page, contrast=size == "std") == []


@pytest.mark.parametrize("path", PATHS)
def test_no_page_moves_sideways(opened: Opened, path: str) -> None:
    for size in SIZES:
        page = opened(path, size=size)
        page.evaluate(OPEN_ALL)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert (width, size, overhang(page)) <= (width, size, 0)


@pytest.mark.parametrize(("name", "sizes"), [(TOLD.name, ("std", "large")), (NOT_TOLD.name, ("std",))])
def test_a_result_meets_the_guidelines_and_never_moves_sideways(
    opened: Opened, name: str, sizes: tuple[str, ...]
) -> None:
    page = opened("/assess/", width=390)
    shows_result(page, name)

    for size in SIZES:
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        assert size not in sizes or violations(page, contrast=size == "std") == []
        for width in reversed(WIDTHS):
            page.set_viewport_size({"width": width, "height": 900})
            assert (width, size, overhang(page)) <= (width, size, 0)


def test_the_longest_calculation_stays_in_its_width(opened: Opened) -> None:
    page = opened("/assess/", width=390, size="xlarge")
    shows_result(page, TOLD.name)
    short = page.locator(".leaf").count()

    page.get_by_role("button", name="列出测算的每一行").click()
    page.wait_for_load_state()

    assert page.locator(".leaf").count() > short * 3
    assert overhang(page) <= 0


def test_a_form_with_errors_meets_the_guidelines(opened: Opened) -> None:
    page = opened("/assess/", width=390)
    document = {"members": [{"id": "m1", "name": "张某甲", "age": 214}]}
    type_in(page, document, place="371702", on=date(2024, 3, 1), facts=packs().facts)

    compute(page)

    assert page.evaluate("document.activeElement.id") == "errors"
    assert violations(page) == []
