"""What was determined: the newest of a programme, and its record with people called by their names again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination, InputMember
from doudi.determination.services.determine import outcomes_of, text_of
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
    names = {key_of(member): member.name for member in family}
    return _named(outcomes_of(determination)["outcomes"][0], names)


def figures_of(determination: Determination, names: Collection[str]) -> dict[str, int]:
    """Return those figures of a determination that its record has: the household's, or of the person it is about.

    They are searched in the text: every page of a case shows them, and to read the whole record takes eight times as
    long.
    """
    text = text_of(determination)
    about, found = PERSON.search(text), dict[str, int]()
    whose = {"null", about[1] if about else "null"}
    for name, value, person in _figure(frozenset(names)).findall(text):
        if person in whose and value != "null":
            found.setdefault(name, int(value))
    return found


@lru_cache(maxsize=8)
def _figure(names: frozenset[str]) -> re.Pattern[str]:
    """Match a row of the explanation by its name, as the record is written: its value, and of whom it speaks."""
    named = "|".join(sorted(names))
    return re.compile(rf'"name": "({named})", "kind": .*?"value": (-?[0-9]+|null), .*?{PERSON.pattern}')


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: each if key == "id" else _named(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_named(each, names) for each in value]
    if isinstance(value, str):
        return KEY.sub(lambda found: names.get(found[0], found[0]), value)
    return value
