"""A browser window of one person: what they read, write and press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.typing_in import OPEN_ALL, write


@dataclass
class Screen:
    """A page at an address of the server that runs."""

    page: Page
    root: str

    def goes_to(self, path: str) -> None:
        """Open an address; it has to be there."""
        answer = self.page.goto(self.root + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def reads(self, *sentences: str) -> None:
        """See each of these on the page."""
        for sentence in sentences:
            expect(self.main).to_contain_text(sentence)

    def told(self) -> str:
        """Everything the page says."""
        return self.main.inner_text()

    def presses(self, name: str) -> None:
        """Press the button of this name."""
        self.clicks(self.page.get_by_role("button", name=name, exact=True))

    def follows(self, name: str) -> None:
        """Follow the link of this name."""
        self.clicks(self.main.get_by_role("link", name=name, exact=True))

    def clicks(self, control: Locator) -> None:
        """Click what leads to another page, and wait until that is there."""
        with self.page.expect_navigation():
            control.click()

    def writes(self, given: Mapping[str, str]) -> None:
        """Write, choose or tick, by the names of the fields."""
        self.page.evaluate(OPEN_ALL)
        for name, value in given.items():
            write(self.page, name, value)

    def writes_what_is_asked(self, known: Mapping[str, list[str]]) -> None:
        """Fill in what this page asks, of all that is known."""
        self.page.evaluate(OPEN_ALL)
        for name in self._asked() & known.keys():
            for value in known[name]:
                write(self.page, name, value)

    def uploads(self, name: str, content: bytes, title: str) -> None:
        """Choose a file for a field."""
        file: Any = {"name": title, "mimeType": "image/jpeg", "buffer": content}
        self.page.locator(f'input[type="file"][name="{name}"]').set_input_files(file)

    def downloads(self, name: str) -> bytes:
        """Follow a link that gives a file."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=name).click()
        return waiting.value.path().read_bytes()

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.get_by_role("main")

    def _asked(self) -> set[str]:
        names = "[...document.querySelectorAll('main [name]')].filter(e => e.type !== 'hidden').map(e => e.name)"
        return set(self.page.evaluate(names))
