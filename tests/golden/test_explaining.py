"""Whatever a golden case determines is explained whole: in JSON, as text, and as the piece of HTML that others embed.

One case for each answer of each programme: every row has its value, its formula in words and its article, every
figure of the law whence and since when it is; and what stands in the JSON stands in the text and in the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string

from doudi.policy.report import as_json
from doudi.policy.rules import Form
from doudi.project.cli import tree
from doudi.standards.lawbook import packs
from tests.golden.cases import Case, determine, read_cases

Node = Mapping[str, Any]
TAG = re.compile(r"<[^>]+>")
BLANKS = re.compile(r"\s|\N{ZERO WIDTH SPACE}|\N{WORD JOINER}")


@pytest.mark.no_cover  # goes where the other tests have been, a thousand times
def test_each_answer_of_each_programme_is_explained_whole_in_json_text_and_html() -> None:
    seen: set[tuple[str, str]] = set()
    flaws: list[str] = []

    for case in sorted(read_cases(), key=lambda each: -len(_answers(each))):
        wanted = _answers(case) - seen
        if case.refused is None and wanted:
            flaws += (f"{case.name}: {flaw}" for flaw in _flaws(case, wanted))
            seen |= wanted

    assert {programme.id for programme in packs().programmes} <= {programme for programme, _ in seen}
    assert flaws == []


def test_every_rule_that_computes_says_its_formula_in_words() -> None:
    silent = [rule.name for rule in packs().book if rule.form is Form.CALL and not rule.shows]

    assert silent == []


def _answers(case: Case) -> set[tuple[str, str]]:
    return {(each["programme"], each["status"]) for each in case.expected}


def _flaws(case: Case, wanted: set[tuple[str, str]]) -> Iterator[str]:
    for report in map(as_json, determine(case)):
        shown = [each for each in report["outcomes"] if (each["programme"], each["status"]) in wanted]
        for outcome in shown:
            whole = [outcome["explanation"], *_below(outcome["explanation"])]
            yield from (f"{outcome['label']}: {flaw}" for node in whole[1:] for flaw in _lacking(node))
            yield from _unsaid(outcome, whole, "\n".join(tree.lines(outcome["explanation"], depth=0, about=None)))
            yield from _concluded(outcome)
        html = render_to_string("ui/explanation.html", {"report": {**report, "outcomes": shown}})
        yield from _unshown(shown, unescape(TAG.sub("", html)))


def _below(node: Node) -> Iterator[Node]:
    for child in node["children"]:
        yield child
        yield from _below(child)


def _lacking(node: Node) -> Iterator[str]:
    """Yield what a row does not say: its name and value; of a rule the article; of a figure whence and since when."""
    named = f"{node['name']}（{node['label']}）"
    if not node["label"] or not node["text"]:
        yield f"{named} has no value in words"
    if node["kind"] == "rule" and not (node["cites"] and node["version"]):
        yield f"{named} has no article or no version"
    if node["kind"] == "parameter" and node["value"] is not None:
        origin = node["origin"]
        is_dated = origin["pack"] == "assumed" or (origin["from"] and node["cites"])
        if not (is_dated and origin["pack_label"]):
            yield f"{named} does not say whence and since when it is"


def _concluded(outcome: Node) -> Iterator[str]:
    """A refusal names the reason that suffices with its article; what is open names what to ask."""
    if outcome["status"] == "ineligible" and not (outcome["shortest"] and outcome["shortest"]["cites"]):
        yield f"{outcome['label']} is refused without an article"
    if outcome["status"] == "undetermined" and not outcome["questions"]:
        yield f"{outcome['label']} is open and asks nothing"


def _unsaid(outcome: Node, whole: list[Node], text: str) -> Iterator[str]:
    lines = text.splitlines()
    for node, line in zip(whole, lines, strict=True):
        if not all(piece in line for piece in _pieces(node)):
            yield f"{outcome['label']}: the text does not say all of {node['name']}"


def _unshown(outcomes: list[Node], page: str) -> Iterator[str]:
    """Look for every piece of every row in the page, one after the other."""
    plain, at = BLANKS.sub("", page), 0
    for outcome in outcomes:
        for node in _below(outcome["explanation"]):
            for piece in map(_bare, _pieces(node)):
                at = plain.find(piece, at if piece == _bare(node["label"]) else max(at - len(piece), 0))
                if at < 0:
                    yield f"{outcome['label']}: the page does not show {piece} of {node['name']}"
                    return


def _pieces(node: Node) -> Iterator[str]:
    """What a row says, label first."""
    yield node["label"]
    if node["formula"] and not node["see"]:
        yield node["formula"]
    yield from (cite["text"] for cite in node["cites"])
    if node["origin"] and node["origin"]["from"]:
        yield node["origin"]["from"]


def _bare(text: str) -> str:
    return BLANKS.sub("", text)
