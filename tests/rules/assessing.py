"""Small households and one way to determine them, for tests that speak of one rule in the company of all others."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import doudi.rules
from doudi.policy.assessment import Assessment, assess
from doudi.policy.fold import fold
from doudi.policy.loading import load
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.unknown import Unknown

PACKS = Path(__file__).parents[2] / "packs"
PLACE = "371702"
SPRING_2024 = date(2024, 3, 1)
# Example figures, so that the tests stand whatever the places publish: 400 yuan a month, nothing by expenditure.
FIGURES = {
    "dibao.standard.rural": "4800.00/year",
    "dibao.standard.urban": "6000.00/year",
    "dibao.by_expenditure": "false",
    "dibao.gap.rounding": "half_up_to_fen",
    "dibao.gap.stage": "household",
    "tekun.base.method": "table",
    "tekun.base.rural.home": "6240.00/year",
    "tekun.care.home.able": "0.00/year",
    "tekun.care.home.partial": "600.00/year",
    "tekun.care.home.lost": "1200.00/year",
}


@cache
def law() -> LawSnapshot:
    """The law of the repository's packs."""
    return LawSnapshot.of(load(PACKS, collect(doudi.rules)))


def adult(person: str = "m1", relation: str = "applicant", **facts: Any) -> dict[str, Any]:
    """Somebody of 45 without income and without anything particular, unless told otherwise."""
    return {"id": person, "relation": relation, "age": 45, "situation": {}, "incomes": {}, **facts}


def child(person: str = "m2", **facts: Any) -> dict[str, Any]:
    """A child of ten at school."""
    return adult(person, "child", **{"age": 10, "situation": {"schooling": "compulsory"}, **facts})


def elder(person: str = "m1", **facts: Any) -> dict[str, Any]:
    """Somebody of 65 without obligors who wants to stay at home and can do everything alone."""
    given = {"age": 65, "tekun_mode": "home", "self_care": {}, "obligors": [], **facts}
    return adult(person, **given)


def family(*members: dict[str, Any], **household: Any) -> dict[str, Any]:
    """A rural household with a home of its own and nothing else."""
    return {"household": {"register": "rural", "assets": {"dwellings": 1}, **household}, "members": list(members)}


def determine(document: dict[str, Any], on: date = SPRING_2024, *, place: str = PLACE, **figures: str) -> Assessment:
    """Determine a household under the packs and the example figures; a figure's dots are written as two underscores."""
    return assess(_law(figures), document, place=place, on=on)


def month_by_month(months: list[tuple[date, dict[str, Any]]], **figures: Any) -> list[Assessment]:
    """Determine month after month, each starting from the one before."""
    return fold(_law(figures), months, place=PLACE)


def status(assessment: Assessment, programme: str, person: str | None = None) -> str:
    """Return the status, or `not reported`."""
    outcome = assessment.outcome(programme, person)
    return outcome.status.value if outcome else "not reported"


def amount(assessment: Assessment, programme: str, person: str | None = None) -> int | None:
    """Return the amount in fen a month, None where it is not known."""
    outcome = assessment.outcome(programme, person)
    return outcome.amount if outcome else None


def asked(assessment: Assessment, programme: str, person: str | None = None) -> set[str]:
    """Return the names of everything the outcome waits for."""
    outcome = assessment.outcome(programme, person)
    return {cause.name for cause in outcome.waits_for} if outcome else set()


def known(assessment: Assessment, name: str, *path: int) -> int | bool | None:
    """Return a result, None where it is unknown."""
    value = assessment.value(name, path)
    return None if isinstance(value, Unknown) else value


def _law(figures: dict[str, str]) -> LawSnapshot:
    named = {name.replace("__", "."): value for name, value in figures.items()}
    return law().assuming({**FIGURES, **named})
