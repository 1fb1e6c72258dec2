"""Somebody who goes through 我能得到哪些帮助, screen by screen."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

PAGE = "/entitled/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SCREEN = re.compile(r'<input type="hidden" name="screen" value="([^"]*)"')
NONE_OF_THESE = re.compile(r'name="([^"]+)"\s+value="none"')
TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SO_MANY = 25


class Walk:
    """What stands unseen in the form goes along with every answer."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.html = client.get(PAGE).content.decode()
        self.status = 200
        self.asked: list[str] = []

    def answer(self, do: str = "next", **given: str | list[str]) -> Walk:
        """Send a screen with what was written; a name with a dot is written with two lines below (`m1__age`)."""
        sent: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(self.html):
            sent.setdefault(name, []).append(unescape(value))
        told = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in given.items()}
        answer = self.client.post(PAGE, {**sent, **told, "do": [do]})
        self.html, self.status = answer.content.decode(), answer.status_code
        return self

    def nothing(self) -> Walk:
        """Tick that there is nothing of what a screen asks."""
        return self.answer(**dict.fromkeys(NONE_OF_THESE.findall(self.html), "none"))

    def family(self, *people: tuple[str, int], place: str = "371702") -> Walk:
        """Say where the family lives, in a village, and who they are: relation and years."""
        told: dict[str, Any] = {"household__register": "rural", "place": place}
        for number, (relation, age) in enumerate(people, 1):
            if number > 1:
                self.answer(do="add-member")
            told |= {f"m{number}__relation": relation, f"m{number}__age": str(age)}
        return self.answer(**told)

    def to_the_end(self, **told: dict[str, Any]) -> Walk:
        """Answer until there is a result: by the beginning of a question's name what is there, else that nothing is."""
        for _ in range(SO_MANY):
            if not self.screen:
                return self
            self.asked.append(self.screen)
            key = max((key for key in told if re.sub("[.:,]", "_", self.screen).startswith(key)), key=len, default="")
            self.answer(**told[key]) if key else self.nothing()
        return self

    @property
    def screen(self) -> str:
        """The question that is asked, by its name in the form; nothing on the result."""
        found = SCREEN.search(self.html)
        return found[1] if found else ""

    @property
    def title(self) -> str:
        """The heading of the page."""
        found = TITLE.search(self.html)
        return found[1].strip() if found else ""

    @property
    def text(self) -> str:
        """What one reads."""
        return re.sub(r"\s+", " ", TAG.sub(" ", self.html.partition("<main")[2]))

    @property
    def told(self) -> dict[str, list[str]]:
        """What goes along unseen."""
        found: dict[str, list[str]] = {}
        for name, value in HIDDEN.findall(self.html):
            found.setdefault(name, []).append(unescape(value))
        return found
