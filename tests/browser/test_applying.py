"""A family applies in a real browser without JavaScript; every screen of it meets the guidelines and stays in width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import overhang, violations
from tests.browser.typing_in import OPEN_ALL
from tests.fixtures.applications import COUNTY, TOWNSHIP, VILLAGE, Applications
from tests.fixtures.browser import Opened
from tests.fixtures.browsing import SignedInAs
from tests.fixtures.people import TODAY
from tests.portal.applying import WIFE

Enter = Callable[[Page], Page]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "test")
    monkeypatch.setenv("DOUDI_TODAY", TODAY.isoformat())


@pytest.fixture
def enter(applications: Applications, signed_in_as: SignedInAs) -> Enter:
    """Give a page the session of the citizen, and open the start of applying."""
    cookie = signed_in_as(applications.citizen).cookies["sessionid"].value

    def go_in(page: Page) -> Page:
        base = page.url.split("/enter")[0]
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        page.goto(f"{base}/apply/")
        return page

    return go_in


def walk(page: Page, look: Callable[[Page], None]) -> None:
    """Fill everything in, looking at each screen before it is sent."""
    look(page)
    page.get_by_role("button", name="开始申请").click()
    page.get_by_label("我自己").check()
    _next(page, look)
    for name, code in (("county", COUNTY), ("township", TOWNSHIP), ("village", VILLAGE)):
        page.select_option(f'select[name="{name}"]', code)
        _next(page, look)
    page.get_by_role("button", name="再加一位家人").click()
    page.fill('[name="m2.name"]', "李某乙")
    page.check('[name="m2.relation"][value="spouse"]')
    page.check('[name="household.register"][value="rural"]')
    _next(page, look)
    expect(page.locator("#errors")).to_contain_text("李某乙，请填写身份证号")
    page.fill('[name="m2.number"]', WIFE.full)
    _next(page, look)
    for tick in ("m1.incomes", "m2.incomes", "household.assets", "m1.situation"):
        page.check(f'[name="{tick}"]')
        if tick == "m1.situation":
            page.check('[name="m2.situation"]')
        _next(page, look)
    page.fill('[name="m1.sign"]', "张某甲")
    _next(page, look)
    expect(page.locator("#main")).to_contain_text("李某乙还没有签名")
    _next(page, look)
    look(page)
    page.get_by_role("button", name="提交申请").click()
    look(page)


def _next(page: Page, look: Callable[[Page], None]) -> None:
    look(page)
    page.get_by_role("button", name="保存，下一步").click()


def test_a_family_applies_by_phone_without_javascript(opened: Opened, enter: Enter) -> None:
    page = enter(opened("/enter/", width=390, javascript=False))

    walk(page, lambda _: None)

    expect(page.get_by_role("heading", name="已收到您的申请")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("受理以后才开始算办理期限")


def test_every_screen_meets_the_guidelines_and_stays_in_width(opened: Opened, enter: Enter) -> None:
    page = enter(opened("/enter/", width=390))
    wrong: dict[str, list[str]] = {}

    def look(page: Page) -> None:
        page.evaluate(OPEN_ALL)
        for width, size in ((1440, "std"), (390, "xlarge"), (390, "std")):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            found = violations(page, contrast=(width, size) == (390, "std"))
            if found or overhang(page) > 0:
                wrong[f"{page.url} {width} {size}"] = [*found, f"overhang {overhang(page)}"]

    walk(page, look)

    assert wrong == {}
