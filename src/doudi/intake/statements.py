"""Statements that are added to an application: facts in the shape of a household file, for it and for its members."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from doudi.intake.filing import DeclaredValue, Filing, read_family
from doudi.kernel.errors import Refused
from doudi.policy.reading import as_object

NO_KEY = UUID(int=0)
STRUCTURE = frozenset({"id", "name", "relation", "born_on", "child_of", "spouse", "obligors"})


class StatementWrong(Refused):
    """A statement changes what was said before, or speaks of somebody else."""

    code = "intake.statement_wrong"
    sentence = "补充说明的“{field}”有误：{reason}。"


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact of the household, or of the member with this id."""

    member: str
    fact: str
    value: DeclaredValue


def read_statements(before: Mapping[str, Any], given: Mapping[str, Any], on: date) -> list[Statement]:
    """Read statements beside what was declared before. Raises StatementWrong, HouseholdRefused."""
    file: dict[str, Any] = deepcopy(dict(before))
    unknown = set(given) - {"household", "members"}
    if unknown:
        raise StatementWrong(field="、".join(sorted(unknown)), reason="只能补充 household 和 members")
    _add(file.setdefault("household", {}), given.get("household", {}), "household")
    people = {person["id"]: person for person in file["members"]}
    for key, facts in _object(given.get("members", {}), "members").items():
        if key not in people:
            raise StatementWrong(field=f"members.{key}", reason="家庭成员里没有这个编号")
        _add(people[key], facts, f"members.{key}")
    family = read_family(Filing(key=NO_KEY, place="", household=file), on)
    said = [Statement("", fact, value) for fact, value in family.facts.items()]
    return said + [
        Statement(person.key, fact, value) for person in family.members for fact, value in person.facts.items()
    ]


def _add(file: dict[str, Any], given: Any, path: str) -> None:
    for name, value in _object(given, path).items():
        if name in STRUCTURE or name in file:
            raise StatementWrong(field=f"{path}.{name}", reason="提交时已经说明，不能在这里改；调查时可以如实更正")
        file[name] = value


def _object(given: Any, path: str) -> dict[str, Any]:
    found = as_object(given)
    if found is None:
        raise StatementWrong(field=path, reason="应是一组“名称: 值”")
    return found
