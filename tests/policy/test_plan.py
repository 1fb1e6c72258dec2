"""The rules in force on a day must hang together: no circle, no unknown name, no unit misread."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.policy.entities import household, member, obligor
from doudi.policy.rules import Rule, choose, count, negation, rule, state, total
from doudi.policy.types import Count, FenMonth, FenYear
from tests.policy.tiny import Tiny

TOPUP = "cn/programmes/basic/topup.yaml"


def planned(*more: Rule, reads: str, without: tuple[str, ...] = ()) -> list[str]:
    """Return why the plan of a programme that also reads a name is refused."""
    tiny = Tiny().ruled_by(*more, without=without).change(TOPUP, "otherwise: 刚搬来", f"otherwise: '{{{reads}}}'")
    return [flaw.reason for flaw in tiny.flaws()]


def text(cites: str = "law-2010#1") -> dict[str, Any]:
    """Return what each combination states."""
    return {"label": "某", "cites": cites}


@rule(household, "甲", cites="law-2010#1")
def hen(egg: Count) -> Count:
    return egg


@rule(household, "乙", cites="law-2010#1")
def egg(hen: Count) -> Count:
    return hen


def test_rules_that_read_each_other_in_a_circle_are_refused() -> None:
    reasons = planned(hen, egg, reads="hen")

    assert "2010-01-01：hen：规则成环：hen → egg → hen。" in reasons


def test_a_name_that_a_rule_reads_and_nobody_gives_is_refused() -> None:
    reasons = planned(hen, reads="hen")

    assert "2010-01-01：hen：读取的“egg”既不是事实、参数，也没有这一天有效的规则。" in reasons


@rule(household, "读下级", cites="law-2010#1")
def reads_downwards(income: FenYear) -> FenYear:
    return income


@rule(household, "单位不同", cites="law-2010#1")
def reads_as_months(standard: FenMonth) -> FenMonth:
    return standard


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (reads_downwards, "reads_downwards：不能直接读取下一级的“income”，应当汇总"),
        (reads_as_months, "reads_as_months：“standard”的单位是 FenYear，却按 FenMonth 读取"),
        (total("sum", household, of="is_able", **text()), "sum：汇总的“is_able”不属于下一级"),
        (total("sum", obligor, of="is_able", **text()), "sum：汇总的“is_able”不属于下一级"),
        (count("heads", household, of="income", **text()), "heads：“income”的单位是 FenYear，却按 bool 读取"),
        (negation("no", household, of="gap", **text()), "no：“gap”的单位是 FenMonth，却按 bool 读取"),
        (
            choose("either_way", household, by="register", cases={1: "gap", 2: "standard"}, **text()),
            "either_way：“gap”的单位是 FenMonth，却按 FenYear 读取",
        ),
        (state("was", household, of="income", start=0, **text()), "was：上月状态与“income”应同属家庭，或者同属成员"),
        (state("was", member, of="people", start=0, **text()), "was：上月状态与“people”应同属家庭，或者同属成员"),
        (state("was", obligor, of="is_able", start=0, **text()), "was：上月状态与“is_able”应同属家庭，或者同属成员"),
    ],
)
def test_a_rule_that_reads_what_it_cannot_is_refused(wrong: Rule, reason: str) -> None:
    reasons = planned(wrong, reads=wrong.name)

    assert any(reason in told for told in reasons), reasons


def test_a_state_of_which_nobody_knows_the_unit_is_refused() -> None:
    last = state("last", household, of="now", start=0, **text())
    now = choose("now", household, by="has_just_moved", cases={True: "last", False: "last"}, **text())

    reasons = planned(last, now, reads="now")

    assert any("上月状态的单位无从得知" in told for told in reasons)
