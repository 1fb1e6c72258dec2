"""The enumerations of the tiny law."""

from __future__ import annotations

from enum import IntEnum


class Register(IntEnum):
    URBAN = 1
    RURAL = 2


class Illness(IntEnum):
    NONE = 0
    COUGH = 1
    FEVER = 2


class Care(IntEnum):
    NONE = 0
    SOME = 1
    FULL = 2


class Role(IntEnum):
    """What a member is in the household."""

    HEAD = 1
    OTHER = 2
    PARTNER = 3
    PARENT = 4
    CHILD = 5
