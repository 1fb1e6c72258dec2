"""What is not known, and why. Unknown is not no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Cause:
    """One missing thing: a `fact` of a person, or a `parameter` of the place.

    `path` is () for the household, (i,) for member i, (i, j) for that member's obligor j.
    """

    kind: str
    name: str
    path: tuple[int, ...] = ()


class Unknown:
    """A result that cannot be had yet; `causes` names everything it waits for."""

    __slots__ = ("_causes", "_parts")

    def __init__(self, causes: frozenset[Cause], parts: Sequence[Value] = ()) -> None:
        """Keep the causes, and values of which the unknown ones have causes that are also waited for."""
        self._causes = causes
        self._parts = parts

    @property
    def causes(self) -> frozenset[Cause]:
        """All causes; gathered when first asked for, as most unknowns never are."""
        if self._parts:
            self._causes = self._causes.union(*(part.causes for part in self._parts if isinstance(part, Unknown)))
            self._parts = ()
        return self._causes

    def __repr__(self) -> str:
        """Name the causes, for a developer."""
        names = sorted({cause.name for cause in self.causes})
        return f"Unknown({', '.join(names)})"

    def __eq__(self, other: object) -> bool:
        """Two unknowns are equal when they wait for the same things."""
        return isinstance(other, Unknown) and other.causes == self.causes

    def __hash__(self) -> int:
        """Hash by causes."""
        return hash(self.causes)


NOTHING = frozenset[Cause]()
Value: TypeAlias = "int | bool | Unknown"


@lru_cache(maxsize=8192)
def missing(kind: str, name: str, path: tuple[int, ...] = ()) -> Unknown:
    """Return an unknown with a single cause."""
    return Unknown(frozenset({Cause(kind, name, path)}))


def joined(unknowns: Sequence[Unknown]) -> Unknown:
    """Return one unknown that waits for everything that the given ones wait for."""
    return unknowns[0] if len(unknowns) == 1 else Unknown(NOTHING, unknowns)
