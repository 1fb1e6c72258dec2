"""A household file is read as it is meant, or refused whole with the path and the reason of everything wrong."""

from __future__ import annotations

import pickle
from datetime import date
from typing import Any

import pytest

from doudi.policy.household import Household, HouseholdReader, HouseholdRefused
from tests.policy.tiny import ON, packs, person

READER = HouseholdReader.of(packs().facts)


def read(document: object, on: date = ON) -> Household:
    return READER.read(document, on)


def problems(document: object, on: date = ON) -> dict[str, str]:
    """Return the reason by path of everything wrong."""
    with pytest.raises(HouseholdRefused) as refused:
        read(document, on)
    return {problem.path: problem.reason for problem in refused.value.problems}


def one(**facts: Any) -> dict[str, Any]:
    """Return a file with one member of whom nothing else is said."""
    return {"members": [facts]}


def member_facts(**facts: Any) -> dict[str, int]:
    return read(one(**facts)).members[0].facts


def test_facts_become_whole_numbers() -> None:
    facts = member_facts(age=60, is_disabled=True, illness="fever", incomes={"wage": "1,234.5"})

    assert facts == {"age": 60, "is_disabled": True, "illness": 2, "wage": 123450, "pension": 0}


def test_facts_of_the_household_are_read_too() -> None:
    found = read({"household": {"register": "urban", "moved_on": "2020-02-03", "rent": "12.00"}, "members": [{}]})

    assert found.facts == {"register": 1, "moved_on": 20200203, "rent": 1200}


def test_what_is_not_said_or_null_is_left_unknown() -> None:
    assert member_facts() == {}
    assert member_facts(age=None, incomes=None, is_disabled={"value": None}) == {}


def test_a_group_that_is_given_is_a_full_declaration() -> None:
    assert member_facts(incomes={}) == {"wage": 0, "pension": 0}
    assert member_facts(incomes={"wage": None, "gift": "1.00"}) == {"pension": 0, "gift": 100}


def test_a_fact_may_say_where_it_comes_from() -> None:
    found = read(
        {
            "household": {"rent": {"value": "1.00", "from": "found"}},
            "members": [{"age": {"value": 3, "from": "verified", "as_of": "2024-01-31"}, "care": {"value": "none"}}],
        }
    )

    assert found.members[0].facts["age"] == 3
    assert found.provenance == {
        ("rent", ()): "入户调查",
        ("age", (0,)): "核对结果（2024-01-31）",
        ("care", (0,)): "本人申报",
    }


def test_people_without_a_name_or_id_are_numbered() -> None:
    found = read({"members": [{}, {"id": "z", "name": "张某", "obligors": [{}, {"name": "李某", "is_able": True}]}]})

    assert [found.person(path) for path in [(), (0,), (1,), (1, 0), (1, 1)]] == [
        None, ("m1", "成员1"), ("z", "张某"), ("z.1", "第 1 位义务人"), ("z.2", "李某"),
    ]  # fmt: skip


def test_supporters_may_be_unknown_none_or_some() -> None:
    found = read({"members": [{}, {"obligors": None}, {"obligors": []}, {"obligors": [{"is_able": False}]}]})

    assert [person.obligors and len(person.obligors) for person in found.members] == [None, None, [], 1]


@pytest.mark.parametrize(
    ("born_on", "on", "age"),
    [("1964-03-01", ON, 60), ("1964-03-02", ON, 59), ("2024-03-01", ON, 0), ("2000-02-29", date(2023, 2, 28), 22)],
)
def test_the_age_may_be_given_as_a_birth_date(born_on: str, on: date, age: int) -> None:
    found = read(one(born_on=born_on), on)

    assert found.members[0].facts == {"age": age}


def test_a_birth_date_that_agrees_with_the_age_is_fine() -> None:
    assert member_facts(born_on="1964-03-01", age=60) == {"age": 60}
    assert member_facts(born_on=None, age=60) == {"age": 60}


@pytest.mark.parametrize("keys", [("age", "born_on"), ("born_on", "age")])
def test_a_birth_date_that_contradicts_the_age_is_refused_in_whatever_order(keys: tuple[str, str]) -> None:
    given = {"age": 61, "born_on": "1964-03-01"}

    found = problems(one(**{key: given[key] for key in keys}))

    assert found == {"$.members[0].born_on": "与所填的年龄（61）不一致"}


WRONG_FACTS: list[tuple[dict[str, Any], str, str]] = [
    ({"age": 121}, "age", "年龄应在 0 到 120 周岁之间"),
    ({"age": -1}, "age", "年龄不能是负数"),
    ({"age": "60"}, "age", "年龄应是整数，不是“60”"),
    ({"age": True}, "age", "年龄应是整数，不是 true"),
    ({"age": 60.0}, "age", "年龄应是整数，不是 60.0"),
    ({"age": float("nan")}, "age", "年龄应是整数，不是 nan"),
    ({"age": [60]}, "age", "年龄应是整数，不是一个列表"),
    ({"age": "1.5"}, "age", "年龄应是整数，不是“1.5”。"),
    ({"age": "6" * 300}, "age", "6……。"),
    ({"born_on": "2024-03-02"}, "born_on", "按 2024-03-01 计算是 -1 岁，不可能"),
    ({"born_on": "1890-01-01"}, "born_on", "计算是 134 岁，不可能"),
    ({"born_on": "1964-02-30"}, "born_on", "应是日期，例如 1962-05-01"),
    ({"born_on": "19640301"}, "born_on", "应是日期"),
    ({"born_on": 1964}, "born_on", "应是日期"),
    ({"is_disabled": 1}, "is_disabled", "残疾应是 true 或 false，不是 1"),
    ({"is_disabled": "true"}, "is_disabled", "残疾应是 true 或 false"),
    ({"illness": 1}, "illness", "疾病应是选项的代码，不是 1"),
    ({"illness": "pain"}, "illness", "“pain”不在可选项中，可选：没有（none）、咳嗽（cough）、发烧（fever）"),
    ({"incomes": {"wage": 1200}}, "incomes.wage", "金额须写成带引号的文字"),
    ({"incomes": {"wage": float("nan")}}, "incomes.wage", "金额须写成带引号的文字"),
    ({"incomes": {"wage": "-1.00"}}, "incomes.wage", "工资不能是负数"),
    ({"incomes": {"wage": "1000000000.01"}}, "incomes.wage", "到 ¥1,000,000,000.00 之间"),
    ({"incomes": {"wage": "9999999999999.00"}}, "incomes.wage", "工资应在 ¥0.00 到 ¥1,000,000,000.00 之间"),
    ({"incomes": {"wage": "1.234"}}, "incomes.wage", "最多两位小数"),
    ({"incomes": {"salary": "1.00"}}, "incomes.salary", "没有这一项"),
    ({"incomes": "1.00"}, "incomes", "JSON 对象"),
    ({"incomes": []}, "incomes", "JSON 对象"),
    ({"hobby": "go"}, "hobby", "没有这一项；可用的项目见 doudi facts schema"),
    ({"register": "urban"}, "register", "没有这一项"),
    ({"age": {"value": 60, "from": "guessed"}}, "age", "应写成 {value, from, as_of}"),
    ({"age": {"value": 60, "from": ["declared"]}}, "age", "应写成 {value, from, as_of}"),
    ({"age": {"value": 60, "as_of": "yesterday"}}, "age", "应写成 {value, from, as_of}"),
    ({"age": {"value": 60, "sure": True}}, "age", "应写成 {value, from, as_of}"),
    ({"age": {"from": "declared"}}, "age", "应写成 {value, from, as_of}"),
    ({"age": {"value": {"value": 60}}}, "age", "年龄应是整数，不是一组“名称: 值”"),
    ({"name": ""}, "name", "应是 1 到 60 个字的文字"),
    ({"name": "张" * 61}, "name", "应是 1 到 60 个字的文字"),
    ({"id": 3}, "id", "应是 1 到 60 个字的文字"),
    ({"obligors": {}}, "obligors", "应是一个列表，最多 30 人；没有法定义务人写 []"),
    ({"obligors": [{}] * 31}, "obligors", "最多 30 人"),
    ({"obligors": ["李某"]}, "obligors[0]", "JSON 对象"),
    ({"obligors": [{"is_able": 1}]}, "obligors[0].is_able", "有赡养能力应是 true 或 false"),
    ({"obligors": [{"age": 1}]}, "obligors[0].age", "没有这一项"),
    ({"obligors": [{"name": None}]}, "obligors[0].name", "应是 1 到 60 个字的文字"),
]


@pytest.mark.parametrize(("facts", "path", "reason"), WRONG_FACTS)
def test_a_wrong_fact_is_refused_with_its_path_and_the_reason(facts: dict[str, Any], path: str, reason: str) -> None:
    found = problems(one(**facts))

    assert list(found) == [f"$.members[0].{path}"]
    assert reason in found[f"$.members[0].{path}"]


@pytest.mark.parametrize(
    ("document", "path", "reason"),
    [
        ([], "$", "JSON 对象"),
        (None, "$", "JSON 对象"),
        ({"members": [{}], "house": {}}, "$.house", "没有这一项，可用：household、members、before"),
        ({}, "$.members", "至少要有一名家庭成员"),
        ({"members": []}, "$.members", "至少要有一名家庭成员"),
        ({"members": {"m1": {}}}, "$.members", "至少要有一名家庭成员"),
        ({"members": [{}] * 31}, "$.members", "有 31 名成员，最多 30 名"),
        ({"members": [{}] * 40}, "$.members", "有 40 名成员，最多 30 名"),
        ({"members": ["张某"]}, "$.members[0]", "JSON 对象"),
        ({"members": [{"id": "a"}, {"id": "a"}]}, "$.members[1].id", "编号“a”与前面的成员重复"),
        ({"members": [{"id": "m2"}, {}]}, "$.members[1].id", "编号“m2”与前面的成员重复"),
        ({"members": [{}], "household": None}, "$.household", "JSON 对象"),
        ({"members": [{}], "household": {"age": 3}}, "$.household.age", "没有这一项"),
        ({"members": [{}], "household": {"moved_on": "2024-3-1"}}, "$.household.moved_on", "迁入日期应是日期"),
        ({"members": [{}], "household": {"moved_on": "2024-W10-5"}}, "$.household.moved_on", "迁入日期应是日期"),
        ({"members": [{}], "household": {"rent": "5000.01"}}, "$.household.rent", "房租应在 ¥0.00 到 ¥5,000.00 之间"),
        ({"members": [{}], "before": []}, "$.before", "JSON 对象"),
        ({"members": [{}], "before": {"months": {}}}, "$.before.months", "没有这一项，可用：household、members"),
        ({"members": [{}], "before": {"members": {"m2": {}}}}, "$.before.members.m2", "没有这一项，可用：m1"),
        ({"members": [{}], "before": {"household": {"a": "1"}}}, "$.before.household.a", "应是整数或 true、false"),
        ({"members": [{}], "before": {"household": {"a": 2**40}}}, "$.before.household.a", "应是整数或"),
        ({"members": [{}], "before": {"members": {"m1": {"a": None}}}}, "$.before.members.m1.a", "应是整数或"),
        ({"members": [{}], "before": {"members": {"m1": 3}}}, "$.before.members.m1", "JSON 对象"),
    ],
)
def test_a_wrong_file_is_refused_with_the_path_and_the_reason(document: object, path: str, reason: str) -> None:
    found = problems(document)

    assert path in found, found
    assert reason in found[path]


def test_thirty_members_are_not_too_many() -> None:
    assert len(read({"members": [{}] * 30}).members) == 30


def test_the_state_before_is_taken_by_name_and_by_person() -> None:
    before = {"household": {"a": 3, "b": True}, "members": {"m2": {"a": -1}}}

    assert read({"members": [{}, {}], "before": before}).before == {("a", None): 3, ("b", None): 1, ("a", "m2"): -1}


def test_a_file_with_five_errors_reports_all_five() -> None:
    document = {
        "household": {"rent": "-1.00"},
        "members": [
            person(id="a", age=200, child_of=["b"]),
            person(id="b", child_of=["a"], incomes={"wage": 5}),
        ],
    }

    assert list(problems(document)) == [
        "$.household.rent",
        "$.members[0].age",
        "$.members[1].incomes.wage",
        "$.members[0].child_of",
        "$.members[1].child_of",
    ]


def test_a_refusal_lists_everything_and_survives_pickling() -> None:
    with pytest.raises(HouseholdRefused) as refused:
        read({"members": [{"age": 200}, {"age": 201}]})

    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 our own
    assert str(again) == str(refused.value)
    assert "家庭信息有 2 处错误：\n$.members[0].age：年龄应在" in str(again)
    assert again.problems == refused.value.problems
