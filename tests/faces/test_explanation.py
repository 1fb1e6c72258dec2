"""The short form of a calculation leaves out rows and never changes one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from doudi.faces.explanation import concise, rows
from doudi.policy.report import as_json
from tests.golden.cases import Case, determine, read_cases

SOME = [case for case in read_cases() if case.refused is None][::4]


def walk(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node["children"]:
        yield from walk(child)


def key(node: Mapping[str, Any]) -> tuple[Any, ...]:
    return node["name"], node["label"], node["text"], node["per"], node["formula"]


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.name)
def test_every_row_of_the_short_form_stands_in_the_full_one(case: Case) -> None:
    for outcome in as_json(determine(case)[-1])["outcomes"]:
        full = outcome["explanation"]

        short = concise(full)

        told = {key(node) for node in walk(full)}
        assert {key(node) for node in walk(short) if node["name"] != "nothings"} <= told
        assert rows(short) <= rows(full)


def test_nothings_in_one_row_are_not_all_said_to_be_taken_away() -> None:
    case = next(case for case in read_cases() if case.name == "heze/dibao-rural-three")
    tree = concise(as_json(determine(case)[-1])["outcomes"][0]["explanation"])

    labels = [node["label"] for node in walk(tree) if node["name"] == "nothings"]
    assert "拒绝就业成员的份额、分类施保增发" in labels
    assert [label for label in labels if label.startswith("减：")] == []


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.name)
def test_what_is_unknown_and_decides_stays_in_the_short_form(case: Case) -> None:
    """In the rows; of help that is applied for elsewhere, whose rows stand at what they refer to, in what is asked."""
    for outcome in as_json(determine(case)[-1])["outcomes"]:
        if outcome["status"] == "undetermined":
            assert outcome["questions"]
            assert not outcome["handled"] or any(
                node["value"] is None for node in walk(concise(outcome["explanation"])) if node["kind"] != "outcome"
            )
