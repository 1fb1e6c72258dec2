"""The words of help for stranded people. Their Chinese labels stand in `packs/cn/facts/rescue.yaml`."""

from __future__ import annotations

from enum import IntEnum


class StrandedReason(IntEnum):
    """Why somebody is away from home with nowhere to turn 流落在外的原因."""

    NONE = 0
    WANDERING = 1
    LOST = 2
    NO_WORK = 3
    VIOLENCE = 4
    OTHER = 5
