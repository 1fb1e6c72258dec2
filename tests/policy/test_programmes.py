"""What a programme says of itself: what it gives, how often, by whom, and beside what it is not given."""

from __future__ import annotations

from typing import Any

import pytest

from doudi.policy.report import as_json
from doudi.policy.snapshot import LawSnapshot
from tests.policy.tiny import Tiny, assessed, family, packs, person, snapshot

TOPUP, CARE = "cn/programmes/basic/topup.yaml", "cn/programmes/basic/care.yaml"
STANDING = """\
id: standing
label: 认定
unit: household
from: 2010-01-01
cites: law-2010#1
layer: basic
department: welfare
who: 本人
gives: status
period: standing
service: 可以再申请别的
conditions:
  - {rule: is_poor, otherwise: '不困难'}
persons: is_weak
"""
OLD_AND_POOR = family(person(care="some", age=70, incomes={}))


def with_standing(*changes: tuple[str, str, str]) -> LawSnapshot:
    """Return the tiny law with a programme that gives a standing."""
    tiny = Tiny().put("cn/programmes/other/standing.yaml", STANDING)
    for file, old, new in changes:
        tiny = tiny.change(file, old, new)
    return LawSnapshot.of(tiny.load())


def report(law: LawSnapshot, document: object = OLD_AND_POOR) -> dict[str, Any]:
    """Return the report of a household."""
    return as_json(assessed(document, law=law))


def test_a_standing_is_given_without_an_amount() -> None:
    found = next(each for each in report(with_standing())["outcomes"] if each["programme"] == "standing")

    assert (found["status"], found["amount"], found["service"]) == ("eligible", None, "可以再申请别的")
    assert (found["layer"], found["gives"], found["period_label"]) == ("basic", ["status"], "有效期内")
    assert [child["name"] for child in found["explanation"]["children"]] == ["is_poor"]


def test_two_programmes_that_exclude_each_other_are_a_choice_with_both_amounts() -> None:
    law = with_standing((CARE, "applies: needs_care\n", "applies: needs_care\nexcludes: {standing: law-2010#10}\n"))

    choices = report(law)["choices"]

    assert len(choices) == 1
    assert {each["programme"]: each["amount"] for each in choices[0]["programmes"]} == {
        "care": "150.00",
        "standing": None,
    }
    assert choices[0]["persons"] == [{"id": "m1", "name": "成员1"}]
    assert choices[0]["cites"][0]["id"] == "law-2010#10"


def test_programmes_for_different_people_exclude_nobody() -> None:
    law = with_standing((CARE, "applies: needs_care\n", "applies: needs_care\nexcludes: {topup: law-2010#10}\n"))

    assert report(law)["choices"] == [], "the top-up says of nobody that it is for them"


def test_what_is_granted_stands_first_and_the_larger_sum_of_a_year_before_the_smaller() -> None:
    found = assessed(
        family(person(incomes={}, care="some", age=70), person(care="some", age=30)), law=with_standing()
    ).ranked()

    assert [(each.programme.id, each.path) for each in found] == [
        ("topup", ()), ("care", (0,)), ("standing", ()), ("care", (1,)),
    ]  # fmt: skip


def test_only_the_programmes_that_are_asked_for_are_determined() -> None:
    law = snapshot().law("110101", assessed(OLD_AND_POOR).law.day, frozenset({"care"}))

    assert [each.id for each in law.programmes] == ["care"]
    assert "topup" not in law.computation.plan.names


def test_an_amount_by_the_year_is_one_of_the_year_and_not_of_the_month() -> None:
    flaws = Tiny().change(TOPUP, "period: month", "period: year").flaws()

    assert "“topup”的单位是 FenMonth，这里应是 FenYear" in [flaw.reason for flaw in flaws]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (CARE, "department: welfare", "department: warfare", "没有部门“warfare”"),
        (CARE, "layer: special", "layer: middle", "layer 应是 basic、special、urgent、other 之一"),
        (CARE, "gives: [money, service]", "gives: [money, advice]", "gives 应是 money、goods、service、status 之一"),
        (CARE, "service: 上门照料\n", "", "须用 service 写明给什么"),
        (TOPUP, "amount: topup\n", "", "须用 service 写明给什么"),
        (CARE, "period: month", "period: week", "period 应是 month、year、term、once、treatment、standing 之一"),
        (CARE, "service: 上门照料\n", "service: 照料\nexcludes: {tax: law-2010}\n", "excludes 指向没有的项目“tax”"),
        (CARE, "service: 上门照料\n", "service: 照料\nexcludes: {care: law-2010}\n", "excludes 指向没有的项目“care”"),
        (CARE, "service: 上门照料\n", "service: 照料\nexcludes: {topup: law-2010#99}\n", "《小法》没有这一条"),
        (CARE, "service: 上门照料\n", "service: 照料\nhandled: perhaps\n", "这里应是 true 或 false"),
    ],
)
def test_a_programme_that_says_what_cannot_be_is_refused(file: str, old: str, new: str, reason: str) -> None:
    flaws = Tiny().change(file, old, new).flaws()

    assert [flaw.file for flaw in flaws] == [f"packs/{file}"]
    assert reason in flaws[0].reason


def test_facts_and_sources_may_stand_in_a_file_of_their_own() -> None:
    tiny = Tiny().put("cn/facts/school.yaml", "member:\n  is_pupil: {type: bool, label: 在读}\n")
    tiny = tiny.put("cn/sources/school.yaml", "school-law: {title: 《学法》, articles: 3, kind: law, read: web}\n")

    packs = tiny.load()

    assert packs.facts.by_name["is_pupil"].label == "在读"
    assert packs.sources.by_id["school-law"].title == "《学法》"


def test_a_group_is_asked_of_families_or_of_an_office() -> None:
    tiny = Tiny().change("cn/facts.yaml", "assets: {group: true, ", "assets: {group: true, asked_of: nobody, ")

    assert "asked_of 只能是 office" in tiny.flaws()[0].reason


def test_a_vocabulary_is_written_once() -> None:
    flaws = Tiny().put("cn/facts/more.yaml", "vocabulary:\n  Care: {none: 无, some: 有, full: 全}\n").flaws()

    assert [(flaw.file, flaw.line, flaw.reason) for flaw in flaws] == [
        ("packs/cn/facts/more.yaml", 2, "词表“Care”写了两次")
    ]


def test_the_packs_know_which_programmes_cases_are_opened_for() -> None:
    assert packs().handled == {programme.id for programme in packs().programmes if programme.handled}
    assert packs().handled
