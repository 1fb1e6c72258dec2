"""Between the form and the household file of the engine: one way when the page computes, the other for an example.

Errors come back with paths of the file (`$.members[1].incomes.wage`); here they find their field (`m2.wage`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from doudi.faces.draft import HOUSEHOLD, Draft, from_values
from doudi.faces.questions import COMPLETE
from doudi.kernel.errors import DoudiError
from doudi.kernel.money import plain_yuan, yuan
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import Kind

NAME = "name"
NO_OBLIGORS = "no_obligors"
UNKNOWN = "unknown"
"""Said not to be known, which stays so even where a group is told in full."""
WHOLE = re.compile(r"-?[0-9]{1,9}")
STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>[0-9]+)\]")


def household_file(draft: Draft, facts: Facts) -> dict[str, Any]:
    """Write what stands in the form as a household file; an empty field is left out and so is unknown."""
    return {
        "household": _facts_of(draft, facts, household, HOUSEHOLD),
        "members": [_member(draft, facts, owner, number) for number, owner in enumerate(draft.members, start=1)],
    }


def title(draft: Draft, owner: str, number: int) -> str:
    """Call a person by what was written, or by their number."""
    return draft.text(f"{owner}.{NAME}") or ("本人" if number == 1 else f"第 {number} 位家人")


def _member(draft: Draft, facts: Facts, owner: str, number: int) -> dict[str, Any]:
    person = {"id": owner, NAME: title(draft, owner, number), **_facts_of(draft, facts, member, owner)}
    supporters = draft.supporters(owner)
    if supporters:
        person["obligors"] = [
            {NAME: draft.text(f"{each}.{NAME}") or f"第 {place} 位义务人", **_facts_of(draft, facts, obligor, each)}
            for place, each in enumerate(supporters, start=1)
        ]
    elif draft.text(f"{owner}.{NO_OBLIGORS}"):
        person["obligors"] = []
    return person


def _facts_of(draft: Draft, facts: Facts, entity: Entity, owner: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for fact in facts.of(entity):
        if fact.group is None:
            found |= _given(draft, fact, owner)
        if fact.computed_from and draft.text(f"{owner}.{fact.computed_from}"):
            found[fact.computed_from] = draft.text(f"{owner}.{fact.computed_from}")
    for name, inside in _groups_of(facts, entity):
        found |= _group(draft, name, inside, owner)
    return found


def _groups_of(facts: Facts, entity: Entity) -> Iterator[tuple[str, list[Fact]]]:
    for group in facts.groups.values():
        if group.entity is entity:
            yield group.name, [fact for fact in facts.of(entity) if fact.group == group.name]


def _group(draft: Draft, name: str, inside: list[Fact], owner: str) -> dict[str, Any]:
    """Write a group. Not ticked as complete, what was left empty is unknown and not zero: null says so."""
    given: dict[str, Any] = {}
    for fact in inside:
        given |= _given(draft, fact, owner)
    if COMPLETE in draft.texts(f"{owner}.{name}"):
        return {name: given}
    return {name: {fact.name: given.get(fact.name) for fact in inside}} if given else {}


def _given(draft: Draft, fact: Fact, owner: str) -> dict[str, Any]:
    text = draft.text(f"{owner}.{fact.name}")
    if text == UNKNOWN:
        return {fact.name: None}
    return {fact.name: _value(fact, text)} if text else {}


def _value(fact: Fact, text: str) -> object:
    """Turn what was written into what the file carries; what cannot be read goes on as it is and is refused there."""
    if fact.unit.kind is Kind.BOOL:
        return {"true": True, "false": False}.get(text, text)
    if fact.unit.is_money:
        return amount_text(text)
    if fact.unit.kind is Kind.BASIS_POINTS:
        return basis_points(text)
    if fact.unit.kind in (Kind.CHOICE, Kind.DAY):
        return text
    plain = unicodedata.normalize("NFKC", text)
    return int(plain) if WHOLE.fullmatch(plain) else text


def amount_text(text: str) -> str:
    """Read an amount as people type it: full-width digits, blanks and a final 元 do no harm."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").removesuffix("元").removeprefix("¥")


def basis_points(text: str) -> object:
    """Read a percentage with up to two places, which is a whole number of basis points."""
    try:
        return yuan(amount_text(text).removesuffix("%"))
    except DoudiError:
        return text


def draft_of(file: Mapping[str, Any], facts: Facts) -> Draft:
    """Put a household file into the form. Wrapped values lose where they came from: in the form all is declared."""
    values: dict[str, str | list[str]] = {}
    members: list[str] = []
    obligors: dict[str, list[str]] = {}
    _fill(values, file.get("household", {}), facts, household, HOUSEHOLD)
    for number, person in enumerate(file["members"], start=1):
        owner = f"m{number}"
        members.append(owner)
        values[f"{owner}.{NAME}"] = person.get(NAME, "")
        _fill(values, person, facts, member, owner)
        obligors[owner] = _fill_obligors(values, person.get("obligors"), facts, owner)
    return from_values(values, members, obligors)


def _fill_obligors(values: dict[str, Any], given: Any, facts: Facts, owner: str) -> list[str]:
    if given == []:
        values[f"{owner}.{NO_OBLIGORS}"] = "true"
    listed: list[str] = []
    for number, person in enumerate(given or (), start=1):
        each = f"{owner}.o{number}"
        listed.append(each)
        values[f"{each}.{NAME}"] = person.get(NAME, "")
        _fill(values, person, facts, obligor, each)
    return listed


def _fill(values: dict[str, Any], given: Mapping[str, Any], facts: Facts, entity: Entity, owner: str) -> None:
    for name, inside in _groups_of(facts, entity):
        written = given.get(name)
        if written is not None:
            _fill_group(values, name, inside, written, owner)
    for fact in facts.of(entity):
        if fact.group is None:
            _write(values, fact, given.get(fact.name), owner)
        if fact.computed_from and given.get(fact.computed_from):
            values[f"{owner}.{fact.computed_from}"] = given[fact.computed_from]


def _fill_group(values: dict[str, Any], name: str, inside: list[Fact], written: Mapping[str, Any], owner: str) -> None:
    """Tick the group as complete; where the file says null of one thing, write out the nothings of the others."""
    is_complete = all(value is not None for value in written.values())
    if is_complete:
        values[f"{owner}.{name}"] = [COMPLETE]
    for fact in inside:
        _write(values, fact, written.get(fact.name), owner)
        if not is_complete and fact.name not in written and fact.absent is not None:
            values[f"{owner}.{fact.name}"] = "false" if fact.unit.kind is Kind.BOOL else str(fact.absent)


def _write(values: dict[str, Any], fact: Fact, given: Any, owner: str) -> None:
    plain = given.get("value") if isinstance(given, dict) else given
    if plain is None:
        return
    if isinstance(plain, bool):
        text = "true" if plain else "false"
    elif fact.unit.kind is Kind.BASIS_POINTS:
        text = plain_yuan(plain)
    else:
        text = str(plain)
    values[f"{owner}.{fact.name}"] = text


def field_of_path(path: str, draft: Draft) -> str:
    """Find the field that a path of the file means; the owner itself where it names no single fact."""
    steps = [match["key"] or int(match["index"]) for match in STEP.finditer(path)]
    owner, rest = HOUSEHOLD, steps[1:]
    if steps[:1] == ["members"] and rest and isinstance(rest[0], int) and rest[0] < len(draft.members):
        owner, rest = draft.members[rest[0]], rest[1:]
        if rest[:1] == ["obligors"] and len(rest) > 1 and isinstance(rest[1], int):
            owner, rest = draft.supporters(owner)[rest[1]], rest[2:]
    keys = [step for step in rest if isinstance(step, str)]
    return f"{owner}.{keys[-1]}" if keys else owner
