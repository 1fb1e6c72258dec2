"""Accept an application: its members become known persons, and each programme asked for becomes a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from doudi.accounts.models import Officer
from doudi.casework.models import Case
from doudi.casework.services.open_case import open_case
from doudi.intake.models import Application, FamilyMember, Relation
from doudi.intake.queries import declared_value
from doudi.intake.services.accept import accept
from doudi.kernel.errors import Refused
from doudi.kernel.residentid import ResidentNumber
from doudi.policy.entities import member as person
from doudi.registry.models import Relation as Dwells
from doudi.registry.services.register_person import register_person
from doudi.standards import lawbook
from doudi.verification.signed import papers_signed

DWELLS: Final = {
    Relation.APPLICANT: Dwells.HEAD,
    Relation.SPOUSE: Dwells.SPOUSE,
    Relation.CHILD: Dwells.CHILD,
    Relation.PARENT: Dwells.PARENT,
    Relation.OTHER: Dwells.OTHER,
}
"""The application knows who applies and not who heads the household; until a household is formed they are the same."""


class NoProgramme(Refused):
    """Nothing is asked for, so that no case could begin."""

    code = "flows.no_programme"
    sentence = "请至少选择一个救助项目。"


class NotThePersons(Refused):
    """The programme is for single persons and no member is named, or the other way round."""

    code = "flows.not_the_persons"
    sentence = "“{programme}”{reason}。"


class MemberNotIdentified(Refused):
    """Neither number nor birth and sex are known, so that nobody could be registered."""

    code = "flows.member_not_identified"
    sentence = "家庭成员{name}没有公民身份号码，又缺少{missing}，不能登记，请先补充。"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A programme that is asked for; of a member where it is for single persons."""

    programme: str
    member: FamilyMember | None = None


@transaction.atomic
def accept_application(
    *, application: Application, wanted: Sequence[Wanted], by: Officer, on: date, near_relative_of: str = ""
) -> list[Case]:
    """Register the members, accept the application 受理 and open its cases, in the order asked for. All or nothing.

    Raises NoProgramme, NotThePersons, MemberNotIdentified, and what `register_person`, `accept` and `open_case` raise.
    """
    if not wanted:
        raise NoProgramme
    for each in wanted:
        _require_fitting(each, application.submitted_on)
    members = list(FamilyMember.objects.filter(application=application).order_by("position"))
    persons = {member.pk: _registered(member, application.place, by=by, on=on) for member in members}
    signed = papers_signed(application, on)
    accepted = accept(
        application=application, persons=persons, by=by, on=on, near_relative_of=near_relative_of, signed=signed
    )
    register = declared_value(accepted, "register")
    return [
        open_case(
            application=accepted, programme=each.programme, member=each.member, register=register, by=by, on=on
        )
        for each in wanted
    ]  # fmt: skip


def _require_fitting(wanted: Wanted, day: date) -> None:
    """Hold a wish against the programme. Raises NotThePersons."""
    known = [each for each in lawbook.packs().programmes if each.id == wanted.programme and each.covers(day)]
    if not known:
        raise NotThePersons(programme=wanted.programme, reason="在提交申请的那天没有这个救助项目")
    if (known[0].unit is person) != (wanted.member is not None):
        reason = "按人申请，要选定家庭成员" if known[0].unit is person else "按家庭申请，不能只选一名成员"
        raise NotThePersons(programme=known[0].label, reason=reason)


def _registered(member: FamilyMember, place: str, *, by: Officer, on: date) -> int:
    number = ResidentNumber.parse(str(member.number)) if member.number else None
    born_on = number.born_on if number else member.born_on
    missing = [label for label, value in (("出生日期", born_on), ("性别", member.sex)) if not value]
    if born_on is None or missing:
        raise MemberNotIdentified(name=member.name, missing="、".join(missing))
    made = register_person(
        name=member.name, sex=member.sex, born_on=born_on, number=number, place=place,
        relation=DWELLS.get(Relation(member.relation or Relation.OTHER), Dwells.OTHER), on=on, by=by,
    )  # fmt: skip
    return made.pk
