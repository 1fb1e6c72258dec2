"""What was determined: the newest of a programme, and its record with people called by their names again."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from doudi.determination.anonymity import key_of
from doudi.determination.models import Determination, InputMember
from doudi.determination.services.compare import compare
from doudi.determination.services.determine import outcomes_of, record_of
from doudi.intake.models import FamilyMember
from doudi.registry.queries import records_of

KEY = re.compile(r"m[0-9]+\b", re.ASCII)
"""A member's key in the text of a record, where nothing before makes it a part of a word."""
WORD = frozenset(f"{string.ascii_letters}{string.digits}_")
AT_ONCE = 500
"""Rows that are in memory together, however many there are."""
IDS = ('"id":"', '"id": "')
"""What stands before a key that stays: it is an id."""


def kept(*, applications: Collection[int] | None = None, since: date | None = None) -> Iterator[Determination]:
    """Yield determinations in the order they were made: of some applications, made on or after a day, else all."""
    rows = Determination.objects.select_related("application").defer("trace").order_by("pk")
    rows = rows if applications is None else rows.filter(application__in=list(applications))
    rows = rows.filter(made_at__date__gte=since) if since else rows
    yield from rows.iterator(chunk_size=AT_ONCE)


def has_lost_somebody(determination: Determination, *, on: date) -> bool:
    """Tell whether somebody of the family it was determined of has died since, as far as the registry knows."""
    family = InputMember.objects.filter(household=determination.inputs_id, member__person__isnull=False)
    records = records_of(family.values_list("member__person", flat=True), on=on).values()
    return any(record.died_on is not None and record.died_on <= on for record in records)


def outcome_for_people(determination: Determination, family: list[FamilyMember]) -> dict[str, Any]:
    """Return the outcome of a determination as JSON has it, its people under the names of the application.

    The names are put into the text of the record: of its thousand rows few name anybody.
    """
    return json.loads(called_by_names(record_of(determination), family))["outcomes"][0]


def difference_for_people(earlier: Determination, later: Determination, family: list[FamilyMember]) -> dict[str, Any]:
    """Return what moved the outcome between two determinations, its people under the names of the application.

    Raises NotComparable.
    """
    return json.loads(called_by_names(json.dumps(compare(earlier=earlier, later=later), ensure_ascii=False), family))


def called_by_names(text: str, family: list[FamilyMember]) -> str:
    """Put the names into the text of a record."""
    names = {key_of(member): json.dumps(member.name)[1:-1] for member in family}

    def called(found: re.Match[str]) -> str:
        at = found.start()
        stays = text[at - 1] in WORD or text.endswith(IDS, 0, at)
        return found[0] if stays else names.get(found[0], found[0])

    return KEY.sub(called, text)


def outcome_by_keys(determination: Determination) -> dict[str, Any]:
    """Return the outcome of a determination as JSON has it, its people by their keys."""
    return outcomes_of(determination)["outcomes"][0]


def figures_of(outcome: Mapping[str, Any], names: Collection[str]) -> dict[str, int]:
    """Return those figures that an outcome rests on: the household's, or of the person it is about."""
    about, found, nodes = outcome["person"], dict[str, int](), [outcome["explanation"]]
    while nodes and len(found) < len(names):
        node = nodes.pop()
        nodes += reversed(node["children"])
        if node["name"] in names and node["value"] is not None and node["person"] in (None, about):
            found.setdefault(node["name"], node["value"])
    return found
