"""家庭成员: who belongs to the family, as the application names them, with their numbers masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.accounts.roles import Act
from doudi.desk.case.opened import Opened
from doudi.faces.fields import in_chinese
from doudi.intake.household import supporters_among
from doudi.intake.models import FamilyMember, Relation, Sex
from doudi.intake.queries import masked_number
from doudi.verification.models import KnownFrom, ObligorsNoted
from doudi.verification.queries import obligors_noted


@dataclass(frozen=True, slots=True)
class Shown:
    """One member."""

    key: int
    name: str
    relation: str
    sex: str
    born: str
    identity: str
    supporters: tuple[str, ...]
    says_supporters: bool
    noted: str
    may_note: bool
    is_subject: bool
    died: str


def family(found: Opened) -> dict[str, object]:
    """Return what the tab shows."""
    noted = obligors_noted(found.case.application)
    shown = [_shown(each, found, found.died.get(each.pk), noted.get(each.pk)) for each in found.members]
    return {"members": shown, "reason": found.case.application.reason}


def _shown(member: FamilyMember, found: Opened, died_on: date | None, noted: ObligorsNoted | None) -> Shown:
    supporters = supporters_among(member, noted.positions if noted else None)
    may_note = found.allows(Act.INVESTIGATE) and (found.case.closed_on is None or found.is_granted)
    return Shown(
        key=member.pk, name=member.name, relation=Relation(member.relation).label if member.relation else "",
        sex=Sex(member.sex).label if member.sex else "",
        born=in_chinese(member.born_on) if member.born_on else "", identity=masked_number(str(member.number)),
        supporters=tuple(each.name for each in supporters),
        says_supporters=member.supporters_known or noted is not None,
        noted=f"{KnownFrom(noted.known_from).label}：{noted.reason}" if noted else "",
        may_note=may_note,
        is_subject=found.case.member_id == member.pk, died=f"{in_chinese(died_on)}死亡" if died_on else "",
    )  # fmt: skip
