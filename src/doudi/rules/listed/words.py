"""The words of the listed groups. Their Chinese labels stand in `packs/cn/facts/listed.yaml`."""

from __future__ import annotations

from enum import IntEnum


class ListedGroup(IntEnum):
    """A group that a place's text lists beside the national ones 列入救助体系的困难群体."""

    CLEFT_PALSY = 1
    PSYCHOSIS = 2
    TWO_CANCERS = 3
    WORKER = 4
    BRAVERY = 5


class BraveryRole(IntEnum):
    """What somebody is to an act of bravery 与见义勇为的关系."""

    NONE = 0
    DISABLED = 1
    FAMILY_OF_DISABLED = 2
    FAMILY_OF_DEAD = 3
