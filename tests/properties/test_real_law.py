"""What must hold of every household, under the packs and rules of this installation, at any place and on any day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.policy.assessment import Assessment, assess
from doudi.policy.checks import change_days
from doudi.policy.entities import household, member, obligor
from doudi.policy.facts import Fact
from doudi.policy.fold import fold
from doudi.policy.household import Household
from doudi.policy.packs import Packs
from doudi.policy.places import PlaceUnknown
from doudi.policy.snapshot import LawSnapshot, NoLawYet
from doudi.policy.types import COUNT_LIMIT, MEMBER_LIMIT, MONEY_LIMIT, RATE_LIMIT, Kind
from doudi.policy.unknown import Unknown
from doudi.policy.values import day_number
from doudi.standards import lawbook
from tests.properties.homes import Document, Maker, forgotten
from tests.properties.knowledge import expect_kept, expect_whole
from tests.properties.wide import Int64

PLACES_TRIED, EXAMPLES = 8, 60
LIMITS = {
    Kind.COUNT: COUNT_LIMIT, Kind.BASIS_POINTS: RATE_LIMIT, Kind.YEARS: RATE_LIMIT, Kind.MONTHS: RATE_LIMIT,
    Kind.DAYS: RATE_LIMIT,
}  # fmt: skip
seeds = st.integers(0, 10**9)


@cache
def packs() -> Packs:
    return lawbook.packs()


@cache
def snapshot() -> LawSnapshot:
    """Return the law as the packs have it."""
    return LawSnapshot.of(packs())


@cache
def complete(place: str, day: date) -> LawSnapshot:
    """Return a law in which nothing is missing there and then: what no pack says of the place another place lends."""
    lent = {each.parameter: each.value for each in packs().values if each.value is not None}
    law = snapshot().law(place, day)
    missing = {cause.name for value in law.values.values() if isinstance(value, Unknown) for cause in value.causes}
    return LawSnapshot(packs(), assumed={name: lent.get(name, 1) for name in sorted(missing)})


@cache
def moments() -> list[tuple[str, date]]:
    """Return places and days on which there is law: each day of change, and the day before it."""
    random = Random(20240301)  # noqa: S311 the same places each time
    places = random.sample(sorted(packs().places.by_code), PLACES_TRIED)
    days = {day for change in change_days(packs()) for day in (change, change - timedelta(days=1))}
    return [(place, day) for place in places for day in [*sorted(days), date(2026, 11, 21)] if is_governed(place, day)]


def is_governed(place: str, day: date) -> bool:
    try:
        packs().places.chain(place, day)
        snapshot().planned(day)
    except (NoLawYet, PlaceUnknown):
        return False
    return True


def made(seed: int) -> tuple[Random, Document, str, date]:
    """Make a household, and say where and when it asks."""
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    return random, Maker(packs().facts, random).home(), *random.choice(moments())


@settings(max_examples=EXAMPLES)
@given(seeds)
def test_any_household_is_assessed_whole(seed: int) -> None:
    _, home, place, day = made(seed)

    for law in (snapshot(), complete(place, day)):
        expect_whole(assess(law, home, place=place, on=day))


@settings(max_examples=EXAMPLES)
@given(seeds, st.sampled_from([0.005, 0.02, 0.1, 0.5]))
def test_what_is_certain_stays_so_whatever_else_becomes_known(seed: int, share: float) -> None:
    random, home, place, day = made(seed)
    less = forgotten(home, random, share)

    for law in (snapshot(), complete(place, day)):
        expect_kept(assess(law, less, place=place, on=day), assess(law, home, place=place, on=day))


@settings(max_examples=EXAMPLES)
@given(seeds)
def test_a_published_figure_that_was_missing_changes_nothing_that_was_certain(seed: int) -> None:
    _, home, place, day = made(seed)

    expect_kept(assess(snapshot(), home, place=place, on=day), assess(complete(place, day), home, place=place, on=day))


@settings(max_examples=EXAMPLES // 4)
@given(seeds)
def test_of_a_household_nothing_is_known_of_nothing_is_granted(seed: int) -> None:
    random, home, place, day = made(seed)

    found = assess(complete(place, day), forgotten(home, random, 1.0), place=place, on=day)

    assert "eligible" not in {each.status.value for each in found.outcomes}


@settings(max_examples=EXAMPLES // 4)
@given(seeds)
def test_any_months_can_follow_one_another(seed: int) -> None:
    random, home, place, day = made(seed)
    later = Maker(packs().facts, random).home()
    months = [(day, home), (day, later), (day, forgotten(home, random, 0.02)), (day, home)]

    done = fold(complete(place, day), months, place=place)

    for each in done:
        expect_whole(each)
    assert len(done) == len(months)


@settings(max_examples=EXAMPLES // 4)
@given(seeds)
def test_no_result_leaves_64_bits_whatever_a_full_household_declares(seed: int) -> None:
    random = Random(seed)  # noqa: S311 a failing seed must fail again
    place, day = random.choice(moments())
    law = LawSnapshot(packs(), assumed=largest(complete(place, day).assumed, random)).law(place, day)
    home = complete(place, day).reader.read(Largest(packs().facts, random).home(), day)

    frames = law.computation.run(widened(law.values), wide(home), Int64(day_number(day)))

    assert frames.own, "an OutOfInt64Error would have been raised"


def largest(assumed: Mapping[str, int], random: Random) -> dict[str, int]:
    """Return assumptions in which nearly every parameter is the largest that a pack or a county may set."""
    found = dict(assumed)
    for name, parameter in packs().parameters.items():
        kind = parameter.unit.kind
        most = MONEY_LIMIT if parameter.unit.is_money else LIMITS.get(kind)
        if most is not None and random.randint(0, 9):
            found[name] = min(most, parameter.most or most)
    return found


class Largest(Maker):
    """Makes households as large as can be, in which nearly every amount is as large as may be given."""

    def home(self, *, members: int = MEMBER_LIMIT, obligors: int = MEMBER_LIMIT) -> Document:
        """Make a file of as many people as may be."""
        self.plain = self.unknown = 0
        supporters = [self.of(obligor)] * obligors
        people = [{**self.of(member), "obligors": supporters} for _ in range(members)]
        self.relate(people)
        return {"household": self.of(household), "members": people}

    def number(self, fact: Fact) -> int:
        """Give the most that may be given, nine times out of ten."""
        return fact.most if self.random.randint(0, 9) else super().number(fact)


def widened(values: Any) -> dict[Any, Any]:
    """Return values of which every number watches its width."""
    return {key: Int64(value) if type(value) is int else value for key, value in values.items()}


def wide(home: Household) -> Household:
    """Let every number of a household watch its width."""
    home.facts = widened(home.facts)
    for person in home.members:
        person.facts = widened(person.facts)
        for supporter in person.obligors or ():
            supporter.facts = widened(supporter.facts)
    return home


def test_the_moments_that_are_tried_reach_every_programme() -> None:
    programmes = {programme.id for place, day in moments() for programme in snapshot().law(place, day).programmes}

    assert programmes == {programme.id for programme in packs().programmes}


def test_the_households_that_are_tried_reach_every_status_and_choices() -> None:
    found: set[tuple[str, str]] = set()
    chosen_between: set[frozenset[str]] = set()
    for seed in range(3 * EXAMPLES):
        _, home, place, day = made(seed)
        given_to: Assessment = assess(complete(place, day), home, place=place, on=day)
        found |= {(each.programme.id, each.status.value) for each in given_to.outcomes}
        chosen_between |= {frozenset(each.programme.id for each in two.outcomes) for two in given_to.choices()}

    assert {status for _, status in found} == {"eligible", "ineligible", "undetermined"}
    assert {frozenset({"tekun", "unsupported-child"}), frozenset({"public-rental", "rent-subsidy"})} <= chosen_between
