"""The calculation as a person reads it: what makes up the sum, without the many rows that only pass it on.

The engine explains everything, some hundred rows for a family of three. By default the page leaves out, and never
changes: how a yes or no was found (its answer and article stay), a row that hands on another row's value, nothings,
which share one row, and what was shown above. Whatever is not yet known stays. One button lists every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Node = Mapping[str, Any]

YES_NO = ("是", "否")
NOTHING = "¥0.00"
LESS = "减："
FEW = 3


def concise(node: Node) -> Node:
    """Return the short form of an outcome's tree: its sums unfolded, each condition with what it compares."""
    children = [{**_short(child, top=True), "see": False} for child in node["children"]]
    return _named_once({**node, "children": list(_gathered(children))})


def _named_once(node: Node) -> Node:
    """Name a person where the rows turn to them, not on every row below."""
    children = [_named_once(child) for child in node["children"]]
    told = [{**child, "person": None} if _who(child) == _who(node) else child for child in children]
    return {**node, "children": told}


def _who(node: Node) -> str | None:
    return node["person"]["name"] if node["person"] else None


def rows(node: Node) -> int:
    """Count the rows of a tree."""
    return 1 + sum(rows(child) for child in node["children"])


def _short(node: Node, *, top: bool = False) -> Node:
    heir = _heir(node)
    if heir is not None:
        return _short(heir, top=top)
    if _is_answer(node) and not top:
        return {**node, "children": []}
    children = [_short(child) for child in node["children"]]
    if _is_answer(node):
        children = [child for child in children if not _is_bare_fact(child)]
    return {**node, "children": list(_gathered(children))}


def _heir(node: Node) -> Node | None:
    """Return the child whose value the node merely hands on: a choice of branches, a rule without a formula."""
    if not node["children"] or node["formula"] or node["value"] is None or _is_answer(node):
        return None
    first, *others = node["children"]
    same = first["text"] == node["text"] and first["per"] == node["per"] and first["kind"] != "fact"
    return first if same and all(not _is_money(other) for other in others) else None


def _gathered(children: Iterable[Node]) -> Iterator[Node]:
    """Put the nothings of a list into one row; a nothing that is made of something stays, a row shown above goes."""
    nothings: list[Node] = []
    for child in children:
        if child["text"] == NOTHING and not _says_something(child):
            nothings.append(child)
        elif not child["see"]:
            yield child
    if len(nothings) == 1:
        yield {**nothings[0], "children": []}
    elif nothings:
        yield _one_row(nothings)


def _one_row(nothings: list[Node]) -> Node:
    labels = list(dict.fromkeys(each["label"].removeprefix(LESS) for each in nothings))
    people = list(dict.fromkeys(each["person"]["name"] for each in nothings if each["person"]))
    named = "、".join(labels[:FEW])
    label = f"{named}等 {len(labels)} 项" if len(labels) > FEW else named
    person = {"id": "", "name": "、".join(people)} if people else None
    bare: dict[str, Any] = {**nothings[0], "formula": None, "cites": [], "origin": None, "provenance": None}
    return {**bare, "name": "nothings", "label": label, "person": person, "see": False, "children": []}


def _is_answer(node: Node) -> bool:
    return node["kind"] == "rule" and node["text"] in YES_NO


def _is_bare_fact(node: Node) -> bool:
    return node["kind"] == "fact" and node["value"] is not None


def _is_money(node: Node) -> bool:
    return node["text"] is not None and "¥" in node["text"]


def _says_something(node: Node) -> bool:
    """Whether a sum written by somebody, or something unknown, stands in a tree: then a nothing is worth its rows."""
    if node["value"] is None:
        return True
    written = node["kind"] == "fact" and _is_money(node) and node["text"] != NOTHING
    return written or any(_says_something(child) for child in node["children"])
