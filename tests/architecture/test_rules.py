"""Every rule of law is exercised by a case that was worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from doudi.policy.assessment import Assessment
from doudi.policy.explain import Explainer
from doudi.policy.report import trees
from doudi.policy.rules import Rule
from doudi.standards.lawbook import packs
from tests.golden.cases import determine, read_cases
from tests.golden.test_differences import BOOK, held_against

BESIDE = "doudi.rules.differences"
"""The room of rules by which a declaration is held against what was found, and that no programme goes by."""


def test_every_version_of_every_rule_explains_an_outcome_of_a_golden_case() -> None:
    book = packs().book
    exercised = {
        id(rule)
        for case in read_cases()
        if case.refused is None
        for assessment in determine(case)
        for rule in _explaining(assessment)
    }

    unexercised = [
        f"{book.written_in[id(rule)]}: {rule.name}"
        for rule in book
        if id(rule) not in exercised and not book.written_in[id(rule)].startswith(BESIDE)
    ]

    assert unexercised == []


def test_every_rule_that_no_programme_goes_by_flags_a_golden_difference() -> None:
    book = packs().book
    flagged = {id(flag.rule) for case in BOOK["cases"] for flag in held_against(case)}

    beside = [rule for rule in book if book.written_in[id(rule)].startswith(BESIDE)]

    assert [rule.name for rule in beside if id(rule) not in flagged] == []


def _explaining(assessment: Assessment) -> Iterator[Rule]:
    """Every rule whose known result stands in an explanation, or says whom a programme is for or what each gets.

    What is carried into the next month stands in that month's explanation as a state, so its own tree counts too.
    """
    explainer = Explainer(assessment)
    names = assessment.law.computation.plan.names
    beside = [
        (name, outcome.path)
        for outcome in assessment.outcomes
        for name in (outcome.programme.applies, outcome.programme.per_person)
        if name
    ]
    below = (explainer.tree(name, path) for name, path in dict.fromkeys((*beside, *_carried(assessment))))
    for tree in (*trees(assessment, explainer).values(), *below):
        for node in _nodes(json.loads(tree)):
            if node["value"] is not None and node["name"] in names and (rule := names[node["name"]].rule):
                yield rule


def _carried(assessment: Assessment) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Name what next month starts from, for the household or for each member."""
    for state in assessment.law.computation.plan.states():
        if state.rule is not None:
            numbers = range(len(assessment.household.members)) if state.entity.depth else ()
            yield from ((state.rule.reads[0], (number,)) for number in numbers)
            if not state.entity.depth:
                yield state.rule.reads[0], ()


def _nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree["children"]:
        yield from _nodes(child)
