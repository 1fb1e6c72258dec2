"""Every golden case comes out as it was worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from doudi.kernel.errors import DoudiError
from doudi.kernel.money import show_yuan, yuan
from doudi.policy.assessment import assess
from doudi.policy.report import as_json
from doudi.standards.lawbook import packs
from tests.golden.cases import NOT_REPORTED, Case, determine, law, read_cases

CASES = read_cases()
FEWEST = 5
FORMER_NAMES = {"wubao": "tekun"}
PLACES = {"datonghu": "430971", "dali": "532900", "heze": "371700", "lanzhou": "620100", "luliang": "141100"}
NOBODY = {"household": {}, "members": [{"id": "m1", "name": "张某甲"}]}
"""A household of which nothing is known: what is not reported of it is ruled out by the law of the place alone."""

Report = Mapping[str, Any]


def _id(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", [case for case in CASES if case.refused is None], ids=_id)
def test_a_golden_case_comes_out_as_worked_out_by_hand(case: Case) -> None:
    """Each outcome, amount and reason that the case names, in each month that it names them for."""
    reports = _determine(case)

    differences = [
        difference
        for month, report in zip(case.months, reports, strict=True)
        for expected in month.expect
        for difference in _differences(expected, report)
    ]

    assert not differences, f"{case.title}\n手工：{case.hand}\n" + "\n".join(differences)


@pytest.mark.parametrize("case", [case for case in CASES if case.refused is not None], ids=_id)
def test_a_case_that_cannot_be_determined_at_all_is_declined_in_a_sentence(case: Case) -> None:
    """A day before any known law, or a place that is none, is no outcome."""
    with pytest.raises(DoudiError) as caught:
        _determine(case)

    assert case.refused is not None
    assert case.refused in str(caught.value)


def test_each_place_has_five_cases_of_each_programme() -> None:
    """Dibao and tekun (before it wubao), in each of the five places."""
    seen = Counter(
        (case.folder, programme)
        for case in CASES
        for programme in {FORMER_NAMES.get(item["programme"], item["programme"]) for item in case.expected}
    )

    for place in PLACES:
        for programme in ("dibao", "tekun"):
            assert seen[place, programme] >= FEWEST, f"{place} {programme}: {seen[place, programme]}"


def test_every_programme_has_a_case_in_each_place_where_it_was_ever_in_force() -> None:
    """One that comes to an outcome; and where no text establishes it, one that says it is not reported."""
    said = {(case.folder, item["programme"]): set[str]() for case in CASES for item in case.expected}
    for case in CASES:
        for item in case.expected:
            said[case.folder, item["programme"]].add(item["status"])
    everywhere = {(place, programme.id) for place in PLACES for programme in packs().programmes}

    assert sorted(everywhere - set(said)) == []
    assert sorted(pair for pair in _ever_in_force() if said[pair] == {NOT_REPORTED}) == []


def test_each_place_has_a_case_that_waits_for_a_figure_nobody_has_published() -> None:
    """A missing figure is asked for by name; nothing stands in for it."""
    declared = packs().parameters
    waiting = {case.folder for case in CASES for item in case.expected if set(item.get("missing", ())) & set(declared)}

    assert waiting >= set(PLACES)


def test_cases_are_signed_with_law_and_calculation_and_name_no_real_person() -> None:
    """Title, article and calculation are there, titles are unique, and names are of the kind 张某甲."""
    titles = Counter(case.title for case in CASES)

    assert [title for title, number in titles.items() if number > 1] == []
    for case in CASES:
        assert case.law.strip(), case.name
        assert case.hand.strip(), case.name
        names = [person["name"] for month in case.months for person in month.document["members"]]
        assert all("某" in name for name in names), case.name


def _ever_in_force() -> set[tuple[str, str]]:
    """Find, of each place, the programmes that on some day are not ruled out there, whoever asks.

    Tried are the days on which a programme begins or a place establishes one or lists a group, the newest first.
    """
    found: set[tuple[str, str]] = set()
    opened = {value.since for value in packs().values if value.parameter.endswith((".established", ".groups"))}
    for day in sorted(opened | {programme.since for programme in packs().programmes}, reverse=True):
        open_yet = frozenset(
            programme.id
            for programme in packs().programmes
            if programme.covers(day) and any((place, programme.id) not in found for place in PLACES)
        )
        for place, code in PLACES.items() if open_yet else ():
            outcomes = assess(law(), NOBODY, place=code, on=day, only=open_yet).outcomes
            found |= {(place, outcome.programme.id) for outcome in outcomes}
    return found


def _determine(case: Case) -> list[Report]:
    return [as_json(assessment) for assessment in determine(case)]


def _differences(expected: Mapping[str, Any], report: Report) -> Iterator[str]:
    who = expected.get("person")
    found = [
        outcome
        for outcome in report["outcomes"]
        if outcome["programme"] == expected["programme"] and (outcome["person"] or {}).get("id") == who
    ]
    where = f"{report['on']} {expected['programme']}{f' {who}' if who else ''}"
    if not found or expected["status"] == NOT_REPORTED:
        given = found[0]["status"] if found else NOT_REPORTED
        if given != expected["status"]:
            yield f"{where}: 应为 {expected['status']}，得到 {given}"
        return
    for difference in _compare(expected, found[0]):
        yield f"{where}: {difference}"


def _compare(expected: Mapping[str, Any], outcome: Report) -> Iterator[str]:
    given = outcome["status"]
    if given != expected["status"]:
        why = [item["text"] for item in outcome["reasons"]] + [item["name"] for item in outcome["questions"]]
        yield f"应为 {expected['status']}，得到 {given}（{'；'.join(why)}）"
    for key in ("amount", "per_person"):
        if key in expected and expected[key] != outcome[key]:
            yield f"{key} 应为 {expected[key]}，得到 {outcome[key]}"
    amounts = {item["name"]: item["amount"] for item in outcome["components"]}
    for name, amount in expected.get("components", {}).items():
        if amounts.get(name) != amount:
            yield f"{name} 应为 {amount}，得到 {amounts.get(name)}"
    told = {item["name"]: item["text"] for item in outcome["told"]}
    for name, text in expected.get("told", {}).items():
        if told.get(name, name) != text:
            yield f"{name} 应为 {text}，得到 {told.get(name)}"
    yield from _unsaid(expected, outcome)
    yield from _wrong_facts(expected, outcome)


def _unsaid(expected: Mapping[str, Any], outcome: Report) -> Iterator[str]:
    """Name reasons that were not given and questions that were not asked."""
    reasons = [item["text"] for item in outcome["reasons"]]
    for part in expected.get("reasons", ()):
        if not any(part in reason for reason in reasons):
            yield f"没有说明“{part}”，说的是 {reasons}"
    asked = {item["name"] for item in outcome["questions"]}
    for name in expected.get("missing", ()):
        if name not in asked:
            yield f"没有问到 {name}，问的是 {sorted(asked)}"


def _wrong_facts(expected: Mapping[str, Any], outcome: Report) -> Iterator[str]:
    nodes = {node["name"]: node for node in _nodes(outcome["explanation"]) if not node["see"]}
    for name, value in expected.get("facts", {}).items():
        node = nodes.get(name)
        if node is None:
            yield f"说明里没有 {name}"
        elif not _same(value, node):
            yield f"{name} 应为 {value}，得到 {node['text']}"


def _same(value: object, node: Report) -> bool:
    if isinstance(value, str):
        return node["text"] in (value, show_yuan(yuan(value)) if value.replace(".", "").isdigit() else value)
    return bool(node["value"] == int(value)) if isinstance(value, (bool, int)) else False


def _nodes(node: Report) -> Iterator[Report]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)
