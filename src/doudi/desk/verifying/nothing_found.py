"""Most sources have nothing on record of most people: those are ticked together, instead of one form for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.desk.case.opened import Opened
from doudi.desk.doing.deeds import AnswerNeeded
from doudi.desk.pages import officer
from doudi.desk.verifying.forms import last_check
from doudi.faces.fields import Field, Option
from doudi.intake.models import FamilyMember
from doudi.verification.queries import unreachable_of
from doudi.verification.services.record_nothing_found import record_nothing_found
from doudi.verification.sources import sourcebook

WHO, SOURCE = "who", "source"


def asked(found: Opened, given: Mapping[str, Any]) -> list[Field]:
    """Ask of whom, everybody unless it is said otherwise; and which sources, none unless it is said."""
    check, sources, family = last_check(found), sourcebook().sources, _asked_about(found)
    who = given.get(f"{WHO}[]", [str(member.pk) for member in family])
    named = given.get(f"{SOURCE}[]", [])
    people = tuple(Option(str(each.pk), each.name, str(each.pk) in who) for each in family)
    options = tuple(Option(name, sources[name].label, name in named) for name in check.sources if name in sources)
    return [
        Field(name=WHO, is_needed=True, label="查的是谁？", shape="choices", several=True, options=people),
        Field(name=SOURCE, is_needed=True, label="哪些来源答复查无记录？", shape="choices", several=True,
              options=options, hint="没有答复、查询失败的不要勾；已经录入过结果的不会改动"),
    ]  # fmt: skip


def note(found: Opened, given: Mapping[str, Any]) -> str:
    """Note them, and say how many. Raises AnswerNeeded, NoCheck, and what `record_nothing_found` raises."""
    check = last_check(found)
    members = [member for member in _asked_about(found) if str(member.pk) in given.get(f"{WHO}[]", [])]
    sources = [name for name in check.sources if name in given.get(f"{SOURCE}[]", [])]
    for chosen, name, label in ((members, WHO, "查的是谁"), (sources, SOURCE, "哪些来源答复查无记录")):
        if not chosen:
            raise AnswerNeeded(field=name, label=label, reason="没有选择")
    by = officer(found.somebody)
    number = record_nothing_found(request=check, members=members, sources=sources, by=by, on=found.on)
    return f"已录入 {number} 项查无记录。"


def _asked_about(found: Opened) -> list[FamilyMember]:
    """List the members whom the sources were asked about: whose leave cannot be had is not one of them."""
    away = unreachable_of(found.case.application)
    return [member for member in found.members if member.pk not in away]
