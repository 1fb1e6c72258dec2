"""What the buttons of 政策测算 do: `do=assess`, `add-member`, `remove-member:m2`, `example`, `size:large` and so on."""

from __future__ import annotations

from collections.abc import Callable

from doudi.faces.draft import Draft
from doudi.portal import text_size
from doudi.portal.page import Page

SHOWN = "shown"
FULL = "full"


def perform(page: Page, act: str) -> str:
    """Do what was asked; an unknown act computes, as the Enter key does. Returns the text size chosen, if any."""
    name, _, target = act.partition(":")
    if name == "size":
        if page.draft.text(SHOWN):
            page.compute(full=page.draft.text(SHOWN) == FULL)
        return target if text_size.is_known(target) else ""
    if name in ROWS:
        page.new = ROWS[name](page.draft, target) or ""
    elif name == "example":
        page.load_example()
    else:
        page.compute(full=name == FULL)
    return ""


ROWS: dict[str, Callable[[Draft, str], str | None]] = {
    "add-member": lambda draft, _: draft.add_member(),
    "remove-member": Draft.remove_member,
    "add-obligor": Draft.add_obligor,
    "remove-obligor": Draft.remove_obligor,
}
