"""One household's way through the house in each of the five places, under the law of its day."""

from __future__ import annotations

import json
from datetime import date

import pytest

from doudi.audit.actor import Actor, acting
from doudi.casework.models import Letter, Term
from doudi.casework.steps import Kind, Step, TermKind
from doudi.determination.services.replay import replay
from doudi.project.demonstration import families
from doudi.project.demonstration.families import Family
from doudi.project.demonstration.story import Story
from tests.journeys.conftest import MakeStaff

GRANTED = [
    ("Datonghu", families.DATONGHU, date(2022, 4, 18), 65_000, date(2022, 5, 1)),
    ("Heze", families.HEZE, date(2024, 3, 4), 152_733, date(2024, 4, 1)),
    ("Lanzhou", families.LANZHOU, date(2022, 5, 9), 149_000, date(2022, 6, 1)),
    ("Dali", families.DALI, date(2026, 9, 1), 187_200, date(2026, 10, 1)),
    ("Lüliang", families.LULIANG, date(2022, 8, 15), 99_100, date(2022, 9, 1)),
]


@pytest.mark.parametrize(("place", "family", "on", "amount", "first"), GRANTED, ids=[row[0] for row in GRANTED])
def test_a_family_that_is_owed_help_is_granted_it_from_the_month_after(
    staff_of: MakeStaff, place: str, family: Family, on: date, amount: int, first: date
) -> None:
    staff = staff_of(family.place[:6], on)

    story = Story.begins(family, staff, on=on).walks_to(Step.CONFIRMATION)
    granted = story.is_granted()

    assert granted.amount_fen == amount
    assert granted.first_month == first
    with acting(Actor.system("test"), on=on):
        assert Letter.objects.get().kind == Kind.GRANT
        assert replay(granted.decision.determination).is_same


def test_datonghu_has_25_working_days_across_labour_day(staff_of: MakeStaff) -> None:
    """Sunday 24 April and Saturday 7 May 2022 were working days."""
    staff = staff_of("430971", date(2022, 4, 18))

    story = Story.begins(families.DATONGHU, staff, on=date(2022, 4, 18))

    with acting(Actor.system("test"), on=date(2022, 4, 18)):
        whole = Term.objects.get(case=story.case, kind=TermKind.WHOLE)
    assert (whole.days, whole.due_on) == (25, date(2022, 5, 24))


def test_heze_refuses_a_couple_whose_pension_is_above_the_standard(staff_of: MakeStaff) -> None:
    staff = staff_of("371702", date(2024, 3, 4))

    story = Story.begins(families.HEZE_RICH, staff, on=date(2024, 3, 4)).walks_to(Step.CONFIRMATION)
    decision = story.is_refused()

    with acting(Actor.system("test"), on=story.day):
        assert decision.kind == Kind.REFUSE
        assert "不低于当地低保标准" in decision.reasons.get().text
        said = json.loads(Letter.objects.get().content)
        assert any("就符合最低生活保障的条件" in turn for turn in said["turns"])
        assert not any("成员" in turn or "m1" in turn for turn in said["turns"]), "by the names of the family"
        assert {remedy.body for remedy in Letter.objects.get().remedies.all()} != set()
