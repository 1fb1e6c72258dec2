"""The screens of an application, in order; each belongs to one of five steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from doudi.portal.apply.filling import Filling

STEPS: Final = (1, 2, 3, 4, 5)
WHO, PLACE, FAMILY, MONEY = "who", "place", "family", "money"
PROPERTY, SITUATION, CONSENT, PAPERS, CHECK = "property", "situation", "consent", "papers", "check"


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: the kind of questions, of whom where they are about one person, and its step."""

    kind: str
    step: int
    owner: str = ""

    @property
    def slug(self) -> str:
        """What stands in its address and in the draft: money_m1."""
        return f"{self.kind}_{self.owner}" if self.owner else self.kind


def screens(filling: Filling) -> list[Screen]:
    """List the screens, one about money for each person. Leave to check is signed before papers are asked for."""
    return list(_screens(filling))


def _screens(filling: Filling) -> Iterator[Screen]:
    yield Screen(WHO, 1)
    yield Screen(PLACE, 2)
    yield Screen(FAMILY, 2)
    for owner in filling.text.members:
        yield Screen(MONEY, 3, owner)
    yield Screen(PROPERTY, 4)
    yield Screen(SITUATION, 4)
    yield Screen(CONSENT, 5)
    yield Screen(PAPERS, 5)
    yield Screen(CHECK, 5)


def screen_named(filling: Filling, slug: str) -> Screen | None:
    """Return the screen of an address."""
    return next((screen for screen in screens(filling) if screen.slug == slug), None)


def after(filling: Filling, screen: Screen) -> Screen:
    """Return the next screen; the last stays."""
    listed = screens(filling)
    return listed[min(listed.index(screen) + 1, len(listed) - 1)]


def before(filling: Filling, screen: Screen) -> Screen | None:
    """Return the screen before, None at the first."""
    place = screens(filling).index(screen)
    return screens(filling)[place - 1] if place else None
