"""Working days: holidays, make-up days, terms, and years nobody has announced yet."""

from datetime import date, timedelta

import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.workdays import (
    BeforeCalendar,
    Counting,
    DayKind,
    LastDay,
    NoticeContradicts,
    TermImpossible,
    WorkCalendar,
)

SEED = WorkCalendar.seed()
NATIONAL_HOLIDAYS_2027 = [date(2027, 10, day) for day in range(1, 8)]


def test_twenty_five_working_days_from_18_april_2022_end_on_24_may() -> None:
    """24 April and 7 May are worked, 2 to 4 May are free."""
    due = SEED.add_workdays(date(2022, 4, 18), 25)

    assert due.day == date(2022, 5, 24)
    assert not due.provisional
    assert due.calendar_version == SEED.version


@pytest.mark.parametrize(
    "day",
    [
        date(2022, 4, 24),
        date(2022, 5, 7),
        date(2020, 1, 19),
        date(2020, 2, 3),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
        date(2026, 11, 20),
    ],
)
def test_make_up_days_and_plain_weekdays_are_worked(day: date) -> None:
    assert SEED.is_workday(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2004, 1, 1),
        date(2015, 9, 3),
        date(2020, 1, 24),
        date(2020, 1, 31),
        date(2020, 2, 1),
        date(2020, 2, 2),
        date(2022, 5, 2),
        date(2022, 5, 4),
        date(2026, 2, 15),
        date(2026, 2, 23),
        date(2026, 6, 19),
        date(2026, 9, 25),
        date(2026, 10, 7),
        date(2026, 11, 21),
    ],
)
def test_holidays_and_plain_weekends_are_free(day: date) -> None:
    """1 February 2020 was to be a make-up day until the Spring Festival was extended to 2 February."""
    assert not SEED.is_workday(day)


def test_every_year_of_the_seed_has_holidays_and_make_up_days() -> None:
    assert (SEED.first_year, SEED.last_year) == (2004, 2026)
    assert all(notice.holidays and notice.workdays and notice.source for notice in SEED.notices)
    assert all(day.weekday() >= 5 for notice in SEED.notices for day in notice.workdays)


def test_the_seed_is_what_its_script_writes() -> None:
    announced = set(constants.holidays), set(constants.workdays)

    holidays = {day for notice in SEED.notices for day in notice.holidays}
    workdays = {day for notice in SEED.notices for day in notice.workdays}
    assert {day for day in announced[0] if day.year <= SEED.last_year} == holidays
    assert {day for day in announced[1] if day.year <= SEED.last_year} == workdays


def test_a_day_before_the_seed_is_refused() -> None:
    with pytest.raises(BeforeCalendar, match="2004"):
        SEED.is_workday(date(2003, 12, 31))


def test_seven_notice_days_are_days_of_the_calendar_and_the_first_is_not_counted() -> None:
    due = SEED.due(date(2024, 3, 1), 7, Counting(DayKind.CALENDAR, last_day=LastDay.STAYS))

    assert due.day == date(2024, 3, 8)


def test_a_first_day_that_counts_ends_the_term_a_day_earlier() -> None:
    counting = Counting(DayKind.CALENDAR, first_day_counts=True, last_day=LastDay.STAYS)

    assert SEED.due(date(2024, 3, 1), 7, counting).day == date(2024, 3, 7)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day_where_the_counting_says_so() -> None:
    """Seven days from 25 September 2023 end within the national holidays, which last until 6 October."""
    start = date(2023, 9, 25)

    moved = SEED.due(start, 7, Counting(DayKind.CALENDAR, last_day=LastDay.NEXT_WORKDAY))
    stays = SEED.due(start, 7, Counting(DayKind.CALENDAR, last_day=LastDay.STAYS))

    assert stays.day == date(2023, 10, 2)
    assert moved.day == date(2023, 10, 7), "a Saturday on which offices work"


def test_a_term_of_no_days_ends_where_it_starts_or_on_the_next_working_day() -> None:
    assert SEED.add_workdays(date(2024, 3, 1), 0).day == date(2024, 3, 1)
    assert SEED.add_workdays(date(2024, 3, 2), 0).day == date(2024, 3, 4)


@pytest.mark.parametrize("days", [-1, 3661])
def test_an_impossible_term_is_refused(days: int) -> None:
    with pytest.raises(TermImpossible):
        SEED.add_workdays(date(2024, 3, 1), days)


def test_a_term_that_reaches_an_unannounced_year_is_provisional() -> None:
    assert SEED.add_workdays(date(2026, 11, 20), 30).provisional
    assert SEED.add_workdays(date(2026, 11, 20), 29).day == date(2026, 12, 31)
    assert not SEED.add_workdays(date(2026, 11, 20), 29).provisional


def test_calendar_days_that_stay_where_they_end_need_no_announcement() -> None:
    assert not SEED.due(date(2027, 3, 1), 7, Counting(DayKind.CALENDAR, last_day=LastDay.STAYS)).provisional
    assert SEED.due(date(2027, 3, 1), 7, Counting(DayKind.CALENDAR)).provisional


def test_an_entered_notice_makes_a_year_certain_in_another_version() -> None:
    entered = SEED.with_notice(2027, NATIONAL_HOLIDAYS_2027, [date(2027, 10, 9)], source="示例通知")

    assert SEED.is_workday(date(2027, 10, 1))
    assert not entered.is_workday(date(2027, 10, 1))
    assert entered.is_workday(date(2027, 10, 9))
    assert not entered.add_workdays(date(2027, 9, 30), 1).provisional
    assert entered.version != SEED.version


def test_a_corrected_notice_replaces_the_one_before() -> None:
    first = SEED.with_notice(2027, NATIONAL_HOLIDAYS_2027, [], source="示例通知")
    corrected = first.with_notice(2027, NATIONAL_HOLIDAYS_2027[:3], [], source="示例更正")

    assert corrected.is_workday(date(2027, 10, 4))
    assert corrected.last_year == 2027


def test_a_notice_may_reach_into_the_new_years_days_of_its_neighbours() -> None:
    """31 December 2022 was free by the notice of 2023."""
    entered = SEED.with_notice(2027, [date(2026, 12, 31), date(2027, 1, 1)], [], source="示例通知")

    assert not entered.is_workday(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("year", "holidays", "workdays", "reason"),
    [
        (2028, [date(2028, 1, 1)], [], "只能录入"),
        (2003, [date(2003, 1, 1)], [], "只能录入"),
        (2027, [date(2028, 5, 1)], [], "不在这一年"),
        (2027, [date(2027, 5, 1)], [date(2027, 5, 1)], "既放假又上班"),
        (2027, [date(2027, 6, 14)], [date(2027, 6, 16)], "不是周六或者周日"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    year: int, holidays: list[date], workdays: list[date], reason: str
) -> None:
    with pytest.raises(NoticeContradicts, match=reason):
        SEED.with_notice(year, holidays, workdays, source="示例通知")


@given(st.dates(date(2004, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_a_term_holds_as_many_working_days_as_it_says(start: date, days: int) -> None:
    end = SEED.add_workdays(start, days).day

    between = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    assert sum(map(SEED.is_workday, between)) == days
