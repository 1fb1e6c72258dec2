"""The explanation: every figure with its article, its origin, and whence we know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from doudi.policy.faces import faces
from doudi.policy.parameters import DatedValue
from doudi.policy.report import as_json
from doudi.policy.snapshot import PUBLISHED, LawSnapshot
from tests.policy.tiny import COUNTY, NATION, Tiny, assessed, family, packs, person, snapshot

Node = dict[str, Any]


def tree(document: object, programme: str = "topup", **how: Any) -> Node:
    """Return the explanation of the first outcome of a programme."""
    report = as_json(assessed(document, **how))
    return next(each["explanation"] for each in report["outcomes"] if each["programme"] == programme)


def nodes(root: Node) -> Iterator[Node]:
    yield root
    for child in root["children"]:
        yield from nodes(child)


def find(root: Node, name: str) -> Node:
    """Return the first node of a name."""
    return next(node for node in nodes(root) if node["name"] == name)


def below(root: Node, name: str) -> list[str]:
    return [child["name"] for child in find(root, name)["children"]]


def test_the_root_is_the_programme_with_its_amount_then_its_conditions() -> None:
    root = tree(family())

    assert (root["kind"], root["name"], root["value"]) == ("outcome", "topup", 52000)
    assert [cite["text"] for cite in root["cites"]] == ["《小法》第一条"]
    assert [child["name"] for child in root["children"]] == ["topup", "is_poor", "has_little", "has_settled"]


def test_what_is_not_granted_explains_its_conditions_only() -> None:
    root = tree(family(person(incomes={"wage": "9000.00"})))

    assert root["value"] is None
    assert [child["name"] for child in root["children"]] == ["is_poor", "has_little", "has_settled"]


def test_a_rule_shows_its_formula_with_values_its_article_and_its_result() -> None:
    found = find(tree(family()), "gap_per_head")

    assert found["kind"] == "rule"
    assert found["label"] == "每人补差"
    assert found["formula"] == "¥6,000.00 ÷ 12 − ¥80.00"
    assert (found["value"], found["text"], found["per"], found["person"]) == (42000, "¥420.00", "月", None)
    assert found["cites"] == [{"id": "law-2010#6", "text": "《小法》第六条", "url": "https://law.example/2010"}]


def test_a_total_shows_the_name_of_what_it_adds_up() -> None:
    found = find(tree(family(person(), person())), "family_income")

    assert found["formula"] == "收入（扣减一部分）之和"
    assert [child["person"]["id"] for child in found["children"]] == ["m1", "m2"]


def test_a_fact_says_whence_it_is_known() -> None:
    given = family(person(incomes={"wage": {"value": "1200.00", "from": "verified", "as_of": "2024-02-01"}}))

    found = find(tree(given), "wage")

    assert (found["kind"], found["text"], found["per"]) == ("fact", "¥1,200.00", "年")
    assert found["provenance"] == "核对结果（2024-02-01）"
    assert (found["cites"], found["origin"]) == ([], None)


def test_a_parameter_says_which_pack_set_it_and_from_when() -> None:
    found = find(tree(family(register="urban")), "aid_standard_urban")

    assert found["kind"] == "parameter"
    assert found["origin"] == {
        "pack": "1101-yi", "pack_label": "乙市", "from": "2010-01-01", "sure": "medium",
        "checked": "2024-01-01", "because": None, "stated": "¥600.00 / 月",
    }  # fmt: skip
    assert [cite["text"] for cite in found["cites"]] == ["乙市办法第3款"]


def test_a_parameter_that_stands_in_for_another_says_why() -> None:
    stand_in = "aid.standard.rural: [{use: aid.floor, because: 没有查到, from: 2015-01-01, cites: local-2015#2.1}]\n"
    law = LawSnapshot.of(Tiny().put("110101-bing/values/all.yaml", stand_in).load())

    found = find(tree(family(), law=law), "aid_standard_rural")

    assert found["origin"] == {
        "pack": "11-jia", "pack_label": "甲省", "from": "2010-01-01", "sure": "low",
        "checked": None, "because": "没有查到", "stated": "¥300.00 / 月",
    }  # fmt: skip
    assert [cite["id"] for cite in found["cites"]] == ["law-2010#4", "local-2015#2.1"]


def test_an_assumed_parameter_says_that_it_is_an_example() -> None:
    law = snapshot().assuming({"aid.standard.rural": "620.00/month"})

    found = find(tree(family(), law=law), "aid_standard_rural")

    assert found["origin"] == {
        "pack": "assumed", "pack_label": "示例假设值", "from": None, "sure": None, "checked": None,
        "because": None, "stated": None,
    }  # fmt: skip
    assert found["cites"] == []


def test_a_published_parameter_says_that_it_was_published_here() -> None:
    value = next(each for each in packs().values if each.place == COUNTY)
    own = replace(value, pack=PUBLISHED, since=date(2024, 1, 1), value=777700)

    found = find(tree(family(), law=LawSnapshot.of(packs(), [own])), "aid_standard_rural")

    assert isinstance(own, DatedValue)
    assert (found["text"], found["origin"]["pack_label"], found["origin"]["from"]) == (
        "¥7,777.00", "本地公布", "2024-01-01",
    )  # fmt: skip


def test_what_nobody_has_set_is_shown_as_unknown() -> None:
    found = find(tree(family(register="urban"), place=NATION), "aid_standard_urban")

    assert (found["value"], found["text"], found["origin"], found["cites"]) == (None, "未知", None, [])


def test_a_choice_unfolds_only_the_branch_it_took() -> None:
    assert below(tree(family(register="rural")), "standard") == ["aid_standard_rural", "register"]
    assert below(tree(family(register="urban")), "standard") == ["aid_standard_urban", "register"]
    assert below(tree(family(register=None)), "standard") == ["register"]


def test_a_choice_of_a_literal_shows_only_what_it_went_by() -> None:
    none = Tiny().change("cn/programmes/basic/care.yaml", "applies: needs_care\n", "")
    law = LawSnapshot.of(none.load())
    assert below(tree(family(person(age=70)), "care", law=law), "care_allowance") == ["care"]


def test_what_was_unfolded_once_is_only_pointed_to_afterwards() -> None:
    found = [node for node in nodes(tree(family())) if node["name"] == "income_per_head"]

    assert [node["see"] for node in found] == [False, True]
    assert [bool(node["children"]) for node in found] == [True, False]
    assert {node["text"] for node in found} == {"¥80.00"}


def test_each_outcome_is_explained_in_full_by_itself() -> None:
    people = [person(care="some", age=70), person(care="some", age=80)]
    report = as_json(assessed(family(*people)))

    care = [each["explanation"] for each in report["outcomes"] if each["programme"] == "care"]

    assert [find(each, "is_old")["see"] for each in care] == [False, False]
    assert [find(each, "age")["text"] for each in care] == ["70 周岁", "80 周岁"]


def test_a_condition_that_one_part_decides_unfolds_that_part() -> None:
    old = tree(family(person(care="some", age=70)), "care")
    disabled = tree(family(person(care="some", age=30, is_disabled=True)), "care")
    neither = tree(family(person(care="some", age=30)), "care")

    assert [below(each, "is_weak") for each in (old, disabled, neither)] == [
        ["is_old"], ["is_disabled"], ["is_old", "is_disabled"],
    ]  # fmt: skip


def test_a_condition_over_people_unfolds_the_one_who_decides() -> None:
    people = [person(age=30), person(age=70, care="some"), person(age=80)]

    found = find(tree(family(*people), "care"), "somebody_weak")

    assert [child["person"]["id"] for child in found["children"]] == ["m2"]


def test_a_condition_over_supporters_unfolds_the_one_who_decides_or_all() -> None:
    def helped(*able: bool) -> Node:
        supporters = [{"is_able": truth, "name": f"义务人{number}"} for number, truth in enumerate(able)]
        return tree(family(person(age=70, care="some", obligors=supporters)), "care")

    assert [child["person"]["name"] for child in find(helped(False, True), "nobody_helps")["children"]] == ["义务人1"]
    assert len(find(helped(False, False), "nobody_helps")["children"]) == 2
    assert find(helped(), "nobody_helps")["children"] == []


def test_unknown_supporters_are_nobody_to_show() -> None:
    found = find(tree(family(person(age=70, care="some", obligors=None)), "care"), "nobody_helps")

    assert (found["text"], found["children"]) == ("未知", [])


def test_last_month_s_state_is_shown_and_not_unfolded() -> None:
    found = find(tree(family()), "months_before")

    assert (found["kind"], found["text"], found["label"], found["children"] or []) == (
        "state",
        "0",
        "此前已补助月数",
        [],
    )


def test_the_day_is_shown_as_the_day_of_the_assessment() -> None:
    found = find(tree(family()), "assessed_on")

    assert (found["label"], found["text"]) == ("测算日", "2024年3月1日")


@pytest.mark.parametrize("register", ["urban", "rural", None])
def test_every_node_has_the_same_keys(register: str | None) -> None:
    found = tree(family(person(age=70, care="some"), register=register))

    assert {frozenset(node) for node in nodes(found)} == {
        frozenset(
            {
                "name", "kind", "label", "formula", "value", "text", "per", "person", "cites", "origin", "version",
                "provenance",
                "see", "children",
            }
        )
    }  # fmt: skip


def test_a_law_is_drawn_once() -> None:
    law = snapshot()

    first, second = assessed(family(), law=law), assessed(family(register="urban"), law=law)

    assert as_json(first)["on"] == as_json(second)["on"]
    assert first.law is second.law
    assert faces(first.law, packs()) is faces(second.law, packs())
