"""Two determinations of one family are told apart: what moved the outcome, and by how much."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.determination.models import Determination, Purpose
from doudi.determination.queries import difference_for_people
from doudi.determination.services.compare import NotComparable, compare
from doudi.determination.services.determine import determine
from tests.determination.families import application_of, example
from tests.fixtures.people import MakeCitizen

PLACE, FIRST, LATER = "371703001", date(2024, 3, 1), date(2024, 6, 1)


@pytest.fixture
def two(as_system: None, citizen: MakeCitizen) -> list[Determination]:
    """The family of Heze in March, and in June with less to pay for medicine."""
    document = example("heze-2024.json")
    application = application_of(document, place=PLACE, account=citizen().account, on=FIRST)
    made = determine(application=application, document=document, on=FIRST, purpose=Purpose.OPINION)
    document["members"][0]["spending"]["medical_spending"] = "10000.00"
    made += determine(application=application, document=document, on=LATER, purpose=Purpose.DECISION)
    return [each for each in made if each.programme == "dibao"]


def test_what_moved_the_amount_is_named_with_the_person(two: list[Determination]) -> None:
    earlier, later = two

    found = difference_for_people(earlier, later, list(earlier.application.members.order_by("position")))

    assert (found["before"]["amount_fen"], found["after"]["amount_fen"]) == (earlier.amount_fen, later.amount_fen)
    assert [(step["name"], step["person"]["name"], step["moved_fen"]) for step in found["steps"]] == [
        ("medical_spending", "张某甲", -13300)
    ]


def test_different_matters_are_not_compared(two: list[Determination]) -> None:
    other = two[1]
    other.programme = "tekun"

    with pytest.raises(NotComparable):
        compare(earlier=two[0], later=other)
