"""Relations between members that cannot be: someone is their own ancestor, or points to nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from doudi.policy.reading import as_list


def kinship_problems(members: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the path and the reason of each impossible `child_of` or `spouse`."""
    ids = [str(person.get("id", f"m{index + 1}")) for index, person in enumerate(members)]
    parents: dict[str, list[str]] = {}
    for index, person in enumerate(members):
        for key in ("child_of", "spouse"):
            pointed = person.get(key)
            named = as_list(pointed) or ([] if pointed in (None, []) else [pointed])
            if key == "child_of":
                parents[ids[index]] = [str(name) for name in named]
            yield from _astray(f"$.members[{index}].{key}", ids[index], named, ids)
    for index, person_id in enumerate(ids):
        if _is_own_ancestor(person_id, parents):
            yield f"$.members[{index}].child_of", f"亲属关系成环：“{person_id}”成了自己的长辈"


def _astray(path: str, person_id: str, named: list[Any], ids: list[str]) -> Iterator[tuple[str, str]]:
    for name in named:
        if name not in ids:
            yield path, f"没有编号为“{name}”的成员"
        elif name == person_id:
            yield path, "不能是本人"


def _is_own_ancestor(person_id: str, parents: Mapping[str, list[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(parents.get(person_id, ()))
    while waiting:
        current = waiting.pop()
        if current == person_id:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return False
