"""Facts that officers enter: by name and in words of the household file, turned into what the engine stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.intake.models import Application, FamilyMember, Supporter
from doudi.kernel.errors import Refused
from doudi.policy.entities import Entity, household, member, obligor
from doudi.policy.facts import Fact
from doudi.policy.factvalues import take
from doudi.policy.reading import Reading
from doudi.standards import lawbook


class FactWrong(Refused):
    """A fact that is entered does not exist, is not of that person, or has a value it cannot have."""

    code = "verification.fact_wrong"
    sentence = "“{fact}”有误：{reason}。"


class NotOfThisFamily(Refused):
    """The member or supporter belongs to another application."""

    code = "verification.not_of_this_family"
    sentence = "所选的人不是这份申请的家庭成员或者他们的法定义务人。"


@dataclass(frozen=True, slots=True)
class Entered:
    """A fact as somebody entered it: of a member, of a member's supporter, or of the household.

    `value` is written as in a household file: "1200.00", true, a code, a whole number.
    """

    fact: str
    value: Any
    member: FamilyMember | None = None
    supporter: Supporter | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """The same as the engine stores it."""

    fact: str
    value: int
    member: FamilyMember | None
    supporter: Supporter | None


def read_facts(entered: tuple[Entered, ...], application: Application, on: date) -> list[Stored]:
    """Read all of them, or none. Raises FactWrong, NotOfThisFamily."""
    found = [read_fact(each, application, on) for each in entered]
    keys = [(each.fact, each.member, each.supporter) for each in found]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise FactWrong(fact=label_of(key[0]), reason="填写了两次")
    return found


def read_fact(entered: Entered, application: Application, on: date) -> Stored:
    """Read one. Raises FactWrong, NotOfThisFamily."""
    _require_family(entered, application)
    fact = lawbook.packs().facts.by_name.get(entered.fact)
    if fact is None:
        raise FactWrong(fact=entered.fact, reason="没有这一项")
    if fact.entity is not _entity(entered):
        raise FactWrong(fact=fact.label, reason=f"这是{fact.entity.label}的项目")
    return Stored(fact.name, _value(fact, entered.value, on), entered.member, entered.supporter)


def label_of(name: str) -> str:
    """Return the Chinese label of a fact."""
    fact = lawbook.packs().facts.by_name.get(name)
    return fact.label if fact else name


def _value(fact: Fact, given: Any, on: date) -> int:
    if given is None or isinstance(given, Mapping):
        raise FactWrong(fact=fact.label, reason="没有填写值")
    reading, found = Reading(lawbook.packs().facts, on), dict[str, int]()
    take(reading, found, fact, given, fact.label, ())
    if reading.problems:
        raise FactWrong(fact=fact.label, reason=reading.problems[0].reason.rstrip("。"))
    return found[fact.name]


def _entity(entered: Entered) -> Entity:
    return obligor if entered.supporter else member if entered.member else household


def _require_family(entered: Entered, application: Application) -> None:
    if entered.supporter is not None and (entered.member is None or entered.supporter.member_id != entered.member.pk):
        raise NotOfThisFamily
    if entered.member is not None and entered.member.application_id != application.pk:
        raise NotOfThisFamily
