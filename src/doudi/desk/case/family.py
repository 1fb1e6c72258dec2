"""家庭成员: who belongs to the family, as the application names them, with their numbers masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.desk.case.opened import Opened
from doudi.faces.fields import in_chinese
from doudi.intake.models import FamilyMember, Relation, Sex
from doudi.intake.queries import masked_number
from doudi.registry.queries import records_of


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
    died: str


def family(found: Opened) -> dict[str, object]:
    """Return what the tab shows."""
    known = records_of(found.persons, on=found.on)
    died = {person: record.died_on for person, record in known.items() if record.died_on is not None}
    shown = [_shown(member, found, died.get(member.person_id or 0)) for member in found.members]
    return {"members": shown, "reason": found.case.application.reason}


def _shown(member: FamilyMember, found: Opened, died_on: date | None) -> Shown:
    supporters = sorted(member.supporters.all(), key=lambda each: each.position)
    return Shown(
        key=member.pk, name=member.name, relation=Relation(member.relation).label if member.relation else "",
        sex=Sex(member.sex).label if member.sex else "",
        born=in_chinese(member.born_on) if member.born_on else "", identity=masked_number(str(member.number)),
        supporters=tuple(each.name for each in supporters), says_supporters=member.supporters_known,
        is_subject=found.case.member_id == member.pk, died=f"{in_chinese(died_on)}死亡" if died_on else "",
    )  # fmt: skip
