"""Declared and found values held against the tagged rules of the tiny law."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from doudi.policy.entities import household, member
from doudi.policy.flagging import Flag, flags, formulas
from doudi.policy.rules import Rule, either, total
from doudi.policy.snapshot import LawSnapshot
from tests.policy.tiny import Tiny, assessed, book, family, person

SETTLED = either(
    "is_settled_here", household, ("has_settled",), label="已经住下", cites="law-2010#5", difference="查到刚搬来。"
)
UNHELPED = either(
    "is_unhelped", member, ("nobody_helps",), label="没有人帮", cites="law-2010#11", difference="查到有人帮。"
)


def flagged(declared: Any, found: Any, *rules: Rule) -> list[Flag]:
    law = LawSnapshot.of(Tiny().ruled_by(*rules).load())
    return flags(assessed(declared, law=law), assessed(found, law=law))


def test_what_cannot_be_said_any_more_names_what_is_not_known() -> None:
    [flag] = flagged(family(), family(moved_on=None), SETTLED)

    assert (flag.declared, flag.found, flag.missing) == (True, None, ("“迁入日期”",))
    assert flag.plainly == "“已经住下”：按申报符合，按查到的情况还不能判断，还缺“迁入日期”。"


def test_supporters_nobody_spoke_of_are_named_as_such() -> None:
    [flag] = flagged(family(person(id="a")), family(person(id="a", obligors=None)), UNHELPED)

    assert (flag.person, flag.missing) == (("a", "成员1"), ("“法定义务人”",))


def test_what_was_not_known_before_and_holds_now_speaks_against_nobody() -> None:
    assert flagged(family(moved_on=None), family(), SETTLED) == []
    assert flagged(family(moved_on=None), family(moved_on="2024-03-01"), SETTLED)[0].found is False


def test_who_is_gone_is_told_only_by_a_rule_that_has_words_for_it() -> None:
    both, one = family(person(id="a"), person(id="b")), family(person(id="a"))
    words = replace(UNHELPED, gone="去世了。")

    assert flagged(both, one, UNHELPED) == []
    [flag] = flagged(both, one, words)
    assert (flag.person, flag.is_gone, flag.plainly, formulas(flag.node)) == (("b", "成员2"), True, "去世了。", [])


def test_a_rule_of_a_programme_is_flagged_where_it_comes_as_far_as_the_outcome() -> None:
    tagged = replace(book().versions["is_poor"][0], difference="查到收入不低于标准。")
    rules = Tiny().ruled_by(tagged, without=("is_poor",)).rules
    law = LawSnapshot.of(Tiny(rules=rules).load())
    poor, rich = family(), family(person(incomes={"wage": "90000.00"}))

    [flag] = flags(assessed(poor, law=law), assessed(rich, law=law))

    assert ([each.id for each in flag.programmes], flag.facts) == (["topup"], (("wage", "m1"),))


def test_a_tag_on_what_is_no_truth_is_a_flaw_of_the_packs() -> None:
    sum_ = total("tagged_sum", household, of="wage", label="工资", cites="law-2010#3", difference="不一样。")

    assert any("应是家庭或者成员的一条是非规则" in flaw.reason for flaw in Tiny().ruled_by(sum_).flaws())
