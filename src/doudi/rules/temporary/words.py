"""The words of temporary aid. Their Chinese labels stand in `packs/cn/facts/temporary.yaml`."""

from __future__ import annotations

from enum import IntEnum


class CrisisCause(IntEnum):
    """Why a family's basic living is suddenly in grave difficulty 急难的原因."""

    NONE = 0
    FIRE = 1
    TRAFFIC = 2
    ILLNESS = 3
    ACCIDENT = 4
    JOBLESS = 5
    OTHER = 6
    SPENDING = 7
    PUBLIC_EMERGENCY = 8


class PlaceTie(IntEnum):
    """What ties a family to the place where it asks 与当地的关系."""

    NONE = 0
    PERMIT = 1
    REGISTER = 2


class TemporaryBase(IntEnum):
    """Whose dibao standard temporary aid is counted by 临时救助的计算基数: the urban one, or that of the register."""

    URBAN = 1
    REGISTER = 2


class TemporaryLevel(IntEnum):
    """Who decides on temporary aid of a sum 由谁确定."""

    TOWNSHIP = 1
    BUREAU = 2
    GOVERNMENT = 3
