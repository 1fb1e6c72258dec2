"""The words of the children's schemes. Their Chinese labels stand in `packs/cn/facts/children.yaml`."""

from __future__ import annotations

from enum import IntEnum


class ParentState(IntEnum):
    """Why a parent does not bring up a child 父母的情形; ABLE: none of the reasons of the texts."""

    ABLE = 0
    DEAD = 1
    UNTRACEABLE = 2
    DECLARED_MISSING = 3
    DISABLED = 4
    ILL = 5
    DETAINED = 6
    OUT_OF_CONTACT = 7


class ChildPlacement(IntEnum):
    """Where a child grows up 养育的地方."""

    HOME = 1
    INSTITUTION = 2
