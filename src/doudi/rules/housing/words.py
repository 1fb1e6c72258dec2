"""The words of housing. Their Chinese labels stand in `packs/cn/facts/housing.yaml`."""

from __future__ import annotations

from enum import IntEnum


class DangerGrade(IntEnum):
    """What an examination of the house found 房屋鉴定等级; C is dangerous in parts, D as a whole."""

    NONE = 0
    A = 1
    B = 2
    C = 3
    D = 4
