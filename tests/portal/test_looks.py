"""What the looks promise: a small style sheet, vendored files as published, a banner when the day is moved."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

import doudi.portal
from doudi.faces.badges import days_badge, due_badge
from doudi.portal.templatetags.doudi_ui import unbroken

PORTAL = Path(doudi.portal.__file__).parent
BUDGET = 30 * 1024


def test_the_style_sheets_stay_within_their_budget() -> None:
    assert sum(path.stat().st_size for path in (PORTAL / "static" / "css").glob("*.css")) <= BUDGET


def test_vendored_files_are_what_their_manifest_says() -> None:
    manifest = json.loads((PORTAL / "static" / "vendor" / "vendor.json").read_text())

    told = {name: digest for part in manifest for name, digest in part["files"].items()}
    found = {name: hashlib.sha256((PORTAL / name).read_bytes()).hexdigest() for name in told}
    here = {f"static/vendor/{path.name}" for path in (PORTAL / "static" / "vendor").iterdir()}
    assert found == told
    assert here - {"static/vendor/vendor.json"} <= set(told)


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = (PORTAL / "templates" / "ui" / "sprite.html").read_text()
    texts = [path.read_text() for path in PORTAL.rglob("*.html")] + [path.read_text() for path in PORTAL.glob("*.py")]

    used = {name for text in texts for name in re.findall(r'icon\.html" with name="([\w-]+)"|icon="([\w-]+)"', text)}
    names = {name for pair in used for name in pair if name}
    assert {name for name in names if f'id="i-{name}"' not in sprite} == set()


@pytest.mark.parametrize(
    ("left", "tone", "text"),
    [
        (-2, "over", "超期 2 日"),
        (0, "over", "今日到期"),
        (1, "warn", "剩 1 日"),
        (3, "warn", "剩 3 日"),
        (4, "ok", "剩 4 日"),
    ],
)
def test_days_left_are_said_in_words_and_never_by_colour_alone(left: int, tone: str, text: str) -> None:
    badge = days_badge(left)

    assert (badge.tone, badge.text) == (tone, text)
    assert (badge.icon is not None) == (left <= 3)


def test_a_line_of_sums_breaks_between_them_only() -> None:
    assert unbroken("¥1.00、−¥2.00 相加") == "¥1.00、\N{ZERO WIDTH SPACE}−\N{WORD JOINER}¥2.00 相加"


def test_a_due_day_is_counted_from_the_day_that_is_given() -> None:
    assert due_badge(date(2024, 3, 2), on=date(2024, 3, 1)).text == "剩 1 日"


@pytest.mark.django_db
def test_a_moved_day_shows_a_banner_on_every_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_MODE", "demonstration")
    monkeypatch.setenv("DOUDI_TODAY", "2024-03-01")

    pages = [client.get(path).content.decode() for path in ("/", "/assess/", "/styleguide/")]

    assert all("系统日期已设为 2024年3月1日" in page for page in pages)


@pytest.mark.django_db
def test_without_a_moved_day_there_is_no_banner(client: Client) -> None:
    assert "系统日期已设为" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/assess/", "/styleguide/"])
def test_pages_carry_no_style_or_script_of_their_own(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert "script-src 'self'" in client.get(path)["Content-Security-Policy"]
