"""Applications as tests of this stage need them: rows for the people of a household file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from doudi.accounts.models import Account
from doudi.intake.models import Application, Channel, FamilyMember

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def example(name: str) -> dict[str, Any]:
    """Read a household file of the examples."""
    return json.loads((EXAMPLES / name).read_text(encoding="utf-8"))


def application_of(document: dict[str, Any], *, place: str, account: Account, on: date) -> Application:
    """Make an application with the members of a household file."""
    made = Application.objects.create(
        key=uuid4(),
        number=f"{place[:6]}-{on.year}-000001",
        place=place,
        township=place[:9],
        channel=Channel.PORTAL,
        applicant_name=document["members"][0].get("name", "张某甲"),
        filed_by=account,
        submitted_on=on,
    )
    FamilyMember.objects.bulk_create(
        FamilyMember(
            application=made,
            position=position,
            key=member["id"],
            name=member.get("name", "张某"),
            relation=member.get("relation") or "",
        )
        for position, member in enumerate(document["members"], start=1)
    )
    return made
