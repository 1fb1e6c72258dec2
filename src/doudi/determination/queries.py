"""What was determined: the newest of a programme, and its record with people called by their names again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination, InputMember
from doudi.determination.services.determine import outcomes_of
from doudi.intake.models import FamilyMember
from doudi.registry.queries import records_of

KEY = re.compile(r"\bm[0-9]+\b")
PERSON = re.compile(r'"person": (null|\{[^{}]*\})')


def latest(*, application: int, programme: str, member: int | None) -> Determination | None:
    """Return the newest determination of a programme, of a member where it is for single persons."""
    rows = Determination.objects.filter(application=application, programme=programme, member=member)
    return rows.order_by("-pk").first()


def determinations_of(*, application: int, programme: str, member: int | None) -> list[Determination]:
    """List every determination of a programme without its record, the newest first."""
    rows = Determination.objects.filter(application=application, programme=programme, member=member)
    return list(rows.defer("trace").order_by("-pk"))


def has_lost_somebody(determination: Determination, *, on: date) -> bool:
    """Tell whether somebody of the family it was determined of has died since, as far as the registry knows."""
    family = InputMember.objects.filter(household=determination.inputs_id, member__person__isnull=False)
    records = records_of(family.values_list("member__person", flat=True), on=on).values()
    return any(record.died_on is not None and record.died_on <= on for record in records)


def outcome_for_people(determination: Determination, family: list[FamilyMember]) -> dict[str, Any]:
    """Return the outcome of a determination as JSON has it, its people under the names of the application."""
    outcome = outcomes_of(determination)["outcomes"][0]
    _call(outcome, {key_of(member): member.name for member in family})
    return outcome


def figures_of(determination: Determination, names: Collection[str]) -> dict[str, int]:
    """Return those figures of a determination that its record has: the household's, or of the person it is about."""
    outcome = outcomes_of(determination)["outcomes"][0]
    about, found, nodes = outcome["person"], dict[str, int](), [outcome["explanation"]]
    while nodes and len(found) < len(names):
        node = nodes.pop()
        nodes += reversed(node["children"])
        if node["name"] in names and node["value"] is not None and node["person"] in (None, about):
            found.setdefault(node["name"], node["value"])
    return found


def _call(value: Any, names: Mapping[str, str]) -> None:
    """Put names for keys, in place: the record was read for this answer, and most of its thousand rows name nobody."""
    for at, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(each, str):
            if at != "id" and KEY.search(each):
                value[at] = KEY.sub(lambda found: names.get(found[0], found[0]), each)
        elif isinstance(each, dict | list):
            _call(each, names)
