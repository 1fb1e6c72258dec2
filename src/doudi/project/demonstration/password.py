"""The one password of the demonstration's officers."""

from __future__ import annotations

from typing import Final

PASSWORD: Final = "示例-demo-2026"  # noqa: S105 - everybody who sees the demonstration is told it
