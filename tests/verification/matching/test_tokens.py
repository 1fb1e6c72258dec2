"""Tokens: equal ones for equal keys, different ones for different keys, new ones under another secret."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.verification.matching.numbers import NO_KEY
from doudi.verification.matching.tokens import AT_ONCE, NO_TOKEN, tokens

SECRET, OTHER = b"0" * 32, b"1" * 32
KEYS = st.lists(st.integers(0, 11 * 10**17 - 1), min_size=1, max_size=50)


@settings(max_examples=40, deadline=None)
@given(KEYS)
def test_equal_keys_have_equal_tokens_wherever_they_stand(keys: list[int]) -> None:
    column = np.array(keys, np.int64)

    assert tokens(column, SECRET).tolist() == tokens(column[::-1], SECRET)[::-1].tolist()
    assert not set(tokens(column, SECRET)) & set(tokens(column, OTHER))


def test_different_keys_have_different_tokens_over_a_large_sample() -> None:
    column = np.arange(AT_ONCE + 1000, dtype=np.int64)  # more than are sealed at once

    assert len(np.unique(tokens(column, SECRET))) == len(column)


def test_a_row_without_a_key_has_no_token() -> None:
    assert tokens(np.array([NO_KEY, 5]), SECRET).tolist()[0] == NO_TOKEN
