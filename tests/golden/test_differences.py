"""A declaration held against what was found: every rule tagged `difference` by a case an officer can read."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from doudi.policy.assessment import assess
from doudi.policy.flagging import Flag, flags, formulas
from doudi.policy.packfile import LOADER
from doudi.standards.lawbook import packs
from tests.golden.cases import law

TEXT = (Path(__file__).parent / "differences.yaml").read_text(encoding="utf-8")
BOOK: dict[str, Any] = yaml.load(TEXT, LOADER)  # noqa: S506 - the safe one, compiled
HOLDS = {True: "yes", False: "no", None: "unknown"}


def changed(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a household file with other values, by the member's id or `household`."""
    found = copy.deepcopy(dict(document))
    for whom, groups in changes.items():
        owner = next((each for each in found["members"] if each["id"] == whom), found["household"])
        for group, facts in groups.items():
            owner[group] = {**owner.get(group, {}), **facts}
    return found


def held_against(case: Mapping[str, Any]) -> list[Flag]:
    """Hold what a case declares against what it finds."""
    snapshot = law().assuming(case["示例参数"]) if "示例参数" in case else law()
    declared = changed(BOOK[case.get("of", "family")], case.get("declared", {}))
    found = changed(declared, case.get("changes", {}))
    found["members"] = [each for each in found["members"] if each["id"] not in case.get("gone", ())]
    day: date = case["day"]
    first, second = (
        assess(snapshot, each, place=case["place"], on=day, only=packs().handled) for each in (declared, found)
    )
    return flags(first, second)


@pytest.mark.parametrize("case", BOOK["cases"], ids=lambda case: case["title"])
def test_what_was_found_is_flagged_by_the_rules_it_matters_for(case: Mapping[str, Any]) -> None:
    expected = {(each["rule"], each.get("person")): each for each in case["expect"]}

    found = {(each.rule.name, each.person[0] if each.person else None): each for each in held_against(case)}

    assert set(found) == set(expected)
    for key, wanted in expected.items():
        flag = found[key]
        assert (HOLDS[flag.declared], "gone" if flag.is_gone else HOLDS[flag.found]) == (
            wanted["declared"],
            wanted["found"],
        )
        assert sorted(name for name, _ in flag.facts) == wanted.get("facts", [])
        assert wanted.get("says", "") in flag.plainly
        assert flag.is_gone or formulas(flag.node), key
        assert bool(flag.missing) == (wanted["found"] == "unknown")


def test_every_tagged_rule_is_in_a_case_but_property_which_is_there_by_kinds() -> None:
    named = {each["rule"] for case in BOOK["cases"] for each in case["expect"]}
    left = {rule.name for rule in packs().book if rule.difference} - named

    assert {name for name in left if not name.endswith("_are_fine")} == set()


def test_each_flag_names_its_programmes_and_an_article_in_force() -> None:
    for flag in _all_flags():
        cites = packs().sources.current(flag.rule.cites, date(2022, 4, 18))
        assert cites, flag.rule.name
        assert flag.programmes or "differences" in packs().book.written_in[id(flag.rule)], flag.rule.name


def _all_flags() -> Iterator[Flag]:
    for case in BOOK["cases"]:
        yield from held_against(case)
