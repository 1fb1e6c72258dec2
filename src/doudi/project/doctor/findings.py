"""One line of what the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mark(Enum):
    """How a thing is: as it should be, worth knowing, or in need of somebody."""

    GOOD = "正常"
    NOTE = "提示"
    PROBLEM = "问题"


@dataclass(frozen=True)
class Finding:
    """Something that was looked at: how it is, and where it is not as it should be, what to do."""

    topic: str
    said: str
    todo: str = ""
    mark: Mark = Mark.GOOD

    @property
    def is_problem(self) -> bool:
        """Say whether somebody has to do something now."""
        return self.mark is Mark.PROBLEM

    def __str__(self) -> str:
        """Render as one line."""
        todo = f"　办法：{self.todo}" if self.todo else ""
        return f"{self.mark.value}　{self.topic}：{self.said}{todo}"


def good(topic: str, said: str) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(topic, said)


def note(topic: str, said: str, todo: str) -> Finding:
    """Say what is worth knowing and needs nobody yet."""
    return Finding(topic, said, todo, Mark.NOTE)


def problem(topic: str, said: str, todo: str = "") -> Finding:
    """Say what is wrong and what to do, unless the sentence says it already."""
    return Finding(topic, said, todo, Mark.PROBLEM)
