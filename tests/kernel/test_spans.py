"""Half-open spans of days."""

from datetime import date

import pytest

from doudi.kernel.months import Month
from doudi.kernel.spans import Span, SpanEmpty

JANUARY, MARCH, MAY = date(2024, 1, 1), date(2024, 3, 1), date(2024, 5, 1)


def test_the_first_day_counts_and_the_end_does_not() -> None:
    span = Span(JANUARY, MARCH)

    assert JANUARY in span
    assert date(2024, 2, 29) in span
    assert MARCH not in span
    assert date(2023, 12, 31) not in span


def test_a_span_without_end_goes_on() -> None:
    span = Span(JANUARY)

    assert span.is_open
    assert date.max in span
    assert date(2023, 12, 31) not in span


@pytest.mark.parametrize("end", [JANUARY, date(2023, 12, 31)])
def test_a_span_without_a_day_is_refused(end: date) -> None:
    with pytest.raises(SpanEmpty, match="应晚于"):
        Span(JANUARY, end)


def test_spans_that_touch_do_not_overlap() -> None:
    assert not Span(JANUARY, MARCH).overlaps(Span(MARCH, MAY))
    assert Span(JANUARY, MARCH).intersection(Span(MARCH)) is None


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Span(JANUARY, MAY), Span(MARCH), Span(MARCH, MAY)),
        (Span(JANUARY), Span(MARCH), Span(MARCH)),
        (Span(JANUARY, MARCH), Span(JANUARY, MAY), Span(JANUARY, MARCH)),
    ],
)
def test_what_two_spans_share_is_a_span(one: Span, other: Span, shared: Span) -> None:
    assert one.intersection(other) == other.intersection(one) == shared
    assert one.overlaps(other)


def test_a_month_spans_its_days() -> None:
    assert Span.of_month(Month(2024, 2)) == Span(date(2024, 2, 1), MARCH)


def test_a_span_is_written_with_or_without_its_end() -> None:
    assert str(Span(JANUARY, MARCH)) == "2024-01-01..2024-03-01"
    assert str(Span(JANUARY)) == "2024-01-01.."
