"""The reasons of a refusal, as the record of its determination has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from doudi.determination.models import Determination
from doudi.determination.services.determine import outcomes_of


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason in words, with its citations."""

    text: str
    cites: tuple[str, ...]


def grounds_of(determination: Determination) -> list[Ground]:
    """Return the conditions that are not met, in the order of the programme."""
    record = outcomes_of(determination)
    return [
        Ground(reason["text"], tuple(_cites(reason["cites"])))
        for outcome in record["outcomes"]
        if outcome["programme"] == determination.programme
        for reason in outcome["reasons"]
    ]


def _cites(cited: Iterable[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in cited]
