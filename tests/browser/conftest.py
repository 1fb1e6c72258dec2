"""A real Chromium, Debian's own, against a live server of this product."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
Opened = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "opened" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a session. Playwright keeps a loop in this thread; Django may use the database all the same."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    assert program is not None, "没有找到 Chromium：make browser 会装上它"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, live_server: Any) -> Iterator[Opened]:
    """Opens pages, each in a browser context of its own: `opened("/assess/", width=390, size="large")`."""
    contexts = []

    def open_page(path: str, *, width: int = 1440, size: str = "std", javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        context.add_cookies([{"name": "doudi-size", "value": size, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
