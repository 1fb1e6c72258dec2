"""What must hold of every household under a law, shown on the tiny one, where a counter-example is easy to read."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from doudi.policy.assessment import assess
from tests.policy.tiny import packs, snapshot
from tests.properties.homes import Maker, forgotten
from tests.properties.knowledge import expect_kept, expect_whole

LAW = snapshot()
PLACES = ("110101", "110102", "110000", "000000")
chance = st.randoms(use_true_random=False)
days = st.dates(date(2010, 7, 1), date(2032, 12, 31))


@given(chance, st.sampled_from(PLACES), days)
def test_any_household_is_assessed_whole(random: Random, place: str, day: date) -> None:
    home = Maker(packs().facts, random).home()

    expect_whole(assess(LAW, home, place=place, on=day))


@given(chance, st.sampled_from(PLACES), days, st.sampled_from([0.02, 0.1, 0.5, 1.0]))
def test_what_is_certain_stays_so_whatever_else_becomes_known(
    random: Random, place: str, day: date, share: float
) -> None:
    home = Maker(packs().facts, random).home()
    less = forgotten(home, random, share)

    expect_kept(assess(LAW, less, place=place, on=day), assess(LAW, home, place=place, on=day))


@given(chance, st.sampled_from(PLACES), days)
def test_of_a_household_nothing_is_known_of_nothing_is_granted_or_refused(
    random: Random, place: str, day: date
) -> None:
    nothing = forgotten(Maker(packs().facts, random).home(), random, 1.0)

    found = assess(LAW, nothing, place=place, on=day)

    assert {each.status.value for each in found.outcomes} == {"undetermined"}
