"""What is loaded to stay is never looked through for garbage; what comes after it is."""

from __future__ import annotations

import gc

import pytest

from doudi.kernel.lasting import lasting


def test_what_is_made_inside_is_set_aside_and_the_search_goes_on_afterwards() -> None:
    before = gc.get_freeze_count()

    with lasting():
        inside = gc.isenabled()
        made = [[] for _ in range(1_000)]

    assert (inside, gc.isenabled()) == (False, True)
    assert gc.get_freeze_count() - before >= len(made)


def test_the_search_goes_on_when_loading_fails() -> None:
    with pytest.raises(ZeroDivisionError), lasting():
        _ = 1 // 0

    assert gc.isenabled()


def test_of_two_one_inside_the_other_the_outer_one_ends_it() -> None:
    with lasting():
        with lasting():
            pass
        assert not gc.isenabled()

    assert gc.isenabled()
