"""What is not known, and why. Unknown is not no."""

from __future__ import annotations

from dataclasses import dataclass
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

    __slots__ = ("causes",)

    def __init__(self, causes: frozenset[Cause]) -> None:
        """Keep the causes."""
        self.causes = causes

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


Value: TypeAlias = "int | bool | Unknown"


def missing(kind: str, name: str, path: tuple[int, ...] = ()) -> Unknown:
    """Return an unknown with a single cause."""
    return Unknown(frozenset({Cause(kind, name, path)}))


def joined(unknowns: list[Unknown]) -> Unknown:
    """Return one unknown that waits for everything that the given ones wait for."""
    first = unknowns[0]
    if all(unknown is first for unknown in unknowns):
        return first
    return Unknown(frozenset[Cause]().union(*(u.causes for u in unknowns)))
