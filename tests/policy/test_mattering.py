"""Which facts matter by themselves: what makes no difference is not asked, and no table says so but the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.assessment import Assessment, Outcome, Status, assess
from doudi.policy.mattering import fails_somewhere, matters_alone
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.turning import turns
from doudi.standards.lawbook import packs

TODAY = date(2026, 11, 21)


def family(*people: dict[str, Any], place: str = "371702", **own: Any) -> Assessment:
    members = [{"id": f"m{number}", **each} for number, each in enumerate(people, 1)]
    document = {"household": {"register": "rural", **own}, "members": members}
    return assess(LawSnapshot.of(packs()), document, place=place, on=TODAY)


def alone(**told: Any) -> dict[str, Any]:
    return {"relation": "applicant", "age": 45, **told}


def matters(assessment: Assessment, fact: str, *path: int) -> bool:
    return matters_alone(assessment, packs().facts.by_name[fact], path)


@pytest.mark.parametrize("fact", ["wage", "disability", "schooling", "is_employed", "pension", "has_legal_matter"])
def test_what_there_may_be_by_itself_matters(fact: str) -> None:
    assert matters(family(alone()), fact, 0)


@pytest.mark.parametrize("fact", ["business_cost", "property_cost", "in_rural_school", "is_freshman"])
def test_what_needs_something_else_to_be_there_does_not_matter_before_that_is_told(fact: str) -> None:
    assert not matters(family(alone()), fact, 0)


def test_the_school_of_a_pupil_matters_once_there_is_a_pupil() -> None:
    child = {"relation": "child", "age": 9, "situation": {"schooling": "compulsory"}}

    assert matters(family(alone(), child), "in_rural_school", 1)
    assert not matters(family(alone(), child), "is_freshman", 1)


def test_a_fact_of_the_household_matters_through_its_members_too() -> None:
    assert matters(family(alone()), "financial_assets")
    assert matters(family(alone()), "holds_dibao")
    assert matters(family(alone()), "is_monitored")


def test_a_fact_of_a_relative_matters_to_whom_they_must_support() -> None:
    old = alone(age=78, obligors=[{"name": "大女儿", "obligor_age": 50}])

    assert matters(family(old), "obligor_aid", 0, 0)


def test_an_open_outcome_that_a_method_of_the_place_could_refuse_is_doubtful() -> None:
    nothing: dict[str, Any] = {
        "situation": {},
        "own_standing": {},
        "spending": {},
        "self_care": {},
        "work": {},
        "obligors": [],
    }
    told: dict[str, Any] = {"assets": {}, "standing": {}, "family_spending": {}}

    def dibao(wage: str) -> tuple[Assessment, Outcome]:
        found = family(alone(**nothing, incomes={"wage": wage}), **told)
        return found, next(each for each in found.outcomes if each.programme.id == "dibao")

    much, open_one = dibao("12000.00")
    assert open_one.status is Status.UNDETERMINED
    assert fails_somewhere(much, open_one), "without any deduction the wage is over the line"
    little, granted = dibao("2000.00")
    assert not fails_somewhere(little, granted)


def test_an_open_outcome_that_an_able_relative_would_refuse_is_doubtful() -> None:
    old = alone(
        age=78, situation={}, own_standing={}, self_care={}, incomes={},
        obligors=[{"name": "大女儿", "obligor_age": 50, "obligor_income": "30000.00"}],
    )  # fmt: skip
    found = family(old, assets={}, standing={})
    tekun = next(each for each in found.outcomes if each.programme.id == "tekun")

    assert tekun.status is Status.UNDETERMINED
    assert fails_somewhere(found, tekun)


def test_nobody_is_told_to_be_younger() -> None:
    child = {"relation": "child", "age": 9, "situation": {}}
    found = family(alone(), child)
    refused = next(each for each in found.outcomes if each.programme.id == "rehabilitation" and each.path == (1,))

    assert refused.status is Status.INELIGIBLE
    assert not any(change.name == "age" for turn in turns(found, refused) for change in turn.changes)
