"""The arithmetic of the law for any amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.arithmetic import FEN_A_YUAN, Rounding, contains, rounded, share
from doudi.policy.types import MEMBER_LIMIT, MONEY_LIMIT, RATE_LIMIT
from tests.properties.wide import Int64, OutOfInt64Error

amounts = st.integers(0, MONEY_LIMIT)
rates = st.integers(0, RATE_LIMIT)
divisors = st.integers(1, 12 * MEMBER_LIMIT)
modes = st.sampled_from(Rounding)

UP = (Rounding.UP_TO_FEN, Rounding.UP_TO_YUAN)
DOWN = (Rounding.DOWN_TO_FEN, Rounding.DOWN_TO_YUAN)
TO_YUAN = (Rounding.HALF_UP_TO_YUAN, Rounding.DOWN_TO_YUAN, Rounding.UP_TO_YUAN)


@given(amounts, divisors, modes)
def test_rounding_stays_within_a_unit_on_the_side_it_names(amount: int, divisor: int, mode: Rounding) -> None:
    unit = FEN_A_YUAN if mode in TO_YUAN else 1

    found, exact = rounded(amount, divisor, mode), Fraction(amount, divisor)

    assert found % unit == 0
    if mode in UP:
        assert exact <= found < exact + unit
    elif mode in DOWN:
        assert exact - unit < found <= exact
    else:
        assert exact - Fraction(unit, 2) < found <= exact + Fraction(unit, 2), "a half goes up"


@given(amounts, divisors, modes)
def test_rounding_what_is_round_changes_nothing(amount: int, divisor: int, mode: Rounding) -> None:
    whole = amount // FEN_A_YUAN * FEN_A_YUAN

    assert rounded(whole * divisor, divisor, mode) == whole
    assert rounded(rounded(amount, divisor, mode), 1, mode) == rounded(amount, divisor, mode)


@given(st.lists(amounts, min_size=2, max_size=2).map(sorted), divisors, modes)
def test_more_never_becomes_less_by_rounding(two: list[int], divisor: int, mode: Rounding) -> None:
    less, more = two

    assert rounded(less, divisor, mode) <= rounded(more, divisor, mode)


@given(amounts, modes)
def test_nothing_is_divided_among_nobody(amount: int, mode: Rounding) -> None:
    assert rounded(amount, 0, mode) == 0


@given(amounts, rates)
def test_a_share_is_exact_to_half_a_fen(amount: int, rate: int) -> None:
    found, exact = share(amount, rate), Fraction(amount * rate, 10_000)

    assert exact - Fraction(1, 2) < found <= exact + Fraction(1, 2)
    assert share(amount, 10_000) == amount


@given(st.sets(st.integers(0, 60)), st.integers(0, 60))
def test_a_mask_holds_exactly_its_codes(codes: set[int], code: int) -> None:
    assert contains(sum(1 << each for each in codes), code) == (code in codes)


@pytest.mark.parametrize("mode", Rounding)
@pytest.mark.parametrize("members", [1, MEMBER_LIMIT])
def test_no_step_leaves_64_bits_at_the_bounds_of_what_may_be_given(mode: Rounding, members: int) -> None:
    most, rate = Int64(MONEY_LIMIT * members), Int64(RATE_LIMIT)

    assert share(most, rate) == MONEY_LIMIT * members * 10
    assert rounded(most, Int64(1), mode) == most
    assert rounded(most, Int64(12 * members), mode) >= 0


def test_a_number_of_64_bits_notices_when_it_leaves_them() -> None:
    most = Int64(2**63 - 1)

    with pytest.raises(OutOfInt64Error):
        sum([most, 1])
    with pytest.raises(OutOfInt64Error):
        -Int64(-(2**63))  # pyright: ignore[reportUnusedExpression] it is the making of it that counts
    assert max(most - 1, most // 2, abs(-most) % 7) == most - 1
