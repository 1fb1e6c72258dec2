"""Hand in what was missing: papers, and statements that were not made yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from doudi.accounts.models import Account, Officer
from doudi.accounts.roles import Act
from doudi.audit.services.record import record
from doudi.intake.models import Application, DeclaredFact, Document, FamilyMember
from doudi.intake.queries import declared_of, household_document
from doudi.intake.services.add_document import add_document
from doudi.intake.state import locked, require_hand, require_not_accepted
from doudi.intake.statements import Statement, read_statements


@dataclass(frozen=True, slots=True)
class Upload:
    """A paper to be handed in: its kind, its bytes, its file name, and whose it is."""

    kind: str
    content: bytes
    title: str
    member: FamilyMember | None = None


@transaction.atomic
def supply_papers(
    *, application: Application, by: Officer | Account, on: date, papers: tuple[Upload, ...] = (),
    statements: Mapping[str, Any] | None = None,
) -> list[Document]:  # fmt: skip
    """Hand in what was missing 补齐材料: all of it or nothing.

    `statements` holds facts in the shape of a household file, members by their id: what was said before stays as it
    was said, and can only be settled on otherwise after the check. Raises what `add_document` and `read_statements` do.
    """
    found = locked(application)
    require_not_accepted(found)
    require_hand(by, found, act=Act.REGISTER, on=on)
    documents = [
        add_document(
            application=found, kind=each.kind, content=each.content, title=each.title, member=each.member, by=by, on=on
        )
        for each in papers
    ]
    if statements:
        said = read_statements(household_document(found), statements, on)
        DeclaredFact.objects.bulk_create(_rows(found, said))
    record("intake.supplied", on=on, subject=found, place=found.place, details={"papers": len(documents)})
    return documents


def _rows(application: Application, said: list[Statement]) -> list[DeclaredFact]:
    members = {person.key: person for person in application.members.order_by("position")}
    already = declared_of(application)
    rows: list[DeclaredFact] = []
    for each in said:
        member = members[each.member] if each.member else None
        if each.fact not in already.get((member.pk if member else None, None), {}):
            rows.append(
                DeclaredFact(
                    application=application, member=member, fact=each.fact, value=each.value.value,
                    as_of=each.value.as_of,
                )
            )  # fmt: skip
    return rows
