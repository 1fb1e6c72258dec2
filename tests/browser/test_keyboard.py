"""The whole journey by keyboard: skip link, visible focus, no trap, and the Enter key computes."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.fixtures.browser import Opened

FOCUSED = "document.activeElement"
RING = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"


def press_until(page: Page, wanted: str, *, most: int = 80) -> None:
    """Press Tab until the wanted element has the focus; every stop on the way must show it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(RING).startswith("solid"), page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 200)")
        if page.evaluate(f"{FOCUSED}.matches({wanted!r})"):
            return
    raise AssertionError(wanted)


def test_the_first_stop_skips_to_the_content(opened: Opened) -> None:
    page = opened("/assess/")

    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.textContent") == "跳到主要内容"
    page.keyboard.press("Enter")

    assert page.evaluate(f"{FOCUSED}.id") == "main"


def test_a_household_is_entered_and_computed_by_keyboard_alone(opened: Opened) -> None:
    page = opened("/assess/")

    press_until(page, "#place")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#place").input_value()
    press_until(page, "#m1-age")
    page.keyboard.type("67")
    press_until(page, "#m1-incomes-section summary")
    page.keyboard.press("Enter")
    press_until(page, "#m1-wage")
    page.keyboard.type("1200")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('还差一些情况')")

    assert page.locator("#m1-wage").input_value() == "1200"
    assert page.locator("#place").input_value() == chosen != ""


def test_an_open_question_leads_to_its_field(opened: Opened) -> None:
    page = opened("/assess/")
    page.locator("#place").select_option("371702")
    page.get_by_role("button", name="开始测算").click()
    page.wait_for_selector("h1:has-text('还差一些情况')")

    link = page.locator(".bullets a").first
    target = link.get_attribute("href") or ""
    link.focus()
    page.keyboard.press("Enter")

    assert page.locator(f'[id="{target[1:]}"]').is_visible()


def test_adding_a_family_member_moves_the_focus_to_the_new_name(opened: Opened) -> None:
    page = opened("/assess/")

    button = page.get_by_role("button", name="再加一位家人")
    button.focus()
    page.keyboard.press("Enter")
    page.locator("#m2-name").wait_for()

    assert page.evaluate(f"{FOCUSED}.id") == "m2-name"
