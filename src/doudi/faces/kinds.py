"""The kinds in which a family is asked for facts: by their group, or by what has happened to it."""

from __future__ import annotations

from collections.abc import Collection

from doudi.policy.entities import OBLIGORS, member, obligor
from doudi.policy.facts import Fact, Facts, Group

RELATIVES = f"{member.name}.{OBLIGORS}"
RELATIVE = f"{obligor.name}.{obligor.name}"
"""How many relatives elsewhere there are, and what they are and have."""


def group_of(fact: Fact, facts: Facts, happened: Collection[str] = ()) -> Group | None:
    """Return the kind with which a fact is asked; kinds that the same thing has happened for are asked as one."""
    group = facts.groups.get((fact.entity.name, _kind(fact, facts, happened)))
    if group is None or group.topic is None:
        return group
    same = (each for each in facts.groups.values() if each.entity is group.entity and each.topic == group.topic)
    return next(same)


def _kind(fact: Fact, facts: Facts, happened: Collection[str]) -> str:
    other = facts.groups.get((fact.entity.name, fact.asked_with or ""))
    return other.name if other and other.topic in happened else fact.group or ""


def key_of(name: str, facts: Facts, happened: Collection[str]) -> str | None:
    """Return the question that tells a fact: `member.incomes`; None for what an office alone knows."""
    fact = facts.by_name.get(name)
    if fact is None:
        return RELATIVES if name == OBLIGORS else None
    if fact.entity is obligor:
        return RELATIVE
    group = group_of(fact, facts, happened)
    if group and group.of_office:
        return None
    return f"{fact.entity.name}.{group.name if group else fact.name}"


def heading_of(group: Group, facts: Facts) -> str:
    """Call a kind by its group, or by what has happened where several groups are about it."""
    same = [each for each in facts.groups.values() if each.entity is group.entity and each.topic == group.topic]
    return group.topic if group.topic and len(same) > 1 else group.label
