"""Everything works in a browser that runs no script, and with scripts nothing breaks the content policy."""

from __future__ import annotations

import pytest

from tests.browser.typing_in import amount_of
from tests.fixtures.browser import Opened


def test_an_example_is_loaded_and_computed_without_javascript(opened: Opened) -> None:
    page = opened("/assess/", width=390, javascript=False)
    page.locator("#place").select_option("620102")

    page.get_by_role("button", name="载入这个地方的示例家庭").click()
    page.get_by_role("button", name="开始测算").click()

    assert amount_of(page, "tekun", "m1") == "1490.00"


def test_family_members_come_and_go_without_javascript(opened: Opened) -> None:
    page = opened("/assess/", width=390, javascript=False)
    page.locator("#m1-name").fill("张某甲")

    page.get_by_role("button", name="再加一位家人").click()
    page.locator("#m2-name").fill("李某乙")
    page.get_by_role("button", name="删除张某甲").click()

    assert page.locator("input[name=member]").count() == 1
    assert page.locator("#m2-name").input_value() == "李某乙"


def test_the_text_size_changes_without_losing_what_was_written(opened: Opened) -> None:
    page = opened("/assess/", width=390, javascript=False)
    page.locator("#m1-name").fill("张某甲")

    page.locator("header button").click()

    assert page.locator("html").get_attribute("data-size") == "large"
    assert page.locator("#m1-name").input_value() == "张某甲"


@pytest.mark.parametrize("path", ["/", "/assess/", "/styleguide/"])
def test_no_page_says_anything_on_the_console(opened: Opened, path: str) -> None:
    page = opened("/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(page.url.rstrip("/") + path)
    if path == "/assess/":
        page.get_by_role("button", name="再加一位家人").click()
        page.locator("#m2").wait_for()

    assert said == []


def test_the_browsers_own_back_leads_to_the_question_before_and_nothing_is_lost(opened: Opened) -> None:
    page = opened("/entitled/", width=390)
    page.locator("#place").select_option("371702")
    page.locator('input[name="m1.age"]').fill("45")
    page.get_by_role("button", name="下一步").last.click()
    page.get_by_role("heading", name="家里发生了什么").wait_for()

    page.go_back()

    page.get_by_role("heading", name="住在哪里，有哪些人").wait_for()
    assert page.locator('input[name="m1.age"]').input_value() == "45"
    page.go_forward()
    page.get_by_role("heading", name="家里发生了什么").wait_for()
