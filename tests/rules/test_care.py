"""Medical aid, disability, children: the documents' own numbers, edges, and what nobody is given twice."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.assessing import SPRING_2024, adult, amount, asked, determine, elder, family, known, law, status

LATE_2021 = date(2021, 12, 1)
LONG_AGO = date(2007, 6, 1)
YONGDENG, LANXIAN, DATONGHU, DALI, HEZE = "620121", "141127", "430971", "532901", "371728"


@pytest.mark.parametrize(
    ("parameter", "place", "day", "value"),
    [
        ("medical.inpatient.rate.dibao", LANXIAN, date(2015, 1, 1), 7000),
        ("medical.premium.share.dibao", LANXIAN, date(2015, 1, 1), 10000),
        ("medical.inpatient.full_levels", DATONGHU, LATE_2021, 0b110),
        ("medical.premium.share.tekun", DALI, LONG_AGO, 10000),
        ("medical.advance.rate", DALI, LONG_AGO, 10000),
        ("medical.inpatient.rate.floor", YONGDENG, date(2015, 1, 1), 4000),
        ("medical.inpatient.rate.ceiling", YONGDENG, date(2015, 1, 1), 8000),
        ("medical.inpatient.cap.dibao", YONGDENG, date(2015, 1, 1), 3_000_000),
        ("care_home.established", DATONGHU, LATE_2021, 1),
        ("funeral.established", DATONGHU, LATE_2021, 1),
        ("child.difficulty", HEZE, SPRING_2024, 137_000),
        ("child.parent_months", HEZE, SPRING_2024, 6),
        ("disability.rehabilitation.last_age", HEZE, SPRING_2024, 6),
    ],
)
def test_the_documents_own_numbers_are_in_the_packs(parameter: str, place: str, day: date, value: int) -> None:
    assert law().resolve(parameter, place, day).value == value


@pytest.mark.parametrize("parameter", ["medical.inpatient.rate.dibao", "medical.tilt.rate.basic", "child.orphan.home"])
def test_a_neighbours_figure_is_not_the_places(parameter: str) -> None:
    found = law().resolve(parameter, DATONGHU, SPRING_2024)

    assert found.origin is None


def test_a_child_who_fulfils_tekun_and_a_child_scheme_has_a_choice_on_record() -> None:
    alone = adult(
        age=10, situation={"schooling": "compulsory"}, childhood={"father": "dead", "mother": "ill"}, obligors=[],
        tekun_mode="home", self_care={}, own_standing={}, chose_child_scheme=False, spending={},
    )  # fmt: skip

    found = determine(family(alone, standing={}), child__orphan__home="1000.00/month")

    (choice,) = found.choices()
    assert {each.programme.id for each in choice.outcomes} == {"tekun", "unsupported-child"}
    assert choice.cites == "minfa-2021-43#9"
    assert [each.amount for each in choice.outcomes] != [None, None]


def test_who_fulfils_tekun_and_draws_the_care_subsidy_has_a_choice_on_record() -> None:
    alone = elder(situation={"disability": "limb", "disability_grade": 1}, disability_need={"needs_long_care": True})

    found = determine(family({**alone, "own_standing": {}}, standing={}), place=HEZE)

    (choice,) = found.choices()
    assert {each.programme.id: each.amount for each in choice.outcomes} == {"tekun": 52_000, "disability-care": 17_000}
    assert choice.cites == "guofa-2015-52"


def test_who_is_helped_as_tekun_is_not_asked_for_any_other_standing() -> None:
    patient = adult(
        own_standing={"holds_tekun": True}, treatment={"hospital_level": "county", "inpatient_self_pay": "300.00"}
    )

    found = determine({"household": {"register": "rural"}, "members": [patient]}, place=DATONGHU)

    assert known(found, "medical_group", 0) == 1
    assert asked(found, "medical-inpatient", "m1") == set()
    assert amount(found, "medical-inpatient", "m1") == 30_000


def test_a_bill_below_the_deductible_counts_towards_it_later_in_the_year() -> None:
    terms = {
        "medical__inpatient__deductible__method": "fixed", "medical__inpatient__deductible__dibao": "1000.00",
        "medical__inpatient__rate__dibao": "7000", "medical__inpatient__cap__dibao": "15000.00",
    }  # fmt: skip

    def aided(now: str, before: str) -> tuple[str, int | None]:
        bill = {"hospital_level": "county", "inpatient_self_pay": now, "inpatient_self_pay_before": before}
        patient = adult(own_standing={}, treatment=bill)
        found = determine(family(patient, standing={"holds_dibao": True}), SPRING_2024, place=HEZE, **terms)
        return status(found, "medical-inpatient", "m1"), amount(found, "medical-inpatient", "m1")

    assert aided("1000.00", "0.00") == ("ineligible", None)
    assert aided("1000.01", "0.00") == ("eligible", 1)
    assert aided("600.00", "700.00") == ("eligible", 21_000)
    assert aided("600.00", "5000.00") == ("eligible", 42_000)


def test_a_mother_out_of_contact_counts_from_the_month_of_the_text_on() -> None:
    def found(months: int) -> str:
        parents = {"father": "dead", "mother": "out_of_contact", "mother_months": months}
        young = adult(age=10, childhood=parents, own_standing={}, obligors=[], spending={})
        return status(determine(family(young, standing={})), "unsupported-child", "m1")

    assert [found(months) for months in (5, 6)] == ["ineligible", "eligible"]
