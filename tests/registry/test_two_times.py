"""Two times: whatever is corrected later, what was answered at a moment is answered for that moment for ever."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from doudi.accounts.models import Officer
from doudi.accounts.permissions import MayNot
from doudi.kernel.spans import Span
from doudi.registry import queries
from doudi.registry.models import Membership, Person, PersonRecord
from doudi.registry.refusals import (
    DiesBeforeBirth,
    DiesTooLate,
    NameMissing,
    NotHere,
    NothingToCorrect,
    NotYetBorn,
    ReasonMissing,
)
from doudi.registry.services.correct_person import correct_person, record_death
from doudi.registry.services.dwelling import form_household, join, leave
from doudi.registry.timelines import moment, outside, revise, span_of
from tests.registry.conftest import BORN, TODAY, VILLAGE, Register, number

pytestmark = pytest.mark.django_db
ActingAs = Callable[..., AbstractContextManager[None]]
LATE = date(2025, 1, 1)
WITHOUT_SHRINKING = (Phase.explicit, Phase.generate)
"""Each example writes to the database: shrinking one takes minutes and says little more."""

days = st.dates(BORN, date(2024, 12, 31))
corrections = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["张某甲", "张某乙", "李某", "单某"]), "since": st.none() | days}),
    min_size=1,
    max_size=5,
)
dwellings = st.lists(st.tuples(st.sampled_from(["join", "leave"]), days), min_size=1, max_size=6)


@settings(
    max_examples=15,
    deadline=None,
    phases=WITHOUT_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=corrections, asked=days)
def test_what_was_known_of_a_person_at_any_moment_is_answered_for_ever(
    here: Officer, acting_as: ActingAs, register: Register, history: list[dict[str, Any]], asked: date
) -> None:
    answered: list[tuple[Any, str | None]] = []

    with acting_as(here, on=LATE):
        person = register(here, number=None)
        for change in history:
            answered.append((moment(), _name(person, asked)))
            told = {"name": change["name"]}
            correct_person(person=person, told=told, since=change["since"], reason="更正", on=LATE, by=here)
            if change["since"] is None or change["since"] <= asked:
                assert _name(person, asked) == change["name"]

        assert [_name(person, asked, known_at) for known_at, _ in answered] == [said for _, said in answered]


@settings(
    max_examples=15,
    deadline=None,
    phases=WITHOUT_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=dwellings, asked=days)
def test_where_somebody_was_known_to_dwell_is_answered_for_ever(
    here: Officer, acting_as: ActingAs, register: Register, history: list[tuple[str, date]], asked: date
) -> None:
    answered: list[tuple[Any, int | None]] = []

    with acting_as(here, on=LATE):
        person = register(here, number=None)
        for act, day in history:
            answered.append((moment(), _home(person, asked)))
            if act == "leave":
                leave(person=person, on=LATE, since=day, by=here, reason="迁出")
                expected = None
            else:
                household = form_household(place=VILLAGE, address="1号", register="rural", on=LATE, by=here)
                join(person=person, household=household, relation="other", on=LATE, since=day, by=here)
                expected = household.pk
            if day <= asked:
                assert _home(person, asked) == expected

        assert [_home(person, asked, known_at) for known_at, _ in answered] == [said for _, said in answered]


@given(held=st.tuples(days, st.none() | days), cut=st.tuples(days, st.none() | days), asked=days)
def test_what_a_cut_leaves_is_what_was_held_and_not_cut(
    held: tuple[date, date | None], cut: tuple[date, date | None], asked: date
) -> None:
    first, second = _span(*held), _span(*cut)

    left = outside(first, second)

    assert any(asked in piece for piece in left) == (asked in first and asked not in second)


def test_a_correction_of_some_days_leaves_the_others(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        person = register(here)

        changed = revise(
            PersonRecord.objects.all(), Span(date(2000, 1, 1), date(2010, 1, 1)), changes={"name": "张某乙"}
        )
        revise(PersonRecord.objects.all(), Span(date(2005, 1, 1), date(2006, 1, 1)), changes=None)

        assert [span_of(one) for one in changed] == [Span(date(2000, 1, 1), date(2010, 1, 1))]
        told = [_name(person, date(year, 6, 1)) for year in (1999, 2000, 2005, 2006, 2010)]
        assert told == ["张某甲", "张某乙", None, "张某乙", "张某甲"]


def test_a_new_name_holds_from_its_day_and_both_names_are_found(
    here: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        person = register(here)
        changed = date(2024, 2, 1)

        record = correct_person(person=person, told={"name": "单某乙"}, since=changed, reason="改名", on=TODAY, by=here)

        assert record.sort_key == "shan mou yi"
        assert (_name(person, changed - timedelta(days=1)), _name(person, changed)) == ("张某甲", "单某乙")
        assert [one.person_id for one in queries.search(VILLAGE, "张某甲", on=TODAY)] == [person.pk]
        assert [one.person_id for one in queries.search(VILLAGE, "shanmou", on=TODAY)] == [person.pk]


def test_a_death_holds_for_the_record_and_ends_the_dwelling_the_day_after(
    here: Officer, acting_as: ActingAs, register: Register
) -> None:
    with acting_as(here):
        person = register(here, on=date(2024, 1, 1))

        record = record_death(person=person, died_on=date(2024, 2, 9), source="死亡医学证明", on=TODAY, by=here)

        assert record.died_on == date(2024, 2, 9)
        assert queries.membership_of(person, on=date(2024, 2, 9)) is not None
        assert queries.membership_of(person, on=date(2024, 2, 10)) is None
        alive = correct_person(person=person, told={"died_on": None}, reason="登记错误", on=TODAY, by=here)
        assert alive.died_on is None


def test_what_cannot_be_is_refused_with_its_sentence(
    here: Officer, elsewhere: Officer, acting_as: ActingAs, register: Register
) -> None:
    def correct(told: dict[str, Any], reason: str = "更正", by: Officer = here) -> None:
        correct_person(person=person, told=told, reason=reason, on=TODAY, by=by)

    with acting_as(here):
        person = register(here)
        for told, refusal in (
            ({}, NothingToCorrect),
            ({"place": "x"}, NothingToCorrect),
            ({"name": " "}, NameMissing),
            ({"born_on": date(2030, 1, 1)}, NotYetBorn),
            ({"died_on": date(2030, 1, 1)}, DiesTooLate),
            ({"died_on": date(1960, 1, 1)}, DiesBeforeBirth),
        ):
            with pytest.raises(refusal):
                correct(told)
        with pytest.raises(ReasonMissing):
            correct({"name": "张某乙"}, reason=" ")
        with pytest.raises(MayNot):
            correct({"name": "张某乙"}, by=elsewhere)
        assert PersonRecord.objects.count() == 1
    with acting_as(elsewhere), pytest.raises(NotHere):
        correct({"name": "张某乙"}, by=elsewhere)


def test_who_dwelt_here_before_is_still_seen(here: Officer, acting_as: ActingAs, register: Register) -> None:
    with acting_as(here):
        person = register(here, number=number(3))
        leave(person=person, on=date(2024, 6, 1), by=here, reason="迁出")

    with acting_as(here, on=LATE):
        assert queries.record_of(person, on=LATE) is not None
        assert queries.place_of(person, on=LATE) == VILLAGE
        assert Membership.objects.count() == 2


def _name(person: Person, on: date, known_at: Any = None) -> str | None:
    record = queries.record_of(person, on=on, known_at=known_at)
    return record.name if record else None


def _home(person: Person, on: date, known_at: Any = None) -> int | None:
    household = queries.household_of(person, on=on, known_at=known_at)
    return household.pk if household else None


def _span(start: date, end: date | None) -> Span:
    return Span(min(start, end), max(start, end) + timedelta(days=1)) if end else Span(start)
