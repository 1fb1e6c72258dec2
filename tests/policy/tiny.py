"""A tiny set of packs on disk: a nation, a province, a prefecture and a county, over the rules of `tinylaw`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from doudi.policy.assessment import Assessment, assess
from doudi.policy.flaws import Flaw, PackRefused
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import RuleBook, collect
from doudi.policy.rules import Rule
from doudi.policy.snapshot import LawSnapshot
from tests.policy import tinylaw
from tests.policy.tinyfiles import FILES

NATION, PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY = "000000", "110000", "110100", "110101", "110102"
ON = date(2024, 3, 1)
"""A day on which every law and value of the tiny packs is in force."""


@cache
def book() -> RuleBook:
    """Return the rules of the tiny law."""
    return collect(tinylaw)


def book_with(*more: Rule, without: tuple[str, ...] = ()) -> RuleBook:
    """Return the tiny law with more rules, or without some."""
    versions = {name: rules for name, rules in book().versions.items() if name not in without}
    for extra in more:
        versions[extra.name] = (*versions.get(extra.name, ()), extra)
    written = {**book().written_in, **{id(extra): "tests.more" for extra in more}}
    return RuleBook(versions, book().enumerations, written)


@dataclass(frozen=True)
class Tiny:
    """Packs that a test may change before it loads them."""

    files: Mapping[str, str | bytes] = field(default_factory=lambda: dict(FILES))
    rules: RuleBook = field(default_factory=book)

    def change(self, file: str, old: str, new: str) -> Tiny:
        """Replace a text that stands exactly once in a file."""
        text = self.files[file]
        assert isinstance(text, str)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        return self.put(file, text.replace(old, new))

    def add(self, file: str, text: str) -> Tiny:
        """Write something at the end of a file."""
        before = self.files.get(file, "")
        assert isinstance(before, str)
        return self.put(file, before + text)

    def put(self, file: str, text: str | bytes) -> Tiny:
        """Write a whole file."""
        return replace(self, files={**self.files, file: text})

    def drop(self, file: str) -> Tiny:
        """Leave a file out."""
        return replace(self, files={name: text for name, text in self.files.items() if name != file})

    def ruled_by(self, *more: Rule, without: tuple[str, ...] = ()) -> Tiny:
        """Add rules, or leave some out."""
        return replace(self, rules=book_with(*more, without=without))

    def load(self) -> Packs:
        """Write the files into a folder of their own and load them."""
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "packs"
            root.mkdir()
            for name, text in self.files.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
            return load(root, self.rules)

    def flaws(self) -> list[Flaw]:
        """Return what is wrong with the packs: none where they load."""
        try:
            self.load()
        except PackRefused as refused:
            return refused.flaws
        return []

    def line(self, file: str, text: str) -> int:
        """Return the number of the only line of a file that holds a text."""
        content = self.files[file]
        assert isinstance(content, str)
        found = [number for number, line in enumerate(content.splitlines(), 1) if text in line]
        assert len(found) == 1, f"{text!r} stands in lines {found} of {file}"
        return found[0]


@cache
def packs() -> Packs:
    """Return the tiny packs as they are."""
    return Tiny().load()


def snapshot() -> LawSnapshot:
    """Return the law of the tiny packs."""
    return LawSnapshot.of(packs())


def person(**facts: Any) -> dict[str, Any]:
    """Return a member of whom everything is known and who is in no need."""
    return {
        "age": 40, "is_disabled": False, "illness": "none", "care": "none", "incomes": {"wage": "1200.00"},
        "obligors": [], **facts,
    }  # fmt: skip


def family(*members: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return a household file: poor, rural, settled, nothing unknown."""
    own = {"register": "rural", "assets": {}, "rent": "100.00", "moved_on": "2020-01-01", **facts}
    return {"household": own, "members": list(members or (person(),))}


def assessed(document: object, *, law: LawSnapshot | None = None, on: date = ON, place: str = COUNTY) -> Assessment:
    """Assess a household file by the tiny law."""
    return assess(law or snapshot(), document, place=place, on=on)
