"""A few fictional households, of whom everything is known: what `doudi packs cliffs` walks an income over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.policy.entities import household, member
from doudi.policy.facts import Facts

SHAPES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "独居老人": ({"relation": "applicant", "age": 72, "obligors": [], "tekun_mode": "home"},),
    "夫妻和在校子女": (
        {"relation": "applicant", "age": 42},
        {"relation": "spouse", "age": 40},
        {"relation": "child", "age": 10, "child_of": ["m1", "m2"], "situation": {"schooling": "compulsory"}},
    ),
    "父母和成年重残子女": (
        {"relation": "applicant", "age": 58},
        {"relation": "spouse", "age": 56},
        {
            "relation": "child", "age": 30, "child_of": ["m1", "m2"], "lives_together": True,
            "situation": {"disability": "limb", "disability_grade": 1, "cannot_live_independently": True},
        },
    ),
    "看病花费大的夫妻": (
        {
            "relation": "applicant", "age": 50, "situation": {"disease": "uremia"},
            "spending": {"medical_spending": "20000.00"},
        },
        {"relation": "spouse", "age": 49},
    ),
}  # fmt: skip
"""Members by shape. The income of the first is varied; who is not named has none."""
REGISTERS = ("urban", "rural")


def document(facts: Facts, members: tuple[dict[str, Any], ...], register: str) -> dict[str, Any]:
    """Make a household file of a shape: each group of facts is written out, so that what it does not say is nothing."""
    empty: dict[str, dict[str, Any]] = {entity: {} for entity in (household.name, member.name)}
    for entity, group in facts.groups:
        empty.setdefault(entity, {})[group] = {}
    people = [{**empty[member.name], "id": f"m{number}", **each} for number, each in enumerate(members, 1)]
    own = {"register": register, "aid_class": "first", "rose_through_work": False, "started_business": False}
    return {"household": {**empty[household.name], **own}, "members": people}
