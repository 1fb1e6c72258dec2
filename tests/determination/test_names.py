"""In a record people are called by keys; whoever reads it finds their names, and nothing else is touched."""

from __future__ import annotations

import json

import pytest

from doudi.determination.queries import called_by_names
from doudi.intake.models import FamilyMember

FAMILY = [FamilyMember(position=1, name='张某"甲"'), FamilyMember(position=2, name="张某\\乙")]


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({"name": "m1"}, {"name": '张某"甲"'}),
        ({"text": "m2的收入，m1的支出"}, {"text": '张某\\乙的收入，张某"甲"的支出'}),
        ({"id": "m1", "name": "m1"}, {"id": "m1", "name": '张某"甲"'}),
        ({"m2": 3}, {"张某\\乙": 3}),
        ({"text": "m3 m12"}, {"text": "m3 m12"}),
        ({"rule": "form_m1, am2, m1_total, m2x"}, {"rule": "form_m1, am2, m1_total, m2x"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_a_key_becomes_a_name_but_for_ids_and_parts_of_words(
    kept: dict[str, object], read: dict[str, object], separators: tuple[str, str]
) -> None:
    assert json.loads(called_by_names(json.dumps(kept, separators=separators, ensure_ascii=False), FAMILY)) == read
