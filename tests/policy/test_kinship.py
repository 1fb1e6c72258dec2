"""What members are to one another is read, or refused where it cannot be; what is not known is not refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.test_household import problems, read


@pytest.mark.parametrize(
    ("people", "path", "reason"),
    [
        ([{"child_of": ["m2"]}, {"child_of": ["m1"]}], "$.members[0].child_of", "亲属关系成环：“m1”成了自己的长辈"),
        (
            [{"child_of": ["m2"]}, {"child_of": "m3"}, {"child_of": ["m1"]}],
            "$.members[2].child_of",
            "亲属关系成环：“m3”成了自己的长辈",
        ),
        ([{"child_of": ["m1"]}], "$.members[0].child_of", "成环"),
        ([{"child_of": ["m9"]}], "$.members[0].child_of", "没有编号为“m9”的成员"),
        ([{"child_of": [["m1"]]}], "$.members[0].child_of", "没有编号为"),
        ([{"spouse": "m9"}], "$.members[0].spouse", "没有编号为“m9”的成员"),
        ([{"spouse": ""}], "$.members[0].spouse", "没有编号为“”的成员"),
        ([{"spouse": "m1"}], "$.members[0].spouse", "不能是本人"),
    ],
)
def test_relations_that_cannot_be_are_refused(people: list[dict[str, Any]], path: str, reason: str) -> None:
    found = problems({"members": people})

    assert reason in found[path]


SELF, PARTNER = {"role": "head", "age": 40}, {"role": "partner", "age": 50}


@pytest.mark.parametrize(
    ("people", "path", "reason"),
    [
        ([{"role": "other"}, {"role": "child"}], "$.members[0].role", "请指明哪一位是户主"),
        ([SELF, {"role": "parent", "age": 39}], "$.members[1].role", "填的是父母，年龄却比户主小，请核对年龄和关系"),
        ([SELF, {"role": "child", "age": 41}], "$.members[1].role", "填的是子女，年龄却比户主大，请核对年龄和关系"),
        ([SELF, PARTNER, {"role": "child", "age": 51}], "$.members[2].role", "年龄却比户主大"),
        (
            [{"id": "a", "age": 30, "child_of": ["b"]}, {"id": "b", "age": 29}],
            "$.members[0].child_of",
            "父母“b”的年龄比本人还小",
        ),
    ],
)
def test_people_whose_ages_cannot_be_are_refused(people: list[dict[str, Any]], path: str, reason: str) -> None:
    found = problems({"members": people})

    assert list(found) == [path]
    assert reason in found[path]


@pytest.mark.parametrize(
    "people",
    [
        [SELF, PARTNER, {"role": "child", "age": 45}, {"role": "parent", "age": 45}],
        [SELF, {"role": "child"}, {"role": "parent"}, {"role": "other", "age": 90}],
        [SELF, {"role": "partner"}, {"role": "child", "age": 45}],
        [SELF, {"role": "child", "age": 45}, {"age": 50}],
        [{"role": "other"}, {}],
        [{"role": "head"}, {"role": "child", "age": 45}],
        [{"id": "a", "age": 30, "child_of": ["b", "c"]}, {"id": "b", "age": 30}, {"id": "c"}],
        [{"id": "a", "child_of": ["b"]}, {"id": "b", "age": 30}],
    ],
)
def test_ages_that_can_be_or_are_not_known_are_fine(people: list[dict[str, Any]]) -> None:
    assert len(read({"members": people}).members) == len(people)


def test_relations_that_can_be_are_fine() -> None:
    people = [
        {"id": "son", "child_of": ["father", "mother"]},
        {"id": "daughter", "child_of": ["father", "mother"]},
        {"id": "father", "spouse": "mother", "child_of": "grandmother"},
        {"id": "mother", "spouse": "father", "child_of": ["grandmother"]},
        {"id": "grandmother", "spouse": None, "child_of": []},
        {"id": "cousin", "child_of": ["son", "daughter"]},
    ]

    assert len(read({"members": people}).members) == 6


def test_a_choice_that_only_one_member_can_have_is_refused_of_the_second() -> None:
    members = [
        {"id": "a", "name": "张某甲", "role": "head"},
        {"role": "other"},
        {},
        {"role": "other"},
        {"role": "head"},
    ]

    assert problems({"members": members}) == {
        "$.members[4].role": "“户主”只能有一人，张某甲已经是了；请改正其中一人的身份"
    }
