"""Who counts as a family (minfa-2021-57#7, minfa-2012-220#5, guoling-271#2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from doudi.rules.family.membership import is_away, is_long_absent_clergy
from doudi.rules.family.persons import (
    has_severe_disability,
    has_severe_mind_disability,
    is_minor,
    is_student_to_bachelor,
)
from doudi.rules.vocabulary import Absence, Disability, Schooling
from tests.rules.assessing import adult, child, determine, elder, family, known, status

IN_2013 = date(2013, 3, 1)


@pytest.mark.parametrize(("age", "minor"), [(17, True), (18, False)])
def test_a_person_is_a_minor_until_the_eighteenth_birthday(age: int, minor: bool) -> None:
    assert is_minor(age=age, family_adult_age=18) is minor


@pytest.mark.parametrize(("years", "left_out"), [(0, False), (2, False), (3, True), (4, True)])
def test_clergy_are_left_out_from_the_third_year_that_year_included(years: int, left_out: bool) -> None:
    assert is_long_absent_clergy(clergy_years=years, family_clergy_years=3) is left_out


def test_somebody_who_is_not_away_is_not_left_out_whatever_the_list_says() -> None:
    everything = 2**5 - 1

    assert is_away(absence=Absence.NONE, family_excluded_absences=everything) is False
    assert is_away(absence=Absence.PRISON, family_excluded_absences=1 << Absence.PRISON) is True
    assert is_away(absence=Absence.CONSCRIPT, family_excluded_absences=1 << Absence.PRISON) is False


@pytest.mark.parametrize(
    ("schooling", "counts"),
    [
        (Schooling.NONE, False), (Schooling.VOCATIONAL, True), (Schooling.UNDERGRADUATE, True),
        (Schooling.POSTGRADUATE, False),
    ],
)  # fmt: skip
def test_a_student_counts_up_to_a_bachelors_degree(schooling: Schooling, counts: bool) -> None:
    assert is_student_to_bachelor(schooling=schooling) is counts


@pytest.mark.parametrize(("grade", "severe"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_disability_of_grade_one_or_two_is_severe(grade: int, severe: bool) -> None:
    given = has_severe_disability(disability=Disability.HEARING, disability_grade=grade, disability_severe_grade=2)

    assert given is severe


@pytest.mark.parametrize(
    ("kind", "grade", "counts"),
    [(Disability.MENTAL, 3, True), (Disability.INTELLECTUAL, 4, False), (Disability.LIMB, 3, False)],
)
def test_grade_three_counts_for_intellectual_and_mental_disability_only(
    kind: Disability, grade: int, counts: bool
) -> None:
    given = has_severe_mind_disability(disability=kind, disability_grade=grade, disability_severe_mind_grade=3)

    assert given is counts


def test_a_grown_child_who_lives_apart_does_not_count_but_one_who_studies_does() -> None:
    worker = adult("m2", "child", age=24, lives_together=False)
    student = adult("m3", "child", age=22, lives_together=False, situation={"schooling": "undergraduate"})
    graduate = adult("m4", "child", age=25, lives_together=False, situation={"schooling": "postgraduate"})

    found = determine(family(adult(), worker, student, graduate))

    assert [known(found, "is_counted_member", index) for index in range(4)] == [True, False, True, False]


def test_a_grown_child_who_cannot_live_independently_counts_wherever_they_live() -> None:
    dependent = adult("m2", "child", age=30, situation={"cannot_live_independently": True})

    found = determine(family(adult(), dependent))

    assert known(found, "counted_members") == 2


def test_parents_counted_outright_in_2012_and_since_2021_only_if_they_live_with_the_family() -> None:
    household = family(adult(), adult("m2", "parent", age=59, lives_together=False))

    assert known(determine(household, IN_2013), "counted_members") == 2
    assert known(determine(household), "counted_members") == 1


@pytest.mark.parametrize(
    ("absence", "in_2013", "in_2024"),
    [("prison", 1, 1), ("rehabilitation", 2, 1), ("missing", 2, 1), ("conscript", 2, 2)],
)
def test_whom_the_texts_leave_out_by_date(absence: str, in_2013: int, in_2024: int) -> None:
    household = family(adult(), adult("m2", "spouse", situation={"absence": absence}))

    assert known(determine(household, IN_2013), "counted_members") == in_2013
    assert known(determine(household), "counted_members") == in_2024


def test_nobody_is_asked_whether_spouses_and_minor_children_live_together() -> None:
    found = determine(family(adult(), adult("m2", "spouse"), child("m3")))

    assert status(found, "dibao") == "eligible"


def test_a_tekun_person_is_not_counted_for_dibao_and_their_income_neither() -> None:
    disabled_mother = adult(situation={"disability": "limb", "disability_grade": 1}, obligors=[], tekun_mode="home")
    found = determine(family({**disabled_mother, "incomes": {"property_income": "4799.99"}}))

    assert known(found, "is_tekun_person", 0) is True
    assert known(found, "counted_members") == 0
    assert known(found, "members_income") == 0
    assert status(found, "dibao") == "ineligible"


def test_an_old_person_with_an_able_child_at_home_is_counted_without_a_question_about_obligors() -> None:
    mother = adult("m2", "parent", age=80, lives_together=True)

    found = determine(family(adult(), mother))

    assert known(found, "counted_members") == 2
    assert status(found, "tekun", "m2") == "not reported"


def test_whether_an_old_person_alone_has_obligors_decides_between_tekun_and_dibao() -> None:
    lonely, unasked = elder(), elder(obligors=None)

    assert status(determine(family(lonely)), "dibao") == "ineligible"
    assert status(determine(family(unasked)), "dibao") == "undetermined"


def test_dibao_is_for_those_who_count_and_tekun_for_the_one_person() -> None:
    soldier = child("m3", age=19, situation={"absence": "conscript"})
    found = determine(family(adult(), child(), soldier))
    alone = determine(family(elder()))

    dibao, tekun = found.outcome("dibao"), alone.outcome("tekun", "m1")

    assert dibao is not None
    assert found.persons(dibao) == ("m1", "m2")
    assert tekun is not None
    assert alone.persons(tekun) == ("m1",)


def test_a_status_of_the_household_names_no_member_where_the_programme_names_no_truth() -> None:
    found = determine(family(adult()))
    nobody = replace(found.outcomes[0], programme=replace(found.outcomes[0].programme, persons=None))

    assert found.persons(nobody) == ()
