"""Who is a tekun person, and what they are given (minfa-2021-43, guoling-649#14, guoling-456#6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.rules.tekun.amount import self_care_ability, self_care_failures
from doudi.rules.tekun.labour import is_graded_without_labour
from doudi.rules.vocabulary import Disability, SelfCare
from tests.rules.assessing import adult, amount, asked, child, determine, elder, family, known, status

THRESHOLDS = {
    "tekun_care_partial_from": 1, "tekun_care_lost_from": 4, "tekun_care_partial_grade": 0, "tekun_care_lost_grade": 0,
}  # fmt: skip
SIX = ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe")


@pytest.mark.parametrize(("age", "outcome"), [(59, "not reported"), (60, "eligible")])
def test_sixty_is_old(age: int, outcome: str) -> None:
    assert status(determine(family(elder(age=age))), "tekun", "m1") == outcome


@pytest.mark.parametrize(("age", "outcome"), [(15, "eligible"), (16, "not reported")])
def test_under_sixteen_is_young(age: int, outcome: str) -> None:
    orphan = elder(age=age, chose_child_scheme=False)

    assert status(determine(family(orphan)), "tekun", "m1") == outcome


@pytest.mark.parametrize(
    ("kind", "last"),
    [("intellectual", 3), ("mental", 3), ("limb", 2), ("visual", 1), ("hearing", 0), ("speech", 0)],
)
def test_the_last_grade_of_each_kind_that_counts_as_without_labour(kind: str, last: int) -> None:
    for grade in range(1, 5):
        disabled = elder(age=40, situation={"disability": kind, "disability_grade": grade})
        found = determine(family(disabled))
        assert status(found, "tekun", "m1") == ("eligible" if grade <= last else "not reported"), grade


def test_no_certificate_is_no_disability_whatever_the_limit() -> None:
    given = is_graded_without_labour(disability=Disability.NONE, disability_grade=1, labour_grade=4)

    assert given is False


def test_until_2016_an_assessment_decides_for_the_disabled() -> None:
    disabled = elder(age=40, situation={"disability": "hearing", "disability_grade": 4, "lost_labour": True})

    in_2015 = determine(family(disabled), date(2015, 3, 1))
    in_2017 = determine(family(disabled), date(2017, 3, 1))

    assert status(in_2015, "wubao", "m1") == "eligible"
    assert status(in_2017, "tekun", "m1") == "not reported"


@pytest.mark.parametrize(("income", "outcome"), [("4799.99", "eligible"), ("4800.00", "ineligible")])
def test_own_income_must_lie_below_the_dibao_standard(income: str, outcome: str) -> None:
    found = determine(family(elder(incomes={"property_income": income})))

    assert status(found, "tekun", "m1") == outcome


def test_the_base_pension_and_old_age_allowance_do_not_count_against_tekun_even_after_2025() -> None:
    pensioner = elder(incomes={"base_pension": "3000.00", "old_age_allowance": "3000.00", "veteran_pension": "9000.00"})

    assert status(determine(family(pensioner), date(2026, 3, 1)), "tekun", "m1") == "eligible"


def test_what_assistance_somebody_already_has_does_not_end_it() -> None:
    supported = elder(incomes={"assistance": "6240.00"})

    assert status(determine(family(supported)), "tekun", "m1") == "eligible"


def test_property_without_a_published_limit_is_asked_about_by_name_and_none_is_fine() -> None:
    saver = family(elder(), assets={"financial_assets": "1.00"})

    assert status(determine(family(elder())), "tekun", "m1") == "eligible"
    assert asked(determine(saver), "tekun", "m1") == {"tekun.assets.financial.basis"}


OLD_POOR = {"obligor_age": 70, "obligor_income": "17999.99", "obligor_has_little_property": True}
DISABLED = {"obligor_situation": {"obligor_disability": "mental", "obligor_disability_grade": 3}}
ABLE = {"obligor_age": 40, "obligor_situation": {}}


@pytest.mark.parametrize(
    ("supporter", "outcome"),
    [
        ({"obligor_situation": {"obligor_aid": "tekun"}}, "eligible"),
        ({"obligor_age": 60, "obligor_situation": {"obligor_aid": "dibao"}}, "eligible"),
        ({"obligor_age": 59, "obligor_situation": {"obligor_aid": "dibao"}}, "ineligible"),
        ({**OLD_POOR, "obligor_situation": {}}, "eligible"),
        ({**OLD_POOR, "obligor_age": 69, "obligor_situation": {}}, "ineligible"),
        ({**OLD_POOR, "obligor_income": "18000.00", "obligor_situation": {}}, "ineligible"),
        ({**OLD_POOR, "obligor_has_little_property": False, "obligor_situation": {}}, "ineligible"),
        ({**OLD_POOR, "obligor_age": 40, **DISABLED}, "eligible"),
        ({**ABLE, "obligor_situation": {"obligor_disability": "limb", "obligor_disability_grade": 3}}, "ineligible"),
        ({**OLD_POOR, "obligor_age": 40, "obligor_situation": {"obligor_incapacity": "prison"}}, "eligible"),
        (ABLE, "ineligible"),
        ({"obligor_age": 40}, "undetermined"),
    ],
)  # fmt: skip
def test_each_limb_of_article_eight(supporter: dict[str, object], outcome: str) -> None:
    applicant = elder(age=85, obligors=[supporter])

    found = determine(family(applicant), disposable_income__rural="18000.00/year")

    assert status(found, "tekun", "m1") == outcome


def test_one_able_supporter_is_enough_whatever_is_unknown_about_the_others() -> None:
    applicant = elder(age=85, obligors=[{"obligor_age": 50}, ABLE])

    assert status(determine(family(applicant)), "tekun", "m1") == "ineligible"


def test_a_child_of_an_able_parent_is_not_reported_and_nobody_is_asked_for_obligors() -> None:
    found = determine(family(adult(), child()))

    assert status(found, "tekun", "m2") == "not reported"
    assert known(found, "is_tekun_person", 1) is False


def test_the_child_scheme_excludes_tekun_for_a_minor_and_is_no_question_for_an_adult() -> None:
    chosen, unasked = elder(age=10, chose_child_scheme=True), elder(age=10)

    assert status(determine(family(chosen)), "tekun", "m1") == "ineligible"
    assert asked(determine(family(unasked)), "tekun", "m1") == {"chose_child_scheme"}
    assert status(determine(family(elder())), "tekun", "m1") == "eligible"


@pytest.mark.parametrize("absence", ["prison", "missing"])
def test_support_does_not_reach_prison_or_the_missing(absence: str) -> None:
    found = determine(family(elder(situation={"absence": absence})))

    assert status(found, "tekun", "m1") == "ineligible"


@pytest.mark.parametrize(
    ("failed", "ability"),
    [(0, SelfCare.ABLE), (1, SelfCare.PARTIAL), (3, SelfCare.PARTIAL), (4, SelfCare.LOST), (6, SelfCare.LOST)],
)
def test_the_number_of_items_failed_gives_the_ability(failed: int, ability: SelfCare) -> None:
    assert self_care_ability(self_care_failures=failed, disability_grade=1, **THRESHOLDS) == ability


@pytest.mark.parametrize(("grade", "ability"), [(1, SelfCare.LOST), (2, SelfCare.PARTIAL), (3, SelfCare.ABLE)])
def test_a_province_may_count_disability_grades_as_lost_ability(grade: int, ability: SelfCare) -> None:
    thresholds = {**THRESHOLDS, "tekun_care_partial_grade": 2, "tekun_care_lost_grade": 1}

    assert self_care_ability(self_care_failures=0, disability_grade=grade, **thresholds) == ability


@pytest.mark.parametrize("item", SIX)
def test_each_of_the_six_items_counts_once(item: str) -> None:
    able = dict.fromkeys(SIX, True)

    assert self_care_failures(**able) == 0
    assert self_care_failures(**{**able, item: False}) == 1


@pytest.mark.parametrize(
    ("cannot", "paid"),
    [((), 52_000), (("can_bathe",), 57_000), (SIX[:3], 57_000), (SIX[:4], 62_000)],
)
def test_care_is_added_to_the_base_by_ability(cannot: tuple[str, ...], paid: int) -> None:
    applicant = elder(self_care=dict.fromkeys(cannot, False))

    assert amount(determine(family(applicant)), "tekun", "m1") == paid


def test_a_multiple_of_the_dibao_standard_is_rounded_up_where_the_place_says_so() -> None:
    figures: dict[str, Any] = {
        "tekun__base__method": "multiple",
        "tekun__base__rate": "13000",
        "tekun__base__rounding": "up_to_yuan",
    }

    found = determine(family(elder()), dibao__standard__rural="744.00/month", **figures)

    assert amount(found, "tekun", "m1") == 96_800


def test_without_an_assessment_the_base_is_known_and_care_is_asked_for() -> None:
    found = determine(family(elder(self_care=None)))
    outcome = found.outcome("tekun", "m1")

    assert outcome is not None
    assert dict(outcome.components) == {"tekun_base": 52_000, "tekun_care": None}
    assert asked(found, "tekun", "m1") == set(SIX)


@pytest.mark.parametrize(
    ("day", "programme"),
    [(date(2006, 3, 1), "wubao"), (date(2016, 10, 9), "wubao"), (date(2016, 10, 10), "tekun")],
)
def test_the_rural_old_were_under_wubao_until_the_rules_of_2016(day: date, programme: str) -> None:
    found = determine(family(elder()), day)

    assert status(found, programme, "m1") == "eligible"
    assert status(found, "tekun" if programme == "wubao" else "wubao", "m1") == "not reported"


def test_the_urban_old_have_tekun_since_the_measures_of_2014() -> None:
    household = family(elder(), register="urban")
    figures: dict[str, Any] = {"tekun__base__urban__home": "600.00/month"}

    assert status(determine(household, date(2014, 4, 30), **figures), "wubao", "m1") == "not reported"
    assert status(determine(household, date(2014, 5, 1), **figures), "tekun", "m1") == "eligible"
