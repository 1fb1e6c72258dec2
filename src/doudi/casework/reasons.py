"""The reasons of a refusal, as the record of its determination has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from doudi.determination.models import Determination
from doudi.determination.queries import outcome_for_people
from doudi.determination.services.determine import outcomes_of
from doudi.intake.models import FamilyMember


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason in words, with its citations."""

    text: str
    cites: tuple[str, ...]


def grounds_of(determination: Determination) -> list[Ground]:
    """Return the conditions that are not met, first the one that suffices with the fewest figures."""
    record = outcomes_of(determination)
    return [
        Ground(reason["text"], tuple(_cites(reason["cites"])))
        for outcome in record["outcomes"]
        if outcome["programme"] == determination.programme
        for reason in sorted(outcome["reasons"], key=lambda each: each != outcome.get("shortest"))
    ]


def turns_of(determination: Determination, family: list[FamilyMember]) -> list[str]:
    """Return what would turn a refusal, in words; nothing where the record knows of none."""
    return [turn["text"] for turn in outcome_for_people(determination, family).get("turns", ())]


def _cites(cited: Iterable[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in cited]
