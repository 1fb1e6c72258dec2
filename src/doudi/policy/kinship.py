"""Relations between members that cannot be: their own ancestor, nobody at all, a parent younger than the child.

A step-parent may be younger than the child in life; such a file has to call the one or the other 其他亲属.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from doudi.policy.facts import Fact
from doudi.policy.reading import as_list
from doudi.policy.vocabulary import Choice


def relation_problems(fact: Fact, choice: Choice, known: Sequence[Mapping[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield what is impossible in the relations to the head, by the facts of each member.

    A child is one of the head or of the partner, and so are parents: both have to be known before anything is said.
    A relation that is not known yet is asked for, and nothing is refused for it.
    """
    kin, told = fact.kin, [facts[fact.name] for facts in known if fact.name in facts]
    if kin is None or len(told) < len(known):
        return
    if kin.head not in told:
        yield f"$.members[0].{fact.name}", f"请指明哪一位是{choice.label(kin.head)}"
        return
    ages = [facts.get(kin.age) for facts in known]
    couple = [age for relation, age in zip(told, ages, strict=True) if relation in (kin.head, kin.partner)]
    settled = [age for age in couple if age is not None]
    for index, (relation, age) in enumerate(zip(told, ages, strict=True)):
        if age is None or len(settled) < len(couple):
            continue
        if relation == kin.parent and age < min(settled):
            yield f"$.members[{index}].{fact.name}", _at_odds(choice, relation, "小", kin.head)
        elif relation == kin.child and age > max(settled):
            yield f"$.members[{index}].{fact.name}", _at_odds(choice, relation, "大", kin.head)


def _at_odds(choice: Choice, relation: int, how: str, head: int) -> str:
    return f"填的是{choice.label(relation)}，年龄却比{choice.label(head)}{how}，请核对年龄和关系"


def kinship_problems(members: Sequence[Mapping[str, Any]], ages: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the path and the reason of each impossible `child_of` or `spouse`; `ages` by id, as far as known."""
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
        for parent in parents[person_id]:
            if person_id in ages and ages.get(parent, ages[person_id]) < ages[person_id]:
                yield f"$.members[{index}].child_of", f"父母“{parent}”的年龄比本人还小，请核对年龄和关系"
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
