"""The explanation is put together from pieces that stand ready; no household may show through in another's."""

from __future__ import annotations

import json

from doudi.policy.explain import KEPT, Explainer
from doudi.policy.faces import faces
from doudi.policy.report import as_json, as_text
from tests.policy.tiny import assessed, family, packs, person, snapshot


def test_any_one_name_can_be_explained_by_itself() -> None:
    explainer = Explainer(assessed(family(person(incomes={"wage": "100.00"}))))

    wage = json.loads(explainer.tree("wage", (0,)))
    counted = json.loads(explainer.tree("counted_income", (0,)))

    assert (wage["kind"], wage["value"], wage["children"]) == ("fact", 10000, [])
    assert [child["name"] for child in counted["children"]] == ["income", "aid_share"]


def test_the_text_says_what_the_objects_say() -> None:
    found = assessed(family())

    assert json.loads(as_text(found)) == as_json(found)


def test_the_text_takes_up_what_an_interface_adds() -> None:
    found = assessed(family())

    assert json.loads(as_text(found, hints=["甲"])) == {**as_json(found), "hints": ["甲"]}


def test_two_people_with_the_same_figures_keep_their_own_names() -> None:
    twins = [person(id="m1", name="张某甲"), person(id="m2", name='张某"乙\\')]

    law = snapshot()

    told = as_text(assessed(family(*twins), law=law))
    again = as_text(assessed(family(*reversed(twins)), law=law))

    assert told.count('"张某甲"') == again.count('"张某甲"') > 1
    assert told.count(json.dumps(twins[1]["name"], ensure_ascii=False)) == told.count('"张某甲"')
    assert "\0" not in told


def test_where_a_figure_comes_from_is_not_passed_on_to_the_next_household() -> None:
    verified = {"wage": {"value": "100.00", "from": "verified"}}
    plain = {"wage": "100.00"}
    law = snapshot()

    first = as_text(assessed(family(person(incomes=verified)), law=law))
    second = as_text(assessed(family(person(incomes=plain)), law=law))

    assert "核对结果" in first
    assert "核对结果" not in second


def test_only_a_few_nodes_of_a_name_are_kept() -> None:
    wages = [f"{number}.00" for number in range(KEPT + 5)]
    law = snapshot()

    told = [assessed(family(person(incomes={"wage": wage})), law=law) for wage in wages]
    texts = [as_text(each) for each in told]

    assert all(f'"¥{wage}"' in text for wage, text in zip(wages, texts, strict=True))
    assert len(faces(told[0].law, packs()).by_name["income"].known) == KEPT
