"""How a source stands on a day: what it delivered counts, or it has not answered, which is never "nothing found"."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How a source stands."""

    HELD = "held"
    FAILED = "failed"
    LATE = "late"
    NEVER = "never"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"held": "已接收", "failed": "未回复：交付有误", "late": "未回复：逾期", "never": "未回复：没有交付"}[
            self.value
        ]
