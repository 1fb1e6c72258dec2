"""The words of schooling. Their Chinese labels stand in `packs/cn/facts/education.yaml`."""

from __future__ import annotations

from enum import IntEnum


class GrantTier(IntEnum):
    """The tier of a grant that the school put a pupil into 资助档次; FIRST gives most, NONE: not graded yet."""

    NONE = 0
    FIRST = 1
    SECOND = 2
    THIRD = 3


class VocationalMajor(IntEnum):
    """What is studied at a vocational school, as tuition goes by it 中职专业."""

    ORDINARY = 1
    FARMING = 2
    MEDICAL = 3
    ARTS = 4
    OPERA = 5
