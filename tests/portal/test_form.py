"""The form and the household file are two sides of one thing: what goes into the form comes out as it was."""

from __future__ import annotations

import pytest

from doudi.faces.draft import Draft
from doudi.faces.filing import amount_text, draft_of, field_of_path, household_file
from doudi.policy.household import Household, HouseholdReader
from doudi.policy.packs import Packs
from doudi.standards.lawbook import packs
from tests.golden.cases import Case, Month, read_cases

MONTHS = [(case, month) for case in read_cases() if case.refused is None for month in case.months]


@pytest.fixture(scope="module")
def law() -> Packs:
    return packs()


def known(law: Packs, document: object, month: Month) -> Household:
    household = HouseholdReader.of(law.facts).read(document, month.day)
    household.before = {}
    household.provenance = {}
    return household


@pytest.mark.parametrize(("case", "month"), MONTHS, ids=lambda part: getattr(part, "name", None) or str(part.day))
def test_every_golden_household_survives_the_way_through_the_form(law: Packs, case: Case, month: Month) -> None:
    draft = draft_of(month.document, law.facts)

    through = known(law, household_file(draft, law.facts), month)

    told = known(law, month.document, month)
    assert through.facts == told.facts
    assert [person.facts for person in through.members] == [person.facts for person in told.members]
    assert [person.obligors for person in through.members] == [person.obligors for person in told.members]


def test_an_empty_field_is_unknown_and_not_nothing(law: Packs) -> None:
    draft = Draft({"m1.wage": ["1200"]})

    file = household_file(draft, law.facts)

    assert file["members"][0]["incomes"]["wage"] == "1200"
    assert file["members"][0]["incomes"]["pension"] is None


def test_what_is_left_out_of_a_complete_group_is_left_to_the_law(law: Packs) -> None:
    draft = Draft({"m1.wage": ["1200"], "m1.incomes": ["complete"]})

    assert household_file(draft, law.facts)["members"][0]["incomes"] == {"wage": "1200"}


def test_a_group_told_with_one_thing_unknown_keeps_that_one_unknown(law: Packs) -> None:
    document = {"members": [{"id": "m1", "name": "张某甲", "incomes": {"wage": None, "pension": "100.00"}}]}

    incomes = household_file(draft_of(document, law.facts), law.facts)["members"][0]["incomes"]

    assert incomes["wage"] is None
    assert incomes["pension"] == "100.00"
    assert incomes["business_income"] == "0"


def test_no_obligors_and_unknown_obligors_are_two_things(law: Packs) -> None:
    unknown = household_file(Draft(), law.facts)["members"][0]
    none = household_file(Draft({"m1.no_obligors": ["true"]}), law.facts)["members"][0]

    assert "obligors" not in unknown
    assert none["obligors"] == []


@pytest.mark.parametrize("written", ["\uff11\uff12\uff10\uff10\uff0e\uff15", "1 200.5", "¥1200.5", "1200.5元"])
def test_an_amount_may_be_typed_as_people_type(written: str) -> None:
    assert amount_text(written) == "1200.5"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("$.household.register", "household.register"),
        ("$.household.assets.vehicles", "household.vehicles"),
        ("$.members[1].incomes.wage", "m2.wage"),
        ("$.members[1].obligors[0].obligor_age", "m2.o1.obligor_age"),
        ("$.members[1]", "m2"),
    ],
)
def test_an_error_finds_its_field(path: str, name: str) -> None:
    draft = Draft(members=["m1", "m2"], obligors={"m2": ["m2.o1"]})

    assert field_of_path(path, draft) == name


def test_a_removed_row_never_comes_back() -> None:
    draft = Draft({"m2.wage": ["1200"]}, members=["m1", "m2"])

    draft.remove_member("m2")

    assert draft.add_member() == "m2"
    assert draft.text("m2.wage") == ""


def test_the_last_member_stays() -> None:
    draft = Draft()

    draft.remove_member("m1")

    assert draft.members == ["m1"]


def test_nobody_can_add_more_members_than_the_engine_takes() -> None:
    draft = Draft(members=[f"m{number}" for number in range(1, 31)])

    assert draft.add_member() is None
