"""What was determined: the newest of a programme, and its record with people called by their names again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination
from doudi.determination.services.determine import outcomes_of
from doudi.intake.models import FamilyMember

KEY = re.compile(r"\bm[0-9]+\b")


def latest(*, application: int, programme: str, member: int | None) -> Determination | None:
    """Return the newest determination of a programme, of a member where it is for single persons."""
    rows = Determination.objects.filter(application=application, programme=programme, member=member)
    return rows.order_by("-pk").first()


def determinations_of(*, application: int, programme: str, member: int | None) -> list[Determination]:
    """List every determination of a programme without its record, the newest first."""
    rows = Determination.objects.filter(application=application, programme=programme, member=member)
    return list(rows.defer("trace").order_by("-pk"))


def outcome_for_people(determination: Determination, family: list[FamilyMember]) -> dict[str, Any]:
    """Return the outcome of a determination as JSON has it, its people under the names of the application."""
    names = {key_of(member): member.name for member in family}
    return _named(outcomes_of(determination)["outcomes"][0], names)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: each if key == "id" else _named(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    if isinstance(value, str):
        return KEY.sub(lambda found: names.get(found[0], found[0]), value)
    return value
