"""What is probably a slip is asked about; it is computed all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from doudi.policy.doubts import beyond, doubts
from doudi.policy.snapshot import LawSnapshot
from tests.policy.tiny import Tiny, assessed, person


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([person(role="head", age=40), person(name="李某", role="partner", age=5)], ["李某填的是配偶，5 周岁"]),
        ([person(name="张某", role="head", age=19), person(role="partner", age=20)], ["张某填的是户主，19 周岁"]),
        ([person(role="head", age=19)], []),
        ([person(role="head"), person(role="partner", age=20)], []),
    ],
)
def test_a_couple_too_young_to_be_married_is_asked_to_look_again_and_not_refused(
    people: list[dict[str, Any]], told: list[str]
) -> None:
    found = doubts(assessed({"household": {}, "members": people}))

    assert [doubt.split("，还不到法定婚龄（《")[0] for doubt in found] == told


def test_where_no_fact_tells_of_kin_there_is_nothing_to_doubt() -> None:
    tiny = Tiny()
    lines = str(tiny.files["cn/facts.yaml"]).splitlines()
    packs = tiny.put("cn/facts.yaml", "\n".join(line for line in lines if "kin: {" not in line) + "\n").load()
    people = [person(role="head", age=30), person(role="partner", age=15, id="b")]

    found = assessed({"household": {}, "members": people}, law=LawSnapshot.of(packs))

    assert doubts(found) == []


def test_a_day_a_year_after_the_packs_were_last_checked_is_said_with_the_last_day_checked() -> None:
    household = {"household": {}, "members": [person()]}

    last, after = (beyond(assessed(household, on=day)) for day in (date(2024, 12, 31), date(2025, 1, 1)))

    assert last == []
    assert after == [
        "收录的规定只核对到2024年1月1日，2025年1月1日在那以后：规定和标准可能已经改变，这里按已知的规定算。"
    ]
