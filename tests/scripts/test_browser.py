"""What the browser tests need: installed where one may, said in one sentence where one may not."""

from __future__ import annotations

import browser
import pytest


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Packages that were asked for, on a machine that has neither Chromium nor the font and allows installing."""
    packages: list[str] = []
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(browser, "_has_chromium", lambda: False)
    monkeypatch.setattr(browser, "_has_chinese_font", lambda: False)
    monkeypatch.setattr(browser.debian, "install", lambda *names: packages.extend(names) or True)
    return packages


def test_what_is_missing_is_installed(asked: list[str]) -> None:
    browser.main()

    assert {"chromium-headless-shell", "fonts-noto-cjk"} <= set(asked)


def test_a_system_without_the_quick_browser_gets_the_whole_one(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        browser.debian, "install", lambda *names: browser.QUICK not in names and not asked.extend(names)
    )

    browser.main()

    assert {"chromium", "fonts-noto-cjk"} <= set(asked)


@pytest.mark.parametrize(("has_quick", "brought"), [(None, ["chromium-headless-shell"]), ("/usr/bin/it", [])])
def test_a_build_server_gets_the_quick_one_beside_any_other(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, has_quick: str | None, brought: list[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(browser, "_has_chromium", lambda: True)
    monkeypatch.setattr(browser, "_has_chinese_font", lambda: True)
    monkeypatch.setattr(browser.shutil, "which", lambda _: has_quick)

    browser.main()

    assert asked == brought


def test_what_is_there_is_left_alone(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_has_chromium", lambda: True)
    monkeypatch.setattr(browser, "_has_chinese_font", lambda: True)

    browser.main()

    assert asked == []


@pytest.mark.usefixtures("asked")
def test_where_one_may_not_install_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser.debian, "install", lambda *_: False)

    with pytest.raises(SystemExit, match="apt-get install chromium fonts-noto-cjk"):
        browser.main()
