"""Types a household file into 政策测算 the way a person does: opens what is folded, adds rows, ticks and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page

from doudi.faces.draft import Draft
from doudi.faces.filing import draft_of
from doudi.policy.facts import Facts

OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def type_in(page: Page, document: Mapping[str, Any], *, place: str, on: date, facts: Facts) -> None:
    """Fill in the whole form; nothing is sent."""
    page.locator("#place").select_option(place)
    page.locator("#on").fill(on.isoformat())
    draft = draft_of(document, facts)
    _add_rows(page, draft)
    page.evaluate(OPEN_ALL)
    for name, values in draft.values.items():
        for value in values:
            write(page, name, value)


def compute(page: Page) -> None:
    """Press the main button and wait for the answer."""
    page.get_by_role("button", name="开始测算").click()
    page.wait_for_load_state()


def amount_of(page: Page, programme: str, person: str | None = None) -> str | None:
    """Return the amount that the card of a programme shows, `1167.00`; None where it shows none."""
    card = card_of(page, programme, person)
    found = re.search(r"每月\s*¥([0-9,]+\.[0-9]{2})", card.locator("h2").inner_text())
    return found[1].replace(",", "") if found else None


def card_of(page: Page, programme: str, person: str | None = None) -> Locator:
    """Return the card of a programme, for a person by their id."""
    return page.locator(f'[data-programme="{programme}"][data-person="{person or ""}"]')


def _add_rows(page: Page, draft: Draft) -> None:
    for member in draft.members[1:]:
        page.get_by_role("button", name="再加一位家人").click()
        page.locator(f"#{member}").wait_for()
    for member, obligors in draft.obligors.items():
        for obligor in obligors:
            page.evaluate(OPEN_ALL)
            page.locator(f'button[value="add-obligor:{member}"]').click()
            page.locator(f'[id="{obligor.replace(".", "-")}"]').wait_for()


def write(page: Page, name: str, value: str) -> None:
    """Write one value into its control: typed, chosen or ticked; nothing where there is no value."""
    if not value:
        return
    control = page.locator(f'[name="{name}"]').first
    kind = control.get_attribute("type")
    if kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif control.evaluate("each => each.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def assume(page: Page, assumed: Mapping[str, str]) -> None:
    """Write assumed parameters (`620.00/month`) into the fields that the answer offers, and compute again."""
    fold = page.locator("section[aria-labelledby=assumptions] details:not([open]) > summary")
    if assumed and fold.count():
        fold.click()
    for name, text in assumed.items():
        value, _, period = text.partition("/")
        write(page, f"assume.{name}", value)
        write(page, f"assume.{name}.per", {"月": "month", "年": "year"}.get(period, period))
    if assumed:
        compute(page)
