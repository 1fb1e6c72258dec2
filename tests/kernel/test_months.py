"""Months: order, arithmetic, first and last days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.months import Month, MonthUnreadable

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))


def test_a_month_knows_its_neighbours_across_the_year() -> None:
    assert Month(2023, 12).next == Month(2024, 1)
    assert Month(2024, 1).previous == Month(2023, 12)


def test_a_month_knows_its_first_and_last_day() -> None:
    assert Month(2024, 2).first_day == date(2024, 2, 1)
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(9999, 12).last_day == date(9999, 12, 31)


def test_a_day_lies_in_its_month_only() -> None:
    assert Month.of(date(2024, 3, 31)) == Month(2024, 3)
    assert date(2024, 3, 31) in Month(2024, 3)
    assert date(2023, 3, 31) not in Month(2024, 3)


def test_months_are_gone_through_up_to_the_end_without_it() -> None:
    assert list(Month(2023, 11).until(Month(2024, 2))) == [Month(2023, 11), Month(2023, 12), Month(2024, 1)]
    assert list(Month(2024, 2).until(Month(2024, 2))) == []


def test_earlier_months_are_smaller() -> None:
    assert sorted([Month(2024, 1), Month(2023, 12)]) == [Month(2023, 12), Month(2024, 1)]


@given(MONTHS, st.integers(-500, 500))
def test_months_added_are_months_between(month: Month, number: int) -> None:
    assert (month + number) - month == number


@given(MONTHS)
def test_a_month_is_written_as_it_is_read(month: Month) -> None:
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize("given_", ["", "2024", "2024-3", "2024-13", "2024-00", "0000-01", "2024-03-01", "2024年3月"])
def test_what_is_no_month_is_refused(given_: str) -> None:
    with pytest.raises(MonthUnreadable, match="月份"):
        Month.parse(given_)
