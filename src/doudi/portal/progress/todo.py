"""What a family still has to hand in or say: as it was told once, with what came since; before that, as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.intake.models import Application, FamilyMember, Supplement
from doudi.intake.papers import papers
from doudi.intake.queries import Missing, missing_papers
from doudi.verification.signed import papers_signed


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing: a paper that can be uploaded here, or a statement that is made at the window."""

    label: str
    who: str
    is_paper: bool
    is_there: bool
    name: str


@dataclass(frozen=True, slots=True)
class Todo:
    """What was told, until when, and what of it is still missing."""

    wanted: list[Wanted]
    told_on: date | None
    due_on: date | None

    @property
    def left(self) -> int:
        """How many are still missing."""
        return sum(not each.is_there for each in self.wanted)


def todo(application: Application, family: list[FamilyMember], on: date) -> Todo:
    """Return what the family was told is missing; before it was told, what is missing as it stands."""
    is_open = application.accepted_on is None
    lacking = missing_papers(application, signed=papers_signed(application, on)) if is_open else []
    told = Supplement.objects.filter(application=application).first()
    if told is None:
        return Todo([_lacking(each) for each in lacking], None, None)
    names = {member.pk: member.name for member in family}
    missing = {(each.item, each.member) for each in lacking}
    wanted = [
        Wanted(
            item["label"], names.get(item["member"], ""), item["is_paper"],
            (item["item"], item["member"]) not in missing, field_name(item["item"], item["member"]),
        )
        for item in told.items
    ]  # fmt: skip
    return Todo(wanted, told.told_on, told.due_on)


def _lacking(each: Missing) -> Wanted:
    return Wanted(each.label, each.name, each.is_paper, is_there=False, name=field_name(each.item, each.member))


def field_name(kind: str, member: int | None) -> str:
    """What the field of a paper sends: paper.diagnosis.17."""
    return f"paper.{kind}.{member}" if member else f"paper.{kind}"


def read_name(name: str, family: list[FamilyMember]) -> tuple[str, FamilyMember | None] | None:
    """Read the name of a field; None where it names no paper, or nobody of the family."""
    parts = name.split(".")
    if parts[0] != "paper" or len(parts) not in (2, 3) or parts[1] not in papers().kinds:
        return None
    if len(parts) == 2:  # noqa: PLR2004 - paper and kind
        return parts[1], None
    member = next((each for each in family if str(each.pk) == parts[2]), None)
    return (parts[1], member) if member else None
