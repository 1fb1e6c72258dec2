"""Months are a fold: each begins with what the one before left behind."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.assessment import StateImpossible, StateUnknown, assess
from doudi.policy.entities import household
from doudi.policy.fold import fold
from doudi.policy.report import as_json
from doudi.policy.rules import state
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.unknown import Unknown
from tests.policy.tiny import COUNTY, ON, Tiny, assessed, family, person, snapshot


def test_months_are_a_fold_over_what_the_month_before_left() -> None:
    rich = family(person(incomes={"wage": "90000.00"}))
    days = [date(2024, month, 1) for month in (1, 2, 3, 4)]

    done = fold(snapshot(), zip(days, [family(), family(), rich, family()], strict=True), place=COUNTY)

    assert [each.value("months_with") for each in done] == [1, 2, 0, 1]
    assert [each.value("welcome") for each in done] == [10000, 0, 0, 10000], "the rent is for the first month"


def test_the_first_file_of_a_fold_may_carry_its_own_state_and_the_later_ones_cannot() -> None:
    second = {**family(), "before": {"household": {"months_before": 0}}}
    first = {**family(), "before": {"household": {"months_before": 3}}}

    done = fold(snapshot(), [(date(2024, 1, 1), first), (date(2024, 2, 1), second)], place=COUNTY)

    assert [each.value("months_with") for each in done] == [4, 5]


def test_what_was_unknown_last_month_is_unknown_this_month() -> None:
    unsure = family(register=None)

    done = fold(snapshot(), [(date(2024, 1, 1), unsure), (date(2024, 2, 1), family())], place=COUNTY)

    assert isinstance(done[1].value("months_with"), Unknown)
    assert done[1].outcomes[0].amount is None


def test_what_a_month_leaves_is_by_state_and_by_person() -> None:
    carried = assess(snapshot(), family(person(care="some"), person(id="b")), place=COUNTY, on=ON).carried()

    assert carried == {("months_before", None): 1, ("care_before", "m1"): 15000, ("care_before", "b"): 0}


def test_last_month_s_state_may_be_given() -> None:
    document = {**family(person(care="some", age=70)), "before": {"household": {"months_before": 2}}}

    assert assessed(document).value("welcome") == 0


@pytest.mark.parametrize(
    ("before", "error", "reason"),
    [
        ({"household": {"years_before": 1}}, StateUnknown, "“years_before”.*可用：care_before、months_before"),
        ({"members": {"m1": {"months_before": 1}}}, StateUnknown, "“months_before”"),
        ({"household": {"care_before": 1}}, StateUnknown, "“care_before”"),
        ({"household": {"months_before": -1}}, StateImpossible, "“months_before”不可能是 -1"),
        ({"household": {"months_before": 10001}}, StateImpossible, "不可能是 10001"),
        ({"members": {"m1": {"care_before": 10**11 + 1}}}, StateImpossible, "“care_before”不可能是"),
    ],
)
def test_a_state_that_no_month_could_have_left_is_refused(
    before: dict[str, Any], error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        assessed({**family(), "before": before})


def with_states() -> LawSnapshot:
    """Return a law that also carries last month's register and whether the family was poor."""
    text: dict[str, Any] = {"label": "上月", "cites": "law-2010#7"}
    tiny = Tiny().ruled_by(
        state("register_before", household, of="register", start=1, **text),
        state("poor_before", household, of="is_poor", start=0, **text),
    )
    said = tiny.change("cn/programmes/basic/topup.yaml", "存款太多", "'{register_before}{poor_before}'")
    return LawSnapshot.of(said.load())


def test_a_state_may_be_a_code_or_a_truth() -> None:
    rich = family(assets={"savings": "10000.01"})
    document = {**rich, "before": {"household": {"register_before": 2, "poor_before": True}}}

    found = as_json(assessed(document, law=with_states()))

    assert found["outcomes"][0]["reasons"][0]["text"] == "农村是"


@pytest.mark.parametrize("before", [{"register_before": 3}, {"poor_before": 2}, {"poor_before": -1}])
def test_a_state_that_is_no_such_code_or_truth_is_refused(before: dict[str, int]) -> None:
    with pytest.raises(StateImpossible):
        assessed({**family(), "before": {"household": before}}, law=with_states())
