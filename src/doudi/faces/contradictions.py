"""What cannot both be: the grade of a disability that nobody has. Said at the field, in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from doudi.faces.draft import HOUSEHOLD, Draft
from doudi.policy.entities import household, member
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind


def contradictions(draft: Draft, facts: Facts) -> dict[str, str]:
    """Return, by field, what was filled in though what it goes with was said not to be there."""
    return dict(_found(draft, facts))


def _found(draft: Draft, facts: Facts) -> Iterator[tuple[str, str]]:
    for fact in (each for each in facts.by_name.values() if each.only_with):
        gate = facts.by_name[fact.only_with or ""]
        owners = {household: [HOUSEHOLD], member: draft.members}.get(fact.entity, [])
        for owner in owners:
            given, needed = draft.text(f"{owner}.{fact.name}"), draft.text(f"{owner}.{gate.name}")
            if given and needed and not _is_nothing(fact, given, facts) and _is_nothing(gate, needed, facts):
                yield f"{owner}.{fact.name}", f"“{gate.label}”填的是没有，这里就不能有；请改其中一项"


def _is_nothing(fact: Fact, text: str, facts: Facts) -> bool:
    return fact.absent is not None and text.strip("0.") == nothing_of(fact, facts).strip("0.")


def nothing_of(fact: Fact, facts: Facts) -> str:
    """Write in the form that there is nothing of a fact."""
    if fact.unit.kind is Kind.BOOL:
        return "true" if fact.absent == 1 else "false"
    if fact.unit.kind is Kind.CHOICE:
        choice = facts.vocabulary.of(fact.unit)
        return next(code for code in choice.codes() if choice.read(code) == fact.absent)
    return str(fact.absent)
