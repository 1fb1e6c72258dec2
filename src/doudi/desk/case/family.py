"""家庭成员: who belongs to the family, as the application names them, with their numbers masked."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.desk.case.opened import Opened
from doudi.faces.fields import in_chinese
from doudi.intake.models import FamilyMember, Relation, Sex
from doudi.intake.queries import masked_number


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
    is_subject: bool


def family(found: Opened) -> dict[str, object]:
    """Return what the tab shows."""
    return {"members": [_shown(member, found) for member in found.members], "reason": found.case.application.reason}


def _shown(member: FamilyMember, found: Opened) -> Shown:
    supporters = sorted(member.supporters.all(), key=lambda each: each.position)
    return Shown(
        key=member.pk, name=member.name, relation=Relation(member.relation).label if member.relation else "",
        sex=Sex(member.sex).label if member.sex else "",
        born=in_chinese(member.born_on) if member.born_on else "", identity=masked_number(str(member.number)),
        supporters=tuple(each.name for each in supporters), says_supporters=member.supporters_known,
        is_subject=found.case.member_id == member.pk,
    )  # fmt: skip
