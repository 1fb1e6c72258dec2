"""Resident numbers: only fictional ones here, from the reserved range."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.residentid import BornLater, ResidentNumber, ResidentNumberWrong, Sex, age_on

LI = ResidentNumber.reserved(born=date(1990, 3, 7), sex=Sex.FEMALE)
PLACES_OF_ISSUE = 10_000 * 500


def test_a_number_tells_birth_and_sex() -> None:
    assert LI.born_on == date(1990, 3, 7)
    assert LI.sex is Sex.FEMALE
    assert ResidentNumber.reserved(born=date(1990, 3, 7), sex=Sex.MALE).sex is Sex.MALE


def test_a_number_never_tells_a_residence() -> None:
    public = [name for name in dir(LI) if not name.startswith("_")]

    assert not {name for name in public if "place" in name or "region" in name or "division" in name}


def test_a_number_shows_masked_wherever_it_is_printed() -> None:
    assert LI.masked == f"9900**********{LI.full[-4:]}"
    assert str(LI) == LI.masked
    assert repr(LI) == f"ResidentNumber({LI.masked})"
    assert "19900307" not in f"{LI} {LI!r}"


def test_a_check_digit_of_ten_is_an_x_large_or_small() -> None:
    with_x = next(
        number
        for serial in range(50)
        if (number := ResidentNumber.reserved(born=date(1949, 12, 31), sex=Sex.FEMALE, serial=serial)).full.endswith(
            "X"
        )
    )

    assert ResidentNumber.parse(with_x.full.lower()) == with_x


def test_a_legacy_number_is_completed_with_century_and_check_digit() -> None:
    legacy = LI.full[:6] + LI.full[8:17]

    assert ResidentNumber.parse(legacy) == LI


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "18 位"),
        ("99000019900307", "18 位"),
        ("990000199003070X02", "18 位"),
        ("090000199003070009", "18 位"),
        ("\uff1990000199003070", "18 位"),
        ("990000199002300001", "出生日期"),
        ("990000199013010001", "出生日期"),
        ("990000900230001", "出生日期"),
    ],
)
def test_what_is_no_number_is_refused(number: str, reason: str) -> None:
    with pytest.raises(ResidentNumberWrong, match=reason):
        ResidentNumber.parse(number)


def test_a_refusal_never_repeats_the_number() -> None:
    wrong = LI.full[:-1] + ("0" if LI.full[-1] != "0" else "1")

    with pytest.raises(ResidentNumberWrong, match="校验码") as refusal:
        ResidentNumber.parse(wrong)
    assert wrong[6:14] not in str(refusal.value)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(position: int, step: int) -> None:
    digit = (int(LI.full[position]) + step) % 10
    wrong = f"{LI.full[:position]}{digit}{LI.full[position + 1 :]}"

    with pytest.raises(ResidentNumberWrong):
        ResidentNumber.parse(wrong)


@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)), st.sampled_from(Sex), st.integers(0, PLACES_OF_ISSUE - 1))
def test_reserved_numbers_pass_every_check_and_are_nobodys(born: date, sex: Sex, serial: int) -> None:
    number = ResidentNumber.reserved(born=born, sex=sex, serial=serial)

    assert ResidentNumber.parse(number.full) == number
    assert number.is_reserved
    assert (number.born_on, number.sex) == (born, sex)


def test_serials_tell_people_born_on_one_day_apart() -> None:
    numbers = {ResidentNumber.reserved(born=date(2000, 1, 1), sex=Sex.MALE, serial=serial) for serial in range(2_000)}

    assert len(numbers) == 2_000


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1964, 3, 1), date(2024, 2, 29), 59),
        (date(1964, 3, 1), date(2024, 3, 1), 60),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2024, 3, 1), date(2024, 3, 1), 0),
    ],
)
def test_a_year_of_age_is_full_on_the_birthday(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(BornLater, match="无法计算年龄"):
        age_on(date(2024, 3, 2), date(2024, 3, 1))
