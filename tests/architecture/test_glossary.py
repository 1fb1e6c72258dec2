"""One word for one thing: the identifiers of the domain stand in the glossary, or carry their Chinese label."""

from __future__ import annotations

import re

from django.apps import apps

from doudi.policy.entities import ENTITIES
from doudi.standards.lawbook import packs
from tests.architecture.repository import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ROW = re.compile(r"^\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
ROWS = [tuple(cell.strip() for cell in row) for row in ROW.findall((ROOT / "GLOSSARY.md").read_text("utf-8"))]
WORDS = {word for _, identifiers, _ in ROWS for word in re.findall(r"`([^`]+)`", identifiers)}


def test_every_model_is_a_row_of_the_glossary() -> None:
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("doudi.")}

    assert models - WORDS == set()


def test_every_programme_and_entity_is_a_row_of_the_glossary() -> None:
    names = {programme.id for programme in packs().programmes} | {entity.name for entity in ENTITIES}

    assert names - WORDS == set()


def test_every_enumeration_of_the_rules_is_a_row_of_the_glossary() -> None:
    assert set(packs().book.enumerations) - WORDS == set()


def test_every_code_of_an_enumeration_has_a_chinese_label() -> None:
    choices = packs().facts.vocabulary.choices
    silent = [
        f"{name}.{code.name}"
        for name, choice in packs().book.enumerations.items()
        for code in choice
        if not CHINESE.search(choices[name].labels.get(code.name.lower(), ""))
    ]

    assert silent == []


def test_every_fact_rule_and_parameter_carries_a_chinese_label() -> None:
    book = packs()
    labels = {fact.name: fact.label for fact in book.facts.by_name.values()}
    labels |= {rule.name: rule.label for rule in book.book}
    labels |= {parameter.name: parameter.label for parameter in book.parameters.values()}

    assert {name: label for name, label in labels.items() if not CHINESE.search(label)} == {}


def test_a_row_of_the_glossary_has_a_chinese_term_a_word_and_a_meaning() -> None:
    rows = [row for row in ROWS if row[0] not in {"中文", "---"}]

    assert [row for row in rows if not (CHINESE.search(row[0]) and row[1] and row[2])] == []
