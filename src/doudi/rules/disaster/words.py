"""The words of disaster relief. Their Chinese labels stand in `packs/cn/facts/disaster.yaml`."""

from __future__ import annotations

from enum import IntEnum


class HouseDamage(IntEnum):
    """What a disaster did to the home 房屋受损程度."""

    NONE = 0
    DAMAGED = 1
    SEVERE = 2
    COLLAPSED = 3


class ResponseLevel(IntEnum):
    """The level of response to a disaster 应急响应等级; the graver, the higher the number."""

    NONE = 0
    FOURTH = 1
    THIRD = 2
    SECOND = 3
    FIRST = 4
