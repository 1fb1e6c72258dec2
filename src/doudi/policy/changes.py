"""Changes of single values: between which bounds each would have to lie, found by halving, joined and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from doudi.policy.assessment import Status
from doudi.policy.supposing import Path, Where


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would have to lie between `least` and `most`, inclusive; None where nothing bounds it."""

    name: str
    path: Path
    now: int
    least: int | None
    most: int | None

    @property
    def where(self) -> Where:
        """The value it is about."""
        return self.name, self.path

    @property
    def nearest(self) -> int:
        """The value nearest to what it is now that would do."""
        if self.most is not None and self.now > self.most:
            return self.most
        return self.now if self.least is None else max(self.now, self.least)


@dataclass(frozen=True, slots=True)
class Turn:
    """Changes that together turn a refusal into `status`: eligible, or no longer refused and then still to be asked."""

    changes: tuple[Change, ...]
    status: Status


Way: TypeAlias = tuple[Change, ...]


def thresholds(name: str, path: Path, now: int, span: tuple[int, int], test: Callable[[int], bool]) -> Iterator[Change]:
    """Yield how far down or up a number would have to go for a truth that the far end of its span makes so."""
    least, most = span
    if now > least and test(least):
        yield Change(name, path, now, None, last(least, now, test))
    if now < most and test(most):
        yield Change(name, path, now, last(most, now, test), None)


def nearer(change: Change, same: Callable[[int], bool]) -> Change:
    """Move the bound towards what is now for as long as the outcome stays turned: another condition may be milder."""
    step = 1 if change.now > change.nearest else -1
    if change.now == change.nearest or not same(change.nearest + step):
        return change
    nearest = last(change.nearest, change.now, same)
    return replace(change, most=nearest) if step > 0 else replace(change, least=nearest)


def last(inside: int, outside: int, test: Callable[[int], bool]) -> int:
    """Return the value nearest to `outside` for which a test still holds, by halving the way from `inside`."""
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        inside, outside = (middle, outside) if test(middle) else (inside, middle)
    return inside


def between(near: int, far: int) -> list[int]:
    """Return the far end and a few values on the way to it, nearest first."""
    return [near + (far - near) * step // 8 for step in range(1, 9)]


def narrower(one: Change, other: Change) -> Change:
    """Return the change that does for both."""
    least = max((each.least for each in (one, other) if each.least is not None), default=None)
    most = min((each.most for each in (one, other) if each.most is not None), default=None)
    return replace(one, least=least, most=most)


def is_empty(change: Change) -> bool:
    """Whether no value is left between the bounds."""
    return change.least is not None and change.most is not None and change.least > change.most


def is_within(turn: Turn, other: Turn) -> bool:
    """Whether a turn asks for all that another asks for, with less room or for more besides."""
    if turn.changes == other.changes:
        return False
    mine = {change.where: change for change in turn.changes}
    return all(change.where in mine and _has_no_more_room(mine[change.where], change) for change in other.changes)


def _has_no_more_room(change: Change, other: Change) -> bool:
    """Whether a change bounds a value on each side where the other does, and no further out."""
    below = other.least is None or (change.least is not None and change.least >= other.least)
    above = other.most is None or (change.most is not None and change.most <= other.most)
    return below and above
