"""Whom a fact or a rule speaks of: the household, a member of it, or a member's legal supporter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A level of the household file; `depth` is its distance from the household."""

    name: str
    depth: int
    label: str

    def sees(self, other: Entity) -> bool:
        """Whether a rule of this entity may read a name of `other` directly: its own or one above."""
        return other.depth <= self.depth


household = Entity("household", 0, "家庭")
member = Entity("member", 1, "成员")
obligor = Entity("obligor", 2, "法定义务人")

OBLIGORS = "obligors"
"""By this name it is asked whether a member has legal supporters at all."""

ENTITIES = (household, member, obligor)
BY_NAME = {entity.name: entity for entity in ENTITIES}
