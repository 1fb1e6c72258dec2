"""The words of help at law and after harm. Their Chinese labels stand in `packs/cn/facts/justice.yaml`."""

from __future__ import annotations

from enum import IntEnum


class JudicialGround(IntEnum):
    """The eight kinds of beneficiary of state judicial aid 国家司法救助的对象."""

    NONE = 0
    INJURED = 1
    URGENT_TREATMENT = 2
    BEREAVED = 3
    PROPERTY = 4
    WITNESS = 5
    SUPPORT_CLAIM = 6
    CIVIL_INJURY = 7
    OTHER = 8


class TrafficGround(IntEnum):
    """Why the fund steps in after a traffic accident 救助基金垫付的情形."""

    NONE = 0
    OVER_LIMIT = 1
    UNINSURED = 2
    HIT_AND_RUN = 3
