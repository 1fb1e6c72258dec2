"""The published JSON Schema and the reader agree on what a household file is."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from doudi.policy.household import HouseholdReader, HouseholdRefused
from doudi.policy.schema import DIALECT, household_schema
from tests.policy.tiny import ON, family, packs, person

SCHEMA = household_schema(packs().facts)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
READER = HouseholdReader.of(packs().facts)

FULL: dict[str, Any] = {
    "household": {
        "register": "urban", "rent": {"value": "12.50", "from": "found", "as_of": "2024-02-01"},
        "moved_on": "2020-01-01", "assets": {"savings": "1,000.00"},
    },
    "members": [
        {
            "id": "a", "name": "张某", "age": 60, "is_disabled": True, "illness": "fever", "care": {"value": None},
            "incomes": {"wage": "1.00", "gift": None}, "spouse": "b", "child_of": [],
            "obligors": [{"name": "李某", "is_able": {"value": False, "from": "verified", "as_of": None}}, {}],
        },
        {"id": "b", "born_on": "1964-03-01", "obligors": None, "incomes": None, "spouse": None, "child_of": None},
        {"id": "c", "child_of": ["a", "b"], "obligors": []},
    ],
    "before": {"household": {"months_before": 3}, "members": {"a": {"care_before": 0, "so": True}}},
}  # fmt: skip

REMOVE = object()


def both(document: Any) -> tuple[bool, bool]:
    """Return whether the schema and whether the reader accept a document."""
    try:
        READER.read(document, ON)
    except HouseholdRefused:
        return VALIDATOR.is_valid(document), False
    return VALIDATOR.is_valid(document), True


def mutated(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Return the full document with one thing put in another's place."""
    document = copy.deepcopy(FULL)
    inside: Any = document
    for key in path[:-1]:
        inside = inside[key]
    if value is REMOVE:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return document


def test_the_schema_is_a_schema_of_its_dialect() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == DIALECT


@pytest.mark.parametrize("document", [FULL, family(), family(person(), person(obligors=[{}])), {"members": [{}]}])
def test_what_the_reader_accepts_is_valid_under_the_schema(document: dict[str, Any]) -> None:
    assert both(document) == (True, True)


FIRST = ("members", 0)
FINE: list[tuple[tuple[str | int, ...], object]] = [
    (("household",), REMOVE),
    (("before",), REMOVE),
    (("household", "register"), None),
    (("household", "rent"), REMOVE),
    (("household", "assets"), None),
    (("household", "assets"), {}),
    ((*FIRST, "age"), 0),
    ((*FIRST, "age"), 120),
    ((*FIRST, "obligors"), None),
    ((*FIRST, "obligors"), REMOVE),
    ((*FIRST, "incomes", "wage"), {"value": "3.5"}),
    (("before", "members"), {}),
]
WRONG: list[tuple[tuple[str | int, ...], object]] = [
    (("members",), REMOVE),
    (("members",), []),
    (("members",), None),
    (("members",), [{}] * 31),
    (("members", 2), "张某"),
    (("house",), {}),
    (("household",), None),
    (("household",), []),
    (("household", "register"), "city"),
    (("household", "register"), 1),
    (("household", "rent"), 12),
    (("household", "rent"), "12.345"),
    (("household", "rent"), "twelve"),
    (("household", "rent", "from"), "guessed"),
    (("household", "rent", "as_of"), "yesterday"),
    (("household", "rent", "sure"), True),
    (("household", "rent", "value"), REMOVE),
    (("household", "moved_on"), "2020-02-30"),
    (("household", "moved_on"), "20200101"),
    (("household", "assets"), []),
    (("household", "assets", "gold"), "1.00"),
    (("household", "age"), 3),
    ((*FIRST, "age"), 121),
    ((*FIRST, "age"), -1),
    ((*FIRST, "age"), "60"),
    ((*FIRST, "age"), 60.5),
    ((*FIRST, "age"), True),
    ((*FIRST, "is_disabled"), 1),
    ((*FIRST, "illness"), "pain"),
    ((*FIRST, "incomes", "wage"), 1),
    ((*FIRST, "incomes", "salary"), "1.00"),
    ((*FIRST, "hobby"), "go"),
    ((*FIRST, "id"), 3),
    ((*FIRST, "id"), None),
    ((*FIRST, "name"), ""),
    ((*FIRST, "name"), "张" * 61),
    ((*FIRST, "spouse"), 3),
    ((*FIRST, "child_of"), [3]),
    ((*FIRST, "obligors"), {}),
    ((*FIRST, "obligors"), [{}] * 31),
    ((*FIRST, "obligors", 1), None),
    ((*FIRST, "obligors", 0, "is_able"), "no"),
    ((*FIRST, "obligors", 0, "age"), 3),
    (("members", 1, "born_on"), "1964-13-01"),
    (("members", 1, "born_on"), 1964),
    (("before",), []),
    (("before", "months"), {}),
    (("before", "household", "months_before"), "3"),
    (("before", "members", "a"), []),
]


@pytest.mark.parametrize(("path", "value"), FINE)
def test_a_change_that_is_right_for_one_is_right_for_both(path: tuple[str | int, ...], value: object) -> None:
    assert both(mutated(path, value)) == (True, True)


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_a_change_that_is_wrong_for_one_is_wrong_for_both(path: tuple[str | int, ...], value: object) -> None:
    assert both(mutated(path, value)) == (False, False)


def test_every_fact_is_described_by_its_label_and_question() -> None:
    properties = SCHEMA["properties"]["members"]["items"]["properties"]

    assert (properties["age"]["title"], properties["age"]["description"]) == ("年龄", "多大年纪？")
    assert properties["illness"]["description"] == "疾病"
    assert properties["incomes"]["properties"].keys() == {"wage", "pension", "gift"}
    assert properties["born_on"]["format"] == "date"
