"""The difference between two determinations: what moved the outcome, step after step, adding up to the fen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from doudi.policy.assessment import Status
from doudi.policy.moved import as_json, lines
from doudi.policy.moving import ORDER, Movement, Side, Standing, movement
from doudi.policy.snapshot import LawSnapshot
from tests.golden.cases import law, read_cases
from tests.policy.tiny import COUNTY, ON, Tiny, assessed, family, packs, person, snapshot

BEFORE_2020 = date(2019, 6, 1)
LONG_AGO = "2015-01-01"


def side(document: object, *, on: date = ON, known: LawSnapshot | None = None, **states: Any) -> Side:
    """Return a determination under the tiny law; `states` are last month's of the household."""
    found = known or snapshot()
    household = found.reader.read(document, on)
    household.before = {(name, None): value for name, value in states.items()}
    return Side(found, COUNTY, on, household)


def moved(earlier: Side, later: Side, programme: str = "topup", person: str | None = None) -> Movement:
    found = movement(earlier, later, programme, person)
    assert found is not None
    known = [step.moved for step in found.steps if step.moved is not None]
    total = found.after.above(found.before)
    assert total is None or len(known) < len(found.steps) or sum(known) == total
    return found


def told(found: Movement) -> list[tuple[str, str, int | None]]:
    return [(step.kind, step.name, step.moved) for step in found.steps]


def test_a_fact_that_moved_the_amount_is_named_with_what_it_moved() -> None:
    found = moved(side(family()), side(family(person(incomes={"wage": "2400.00"}))))

    assert told(found) == [("fact", "wage", -8000)]
    assert list(lines(as_json(found))) == [
        "【补助】符合条件 ¥520.00 → 符合条件 ¥440.00",
        "  1. 家庭情况：成员1：工资，¥1,200.00 → ¥2,400.00。每月减少 ¥80.00（¥520.00 → ¥440.00）",
    ]


def test_the_text_of_a_rule_the_parameters_and_the_facts_come_one_after_another() -> None:
    found = moved(side(family(moved_on=LONG_AGO), on=BEFORE_2020), side(family(moved_on=LONG_AGO, rent="150.00")))

    assert told(found) == [("rule", "counted_income", 2000), ("fact", "rent", 5000)]
    assert [step.kind for step in found.still] == ["day"]
    assert as_json(found)["steps"][0]["text"] == (
        "规定：收入（扣减一部分），《小法》第三条 → 《小法（2020年修订）》第三条。每月增加 ¥20.00（¥500.00 → ¥520.00）"
    )


def test_a_parameter_that_was_published_anew_moved_it() -> None:
    higher = Tiny().change("110101-bing/values/all.yaml", "'500.00'", "'550.00'").load()

    found = moved(side(family()), side(family(), known=LawSnapshot.of(higher)))

    assert [(step.name, step.was, step.now, step.moved) for step in found.steps] == [
        ("aid.standard.rural", "¥6,000.00", "¥6,600.00", 5000)
    ]


def test_who_came_and_who_left_are_steps_of_their_own() -> None:
    two, one = family(person(id="a"), person(id="b", name="张某乙")), family(person(id="a"))

    came, left = moved(side(one), side(two)), moved(side(two), side(one))

    assert [step.label for step in (*came.steps, *left.steps)] == ["计入家庭成员", "不再是家庭成员"]
    assert (came.steps[0].moved, left.steps[0].moved) == (42000, -42000)


def test_supporters_and_last_month_count() -> None:
    alone = family(person(care="some", age=70))
    helped = family(person(care="some", age=70, obligors=[{"is_able": True}]))
    unable = family(person(care="some", age=70, obligors=[{"is_able": False}]))
    unknown = family(person(care="some", age=70, obligors=None))

    statuses = [
        [(step.name, step.was, step.now, step.after.status) for step in moved(side(a), side(b), "care", "m1").steps]
        for a, b in ((alone, helped), (helped, unable), (unable, unknown))
    ]
    assert statuses == [
        [("obligors", "0 人", "1 人", Status.INELIGIBLE)],
        [("is_able", "是", "否", Status.ELIGIBLE)],
        [("obligors", "1 人", "未知", Status.UNDETERMINED)],
    ]
    states = moved(side(family(), months_before=3), side(family(), months_before=0))
    assert [(step.kind, step.label, step.moved) for step in states.steps] == [("before", "此前已补助月数", 10000)]
    assert told(moved(side(family(), months_before=3), side(family()))) == [("before", "months_before", 10000)]


def test_supporters_nobody_knows_of_before_or_after_are_no_step() -> None:
    now = family(person(incomes={"wage": "2400.00"}, obligors=None))

    assert told(moved(side(family(person(obligors=None))), side(now))) == [("fact", "wage", -8000)]


def test_last_month_of_a_member_is_theirs() -> None:
    earlier, later = (side(family(person(care="some", age=70, name="张某甲"))) for _ in range(2))
    later.household.before = {("care_before", "m1"): 20000, ("nothing", "x"): 1}

    (step,) = moved(earlier, later, "care", "m1").steps

    assert (step.kind, step.person, step.moved) == ("before", ("m1", "张某甲"), 5000)


def test_who_was_not_there_has_no_outcome_before() -> None:
    found = moved(side(family(person(id="b"))), side(family(person(id="a", care="some", age=70))), "care", "a")

    assert (found.before, found.after.status) == (Standing(None, None), Status.ELIGIBLE)
    assert next(lines(as_json(found))) == "【照料】成员1：不涉及 → 符合条件 ¥150.00"


def test_what_is_no_longer_known_is_said_to_be_unknown_and_not_to_be_lost() -> None:
    gone = as_json(moved(side(family()), side(family(register=None))))
    back = as_json(moved(side(family(register=None)), side(family())))
    still = as_json(moved(side(family(register=None)), side(family(register=None, rent=None))))

    assert gone["steps"][0]["text"] == (
        "家庭情况：户籍，农村 → 未知。符合条件 → 还不能判断，金额还不知道（此前每月 ¥520.00）"
    )
    assert back["steps"][0]["text"] == (
        "家庭情况：户籍，未知 → 农村。还不能判断 → 符合条件，每月 ¥520.00（此前金额还不知道）"
    )
    assert [(each["moved_fen"], [step["moved_fen"] for step in each["steps"]]) for each in (gone, back, still)] == [
        (None, [None]), (None, [None]), (None, []),
    ]  # fmt: skip


def test_a_refusal_that_becomes_unknown_had_no_amount_before() -> None:
    rich = side(family(assets={"savings": "90000.00"}))
    opened = as_json(moved(rich, side(family(assets=None))))

    assert [step["text"].partition("。")[2] for step in opened["steps"]] == ["不符合条件 → 还不能判断"]


def test_a_programme_that_began_is_a_step() -> None:
    since = Tiny().change("cn/programmes/basic/topup.yaml", "from: 2010-01-01", "from: 2024-01-01").load()
    known = LawSnapshot.of(since)

    found = moved(side(family(), on=BEFORE_2020, known=known), side(family(), known=known))
    gone = moved(side(family(), known=known), side(family(), on=BEFORE_2020, known=known))

    began, ended = (step for step in (*found.steps, *gone.steps) if step.kind == "programme")
    assert [(step.was, step.now) for step in (began, ended)] == [("没有这个项目", None), (None, "没有这个项目")]
    assert found.after == moved(side(family()), side(family())).after
    early = side(family(), on=BEFORE_2020, known=known)
    assert movement(early, early, "topup") is None


def test_texts_that_only_hold_together_change_together() -> None:
    """A rule that reads a new rule cannot come into force alone."""
    old = packs()
    versions = dict(old.book.versions)
    gap = versions["gap"][0]
    renamed = replace(versions["gap_per_head"][0], name="gap_a_head")
    takes = {"gap_a_head": (gap.takes or {})["gap_per_head"], "people": (gap.takes or {})["people"]}
    reading = replace(gap, reads=tuple(takes), takes=takes, function=lambda gap_a_head, people: gap_a_head * people)
    versions |= {"gap": (replace(reading, source="new"),), "gap_a_head": (renamed,)}
    new = replace(old, book=replace(old.book, versions=versions), computations={})

    found = moved(side(family()), side(family(), known=LawSnapshot.of(new)))

    assert found.steps == ()
    assert [(step.kind, step.name, step.label) for step in found.still] == [
        ("programme", "gap,gap_a_head", "补差、每人补差")
    ]


def test_a_step_that_moves_nothing_is_counted_and_the_first_few_are_named() -> None:
    document = family(
        person(is_disabled=True, illness="cough", age=41, care="full"), savings=None, moved_on="2021-01-01"
    )
    later = {**document, "household": {**document["household"], "assets": {"savings": "1.00"}}}

    found = moved(
        side(family()), side({**later, "household": {k: v for k, v in later["household"].items() if k != "savings"}})
    )

    assert list(lines(as_json(found)))[1:] == ["  结果没有变化。", "  另有 4 项不同，对结果没有影响：" + "、".join(
        f"{step.person[1]}的{step.label}" if step.person else step.label for step in found.still
    )]  # fmt: skip


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
@pytest.mark.parametrize("folder", ["heze", "lanzhou", "luliang", "datonghu", "dali"])
def test_between_any_two_golden_cases_the_steps_lead_from_one_to_the_other(folder: str) -> None:
    sides = []
    for case in [each for each in read_cases() if each.folder == folder and each.refused is None][::12]:
        known, month = law().assuming(case.assumed) if case.assumed else law(), case.months[0]
        household = known.reader.read(month.document, month.day)
        sides.append(Side(known, case.place, month.day, household))

    for earlier, later in pairwise(sides):
        found = movement(earlier, later, "dibao")
        again = movement(later, later, "dibao")
        assert found is not None
        assert again is not None
        assert found.after == again.before
        assert [ORDER.index(step.kind) for step in found.steps] == sorted(
            ORDER.index(step.kind) for step in found.steps
        )


def test_of_many_new_texts_those_are_named_that_moved_the_outcome() -> None:
    """From 2022 back to 2015: a few of the many texts, found by halves, and together they make the whole."""
    chosen = {case.name: case for case in read_cases()}
    sides = []
    for name in ("lanzhou/tekun-elderly-dibao-obligor", "lanzhou/temporary-2015-dibao-family"):
        case, known = chosen[name], law()
        month = case.months[0]
        sides.append(Side(known, case.place, month.day, known.reader.read(month.document, month.day)))

    found = movement(sides[0], sides[1], "dibao")

    assert found is not None
    texts = [step.name for step in (*found.steps, *found.still) if step.kind == "rule"]
    assert len(texts) > 1
    assert len(set(",".join(texts).split(","))) == len(",".join(texts).split(","))


def test_the_whole_is_what_the_engine_determines() -> None:
    found = moved(side(family()), side(family(person(age=70), rent="50.00")))
    (outcome,) = (each for each in assessed(family(person(age=70), rent="50.00")).outcomes if not each.path)

    assert (found.after.status, found.after.amount) == (outcome.status, outcome.amount)
