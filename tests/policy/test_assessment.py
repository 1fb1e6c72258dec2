"""What a household is owed, why not, or what still has to be asked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from doudi.policy import report
from doudi.policy.assessment import Status
from doudi.policy.entities import household, member
from doudi.policy.faces import faces
from doudi.policy.report import as_json, as_text
from doudi.policy.rules import choose
from doudi.policy.snapshot import LawSnapshot
from doudi.policy.unknown import Cause
from tests.golden.cases import determine, read_cases
from tests.policy.tiny import NATION, OTHER_COUNTY, PREFECTURE, Tiny, assessed, family, person, snapshot

CARE, TOPUP = "cn/programmes/basic/care.yaml", "cn/programmes/basic/topup.yaml"


def outcome(document: object, programme: str = "topup", person_id: str | None = None, **how: Any) -> dict[str, Any]:
    """Return one outcome as JSON carries it."""
    report = as_json(assessed(document, **how))
    return next(
        each
        for each in report["outcomes"]
        if each["programme"] == programme and (each["person"] or {"id": None})["id"] == person_id
    )


def asked(found: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    """Return kind, name and person of each open question."""
    return [(each["kind"], each["name"], each["person"] and each["person"]["id"]) for each in found["questions"]]


def test_all_conditions_true_means_eligible_with_amount_and_parts() -> None:
    found = outcome(family(person(incomes={"wage": "1200.00"}), person(incomes={})))

    assert found["status"] == "eligible"
    assert found["status_label"] == "符合条件"
    # 1200 元的 80% 除以 12 个月再除以 2 人是 40 元，500 − 40 = 460，两人 920，加首月房租 100
    assert (found["amount"], found["amount_fen"], found["per_person"]) == ("1020.00", 102000, "460.00")
    assert found["amount_words"] == "人民币壹仟零贰拾元整"
    assert found["components"] == [
        {"name": "gap", "label": "补差", "amount": "920.00"},
        {"name": "welcome", "label": "首月补贴", "amount": "100.00"},
    ]
    assert (found["reasons"], found["questions"]) == ([], [])


def test_a_false_condition_means_ineligible_with_its_sentence_filled_in() -> None:
    found = outcome(family(person(incomes={"wage": "9000.00"})))

    assert (found["status"], found["status_label"]) == ("ineligible", "不符合条件")
    assert found["reasons"] == [
        {
            "text": "人均月收入 ¥600.00，不低于标准 ¥6,000.00",
            "rule": "is_poor",
            "cites": [{"id": "law-2010#4", "text": "《小法》第四条", "url": "https://law.example/2010"}],
        }
    ]
    assert (found["amount"], found["amount_words"], found["components"]) == (None, None, [])


def test_every_failed_condition_is_told_in_order() -> None:
    found = outcome(family(person(incomes={"wage": "9000.00"}), assets={"savings": "10000.01"}, moved_on="2024-03-02"))

    assert [each["rule"] for each in found["reasons"]] == ["is_poor", "has_little", "has_settled"]


def test_one_false_condition_wins_over_any_that_is_unknown() -> None:
    found = outcome(family(person(incomes=None), assets={"savings": "10000.01"}))

    assert found["status"] == "ineligible"
    assert [each["rule"] for each in found["reasons"]] == ["has_little"]
    assert found["questions"] == [], "nothing that is asked could change it"


def test_a_sentence_says_what_is_not_known() -> None:
    packs = Tiny().change(
        "cn/programmes/basic/topup.yaml", "otherwise: 存款太多", "otherwise: '{savings} 太多，{income_per_head}'"
    )

    found = outcome(family(person(incomes=None), assets={"savings": "10000.01"}), law=LawSnapshot.of(packs.load()))

    assert found["reasons"][0]["text"] == "¥10,000.01 太多，（人均月收入未知）"


def test_none_false_and_one_unknown_means_undetermined_with_exactly_what_blocks() -> None:
    found = outcome(family(person(incomes=None), person(age=None, illness=None), assets=None, rent=None))

    assert (found["status"], found["status_label"]) == ("undetermined", "还不能判断")
    assert found["amount"] is None
    assert asked(found) == [
        ("fact", "savings", None),
        ("fact", "pension", "m1"),
        ("fact", "wage", "m1"),
        ("fact", "age", "m2"),
        ("fact", "illness", "m2"),
    ], "not the rent, which only the amount needs"


def test_a_question_is_put_in_plain_words() -> None:
    found = outcome(family(assets=None))

    assert found["questions"] == [
        {"kind": "fact", "name": "savings", "label": "存款", "question": "存款多少元？", "person": None, "cites": []}
    ]


def test_a_fact_without_a_question_is_asked_by_its_label() -> None:
    assert outcome(family(moved_on=None))["questions"][0]["question"] == "迁入日期"


def test_a_missing_parameter_is_named_with_the_article_that_lets_somebody_set_it() -> None:
    found = outcome(family(register="urban"), place=NATION)

    assert found["status"] == "undetermined"
    assert found["questions"] == [
        {
            "kind": "parameter", "name": "aid.standard.urban", "label": "城镇标准", "person": None,
            "question": "当地还没有可用的“城镇标准”，可以由国家、省级、市级规定并公布。",
            "cites": [{"id": "law-2010#4.2", "text": "《小法》第四条第（二）项", "url": "https://law.example/2010"}],
        }
    ]  # fmt: skip


def test_an_assumed_parameter_is_told_as_assumed() -> None:
    law = snapshot().assuming({"aid.standard.urban": "620.00/month"})

    report = as_json(assessed(family(register="urban"), place=NATION, law=law))

    assert report["law"]["assumed"] == [{"name": "aid.standard.urban", "label": "城镇标准", "value": "¥7,440.00/年"}]
    assert report["outcomes"][0]["status"] == "eligible"


def test_eligible_with_an_unknown_amount_says_what_it_waits_for() -> None:
    found = outcome(family(rent=None))

    assert (found["status"], found["amount"], found["amount_words"]) == ("eligible", None, None)
    assert [part["amount"] for part in found["components"]] == ["420.00", None]
    assert asked(found) == [("fact", "rent", None)]


def test_eligible_with_an_unpublished_amount_names_the_parameter() -> None:
    found = outcome(family(person(age=70, care="full")), "care", "m1")

    assert (found["status"], found["amount"]) == ("eligible", None)
    assert asked(found) == [("parameter", "care.allowance.full", None)]


def test_a_programme_that_does_not_apply_to_somebody_says_nothing_of_them() -> None:
    people = [person(care="none", age=70), person(care="some", age=70), person(care=None, age=70)]

    found = assessed(family(*people)).outcomes

    assert [each.path for each in found if each.programme.id == "care"] == [(1,), (2,)]


def test_whether_a_programme_applies_must_be_known_before_it_is_granted() -> None:
    kept = {**family(person(care=None, age=70)), "before": {"members": {"m1": {"care_before": 100}}}}

    found = outcome(kept, "care", "m1")

    assert (found["status"], asked(found)) == ("undetermined", [("fact", "care", "m1")])


def test_a_programme_that_applies_by_a_literal_no_says_nothing_either() -> None:
    applying = choose(
        "care_applies", member, by="needs_care", cases={True: "needs_care", False: 0}, label="适用", cites="law-2010#10"
    )
    packs = Tiny().ruled_by(applying).change(CARE, "applies: needs_care", "applies: care_applies").load()

    found = assessed(family(person(care="none"), person(care="some")), law=LawSnapshot.of(packs))

    assert [each.path for each in found.outcomes if each.programme.id == "care"] == [(1,)]


def test_a_programme_without_conditions_is_for_all() -> None:
    text = "id: gift\nlabel: 礼\nunit: household\nfrom: 2010-01-01\ncites: law-2010\nlayer: basic\n"
    text += "department: welfare\nwho: 本人\ngives: money\nperiod: month\nconditions: []\namount: gap\n"
    law = LawSnapshot.of(Tiny().put("cn/programmes/basic/gift.yaml", text).load())

    found = outcome(family(person(incomes=None)), "gift", law=law)

    assert (found["status"], found["amount"]) == ("eligible", None)
    assert [child["name"] for child in found["explanation"]["children"]] == ["gap"]


def test_a_member_s_outcome_is_found_by_id() -> None:
    found = assessed(family(person(id="a", care="some", age=70), person(id="b", care="some", age=30)))

    one, other = found.outcome("care", "a"), found.outcome("care", "b")
    assert one is not None
    assert other is not None
    assert (one.status, one.amount, one.path) == (Status.ELIGIBLE, 15000, (0,))
    assert other.status is Status.INELIGIBLE
    assert found.outcome("care", "c") is None
    assert found.outcome("care") is None
    assert found.outcome("topup") is not None


def test_a_member_s_reason_speaks_of_that_member() -> None:
    found = outcome(family(person(id="b", name="张某", care="some", age=30)), "care", "b")

    assert found["person"] == {"id": "b", "name": "张某"}
    assert [each["text"] for each in found["reasons"]] == ["30 周岁，未满 60 周岁，也不残疾", "家中无人年老或者残疾"]


def test_unknown_supporters_are_asked_for_in_general_words() -> None:
    found = outcome(family(person(care="some", age=70, obligors=None)), "care", "m1")

    assert asked(found) == [("fact", "obligors", "m1")]
    assert found["questions"][0]["label"] == "法定义务人"


def test_what_is_unknown_of_a_supporter_is_asked_of_that_supporter() -> None:
    people = person(care="some", age=70, obligors=[{"is_able": False}, {"name": "李某"}])

    found = outcome(family(people), "care", "m1")

    assert asked(found) == [("fact", "is_able", "m1.2")]
    assert found["questions"][0]["person"]["name"] == "李某"


def test_a_case_that_no_rule_provides_for_is_asked_as_such() -> None:
    cases = {1: "aid_standard_urban", 3: "aid_standard_rural"}
    partial = choose("standard", household, by="register", cases=cases, label="当地标准", cites="law-2010#4")
    law = LawSnapshot.of(Tiny().ruled_by(partial, without=("standard",)).load())

    found = outcome(family(), law=law)

    assert found["status"] == "undetermined"
    assert found["questions"] == [
        {"kind": "branch", "name": "standard=2", "label": "standard=2", "question": "规则没有规定这种情形：standard=2",
         "person": None, "cites": []}
    ]  # fmt: skip


def test_the_report_says_place_day_and_law_and_is_json() -> None:
    found = as_json(assessed(family(person(care="some", age=70, obligors=[{"is_able": True}])), place=OTHER_COUNTY))

    assert found["place"] == {"code": "110102", "name": "丁县", "path": "甲省乙市丁县"}
    assert found["on"] == "2024-03-01"
    assert found["law"]["snapshot"] == snapshot().digest
    assert found["law"]["assumed"] == []
    assert json.loads(json.dumps(found, ensure_ascii=False, allow_nan=False))["outcomes"][0].keys() == {
        "programme", "label", "unit", "layer", "department", "gives", "service", "period", "period_label", "who",
        "procedure", "handled", "cites", "person", "status", "status_label", "amount_fen", "amount", "amount_words",
        "per_person", "components", "told", "reasons", "shortest", "turns", "questions", "explanation",
    }  # fmt: skip


def test_a_report_is_the_same_whether_or_not_its_pieces_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(each for each in read_cases() if each.name == "heze/dibao-rural-three")
    kept = as_text(determine(case)[-1])
    assert '"status":"undetermined"' in kept
    faces.cache_clear()
    monkeypatch.setattr(report, "WAITING_KEPT", 0)

    assert as_text(determine(case)[-1]) == kept


def test_the_nation_is_a_place_too() -> None:
    found = as_json(assessed(family(), place=NATION))

    assert found["place"] == {"code": "000000", "name": "全国", "path": "全国"}


def test_the_text_of_the_day_decides() -> None:
    rich = family(person(incomes={"wage": "7000.00"}), moved_on="2010-01-01")

    by_the_old = outcome(rich, on=date(2019, 12, 31))
    by_the_new = outcome(rich, on=date(2020, 1, 1))

    assert (by_the_old["status"], by_the_new["status"]) == ("ineligible", "eligible"), "since 2020 only 80% counts"


def test_a_value_of_any_name_can_be_looked_up() -> None:
    found = assessed(family(person(id="a", obligors=[{"is_able": False}]), person(id="b")), place=PREFECTURE)

    assert found.value("people") == 2
    assert found.value("age", (1,)) == 40
    assert found.value("need_not_help", (0, 0)) is True
    assert found.value("aid_standard_rural", (0,)) == 480000, "what is above is seen from below"


def test_what_an_outcome_waits_for_is_kept_as_causes() -> None:
    found = assessed(family(assets=None)).outcome("topup")

    assert found is not None
    assert found.waits_for == {Cause("fact", "savings")}
