"""Random households in words that belong to neither side, and how each side wants them told.

A person's facts and a household's are plain values: amounts in whole fen, codes as text. `document` writes doudi's
household file, `situation` OpenFisca's. The seed is fixed, so that every run meets the same families.
"""

# ruff: noqa: PLR2004
# The odds, ages and amounts below are made up here, and mean nothing anywhere else.

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MONEY = frozenset({
    "financial_assets", "vehicle_value", "wage", "business_income", "business_cost", "property_income", "property_cost",
    "pension", "support_received", "other_transfers", "base_pension", "old_age_allowance", "veteran_pension", "award",
    "assistance", "disability_subsidy", "child_rearing_subsidy", "other_income", "transfer_spending",
    "medical_spending", "education_spending", "rehabilitation_spending", "disaster_loss",
})  # fmt: skip
SPENDING = ("medical_spending", "education_spending", "rehabilitation_spending", "disaster_loss")
ASSETS = ("financial_assets", "vehicles", "vehicle_value", "dwellings", "shops", "companies")
KINDS = (
    "pension", "support_received", "other_transfers", "base_pension", "old_age_allowance", "veteran_pension", "award",
    "assistance", "disability_subsidy", "child_rearing_subsidy", "other_income", "transfer_spending",
)  # fmt: skip
SITUATION = (
    "absence", "clergy_years", "schooling", "cannot_live_independently", "disability", "disability_grade", "disease",
    "refused_jobs",
)  # fmt: skip
PLAIN = ("relation", "age", "lives_together", "tekun_mode", "chose_child_scheme")
FEN = 100
ABLE_SON = {
    "name": "义务人", "obligor_age": 40, "obligor_income": "120000.00", "obligor_has_little_property": False,
    "obligor_situation": {},
}  # fmt: skip
ABLE_SON_IN_COLUMNS = {
    "obligor_situation": True,
    "obligor_age": 40,
    "obligor_income_fen": 12_000_000,
    "obligor_has_little_property": False,
}


@dataclass
class Person:
    """One person; of whom `has_nobody` nobody must support them, the others have a son who can."""

    facts: dict[str, Any]
    has_nobody: bool = False


@dataclass
class Family:
    """One household with its persons, the applicant first."""

    register: str
    assets: dict[str, int] = field(default_factory=dict[str, int])
    persons: list[Person] = field(default_factory=list[Person])


def families(count: int, seed: int, members: int | None = None) -> Iterator[Family]:
    """Make families: of one to six persons, or all of `members`."""
    rng = random.Random(seed)  # noqa: S311 the same families in every run, no secrets
    for _ in range(count):
        yield _family(rng, members or rng.choices((1, 2, 3, 4, 5, 6), (2, 3, 4, 3, 2, 1))[0])


def _family(rng: random.Random, members: int) -> Family:
    family = Family(rng.choice(("urban", "rural")), _assets(rng))
    family.persons = [_person(rng, number) for number in range(members)]
    if rng.random() < 0.05 and not family.assets:
        _make_tekun(rng, family)
    elif rng.random() < 0.1:
        _put_on_the_line(rng, family)
    return family


def _assets(rng: random.Random) -> dict[str, int]:
    """Most own a dwelling at most; some own what the limits are about."""
    found: dict[str, int] = {}
    if rng.random() < 0.7:
        found["dwellings"] = rng.choices((1, 2, 3), (20, 2, 1))[0]
    if rng.random() < 0.4:
        found["financial_assets"] = rng.randrange(9_000_000)
    if rng.random() < 0.15:
        found |= {"vehicles": 1, "vehicle_value": rng.randrange(6_500_000)}
    if rng.random() < 0.04:
        found[rng.choice(("shops", "companies"))] = 1
    return found


def _person(rng: random.Random, number: int) -> Person:
    relation = ("applicant", "spouse")[number] if number < 2 else rng.choice(("child", "child", "parent", "other"))
    ages = {"child": (0, 20), "parent": (75, 95)}.get(relation, (20, 75))
    facts: dict[str, Any] = {"relation": relation, "age": rng.randint(*ages), "lives_together": rng.random() < 0.9}
    facts |= _situation(rng, relation)
    facts |= _income(rng, facts["age"])
    facts |= {kind: rng.randrange(3_000_000) for kind in SPENDING if rng.random() < 0.06}
    has_nobody = rng.random() < 0.3
    if has_nobody:
        facts |= {"tekun_mode": rng.choice(("home", "institution")), "chose_child_scheme": False}
    return Person(facts, has_nobody)


def _situation(rng: random.Random, relation: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if relation == "child" and rng.random() < 0.6:
        found["schooling"] = rng.choice(("compulsory", "senior", "vocational", "undergraduate", "postgraduate"))
    if rng.random() < 0.06:
        found["absence"] = rng.choice(("prison", "rehabilitation", "missing", "conscript"))
    if rng.random() < 0.02:
        found["clergy_years"] = rng.randint(1, 6)
    if rng.random() < 0.15:
        kind = rng.choice(("visual", "hearing", "speech", "limb", "intellectual", "mental"))
        found |= {"disability": kind, "disability_grade": rng.randint(1, 4)}
    if rng.random() < 0.1:
        found["disease"] = rng.choice(("other", "malignant_tumour", "uremia"))
    if rng.random() < 0.05:
        found |= {"refused_jobs": rng.randint(1, 5)}
    if rng.random() < 0.05:
        found["cannot_live_independently"] = True
    return found


def _income(rng: random.Random, age: int) -> dict[str, int]:
    found = {kind: rng.randrange(400_000) for kind in KINDS if rng.random() < 0.12}
    if 16 <= age < 70 and rng.random() < 0.4:
        found["wage"] = rng.randrange(3_500_000)
    if age >= 16 and rng.random() < 0.3:
        found |= {"business_income": rng.randrange(1_500_000), "business_cost": rng.randrange(800_000)}
    if rng.random() < 0.1:
        found |= {"property_income": rng.randrange(300_000), "property_cost": rng.randrange(50_000)}
    return found


def _make_tekun(rng: random.Random, family: Family) -> None:
    """Make the first person old, without means and without anybody: on tekun beyond doubt."""
    facts = {"relation": "applicant", "age": rng.randint(60, 95), "lives_together": True, "tekun_mode": "home"}
    family.persons = [Person(facts, has_nobody=True)]
    if rng.random() < 0.5:
        other = {"relation": "other", "age": rng.randint(65, 85), "lives_together": True, "pension": 500_000}
        family.persons.append(Person(other))


def _put_on_the_line(rng: random.Random, family: Family) -> None:
    """Give the applicant an income at the standard to the fen, or one fen beside it, and nobody anything else."""
    standard = {"urban": 93_900, "rural": 76_100}[family.register] * 12
    for person in family.persons:
        person.facts = {key: value for key, value in person.facts.items() if key not in MONEY}
    family.assets = {}
    beside = rng.choice((-1, 0, 1))
    family.persons[0].facts["other_income"] = standard * len(family.persons) + beside


def document(family: Family) -> dict[str, Any]:
    """Tell doudi: groups are given and hence complete, amounts are text."""
    return {
        "household": {"register": family.register, "assets": _told(family.assets, ASSETS)},
        "members": [_member(person, number) for number, person in enumerate(family.persons, start=1)],
    }


def _member(person: Person, number: int) -> dict[str, Any]:
    facts = person.facts
    apart = {*PLAIN, *SITUATION, *SPENDING}
    return {
        "id": f"m{number}",
        "name": f"成员{number}",
        **_told(facts, PLAIN),
        "situation": _told(facts, SITUATION),
        "self_care": {},
        "incomes": _told(facts, tuple(name for name in facts if name not in apart)),
        "spending": _told(facts, SPENDING),
        "obligors": [] if person.has_nobody else [ABLE_SON],
    }


def _told(facts: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _yuan(facts[name]) if name in MONEY else facts[name] for name in names if name in facts}


def _yuan(fen: int) -> str:
    return f"{fen // FEN}.{fen % FEN:02}"


def situation(
    family: Family, month: str, asked: tuple[str, ...], asked_of_each: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Tell OpenFisca: yuan as numbers, by month; what is asked of the household, and of each person, is computed."""
    each = {name: {month: None} for name in asked_of_each}
    persons = {f"m{number}": _situated(person, month) | each for number, person in enumerate(family.persons, start=1)}
    own = {name: {month: value / FEN if name in MONEY else value} for name, value in family.assets.items()}
    household = {"members": list(persons), "register": {month: family.register}, **own}
    return {"persons": persons, "households": {"h": household | {name: {month: None} for name in asked}}}


def _situated(person: Person, month: str) -> dict[str, Any]:
    facts = {name: value for name, value in person.facts.items() if name != "chose_child_scheme"}
    told = {name: {month: value / FEN if name in MONEY else value} for name, value in facts.items()}
    return told | ({"has_no_supporters": {month: True}} if person.has_nobody else {})


def row(family: Family, number: int, place: str) -> dict[str, Any]:
    """Tell doudi in the published columns: money in fen, groups given and hence complete."""
    members = [
        {
            "person_id": f"m{count}", "situation": True, "self_care": True, "incomes": True, "spending": True,
            **_columns(person.facts), "obligors": [] if person.has_nobody else [ABLE_SON_IN_COLUMNS],
        }
        for count, person in enumerate(family.persons, start=1)
    ]  # fmt: skip
    own = {"household_id": f"{number}", "place": place, "register": family.register, "assets": True}
    return {**own, **_columns(family.assets), "members": members}


def _columns(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}_fen" if name in MONEY else name: value for name, value in facts.items()}
