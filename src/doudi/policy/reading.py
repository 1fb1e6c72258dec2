"""One reading of one household file: what is wrong in it is gathered, so that all of it can be told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias, cast

from doudi.policy.facts import Facts

Path: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a household file: the path to it and the reason."""

    path: str
    reason: str

    def __str__(self) -> str:
        """Say path and reason."""
        return f"{self.path}：{self.reason}"


@dataclass(slots=True)
class Reading:
    """What one reading knows, has found wrong, and has learned of where facts come from."""

    facts: Facts
    on: date
    problems: list[Problem] = field(default_factory=list[Problem])
    provenance: dict[tuple[str, Path], str] = field(default_factory=dict[tuple[str, Path], str])

    def wrong(self, path: str, reason: str) -> None:
        """Note one thing wrong."""
        self.problems.append(Problem(path, reason))

    def object_of(self, given: Any, path: str, keys: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Return a JSON object, empty where it is none; a key that is not among `keys` is wrong."""
        found = as_object(given)
        if found is None:
            self.wrong(path, "应是一组“名称: 值”（JSON 对象）")
            return {}
        for key in found if keys is not None else ():
            if key not in (keys or ()):
                self.wrong(f"{path}.{key}", f"没有这一项，可用：{'、'.join(keys or ())}")
        return found

    def text(self, given: Any, path: str, most: int) -> str:
        """Return a short text, empty where it is none."""
        if isinstance(given, str) and given.strip() and len(given) <= most:
            return given
        self.wrong(path, f"应是 1 到 {most} 个字的文字")
        return ""


def as_object(given: Any) -> dict[str, Any] | None:
    """Return a JSON object as such, None if it is something else."""
    return cast("dict[str, Any]", given) if isinstance(given, dict) else None


def as_list(given: Any) -> list[Any] | None:
    """Return a JSON list as such, None if it is something else."""
    return cast("list[Any]", given) if isinstance(given, list) else None
