"""Loads `packs/*/procedures/*.yaml`. Whole or not at all, like the packs themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from doudi.casework.procedure.book import Procedures
from doudi.casework.procedure.checks import check
from doudi.casework.procedure.dated import read_counting, read_remedy
from doudi.casework.procedure.reading import read_procedure
from doudi.casework.procedure.terms import DatedCounting, Procedure, RemedyRule
from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node, read
from doudi.policy.packs import Packs

COUNTING, REMEDIES = "counting.yaml", "remedies.yaml"


def load(root: Path, packs: Packs) -> Procedures:
    """Read all procedures under `root` and check them. Raises PackRefused with file, line and reason of every flaw."""
    flaws = Flaws()
    nodes = list(_nodes(root, packs, flaws))
    rules = tuple(_rules(nodes, flaws))
    countings, remedies = tuple(_countings(root, flaws)), tuple(_remedies(root, packs, flaws))
    flaws.refuse_if_any()
    check(rules, countings, remedies, packs, flaws)
    flaws.refuse_if_any()
    return Procedures(rules, countings, remedies, packs)


def _nodes(root: Path, packs: Packs, flaws: Flaws) -> Iterator[tuple[str, Node]]:
    """Give the place of each pack with the nodes of its procedures."""
    for pack in packs.by_id.values():
        for path in sorted((root / pack.id / "procedures").glob("*.yaml")):
            if path.name in (COUNTING, REMEDIES):
                continue
            for item in _sequence(path, root, flaws):
                yield pack.place, item


def _rules(nodes: list[tuple[str, Node]], flaws: Flaws) -> Iterator[Procedure]:
    by_id: dict[str, Node] = {}
    for _, node in nodes:
        with flaws.noting(node.file, node.line):
            by_id.setdefault(node.need("id").text(), node)
    for place, node in nodes:
        with flaws.noting(node.file, node.line):
            yield read_procedure(_filled(node, by_id, ()), place)


def _filled(node: Node, by_id: dict[str, Node], seen: tuple[str, ...]) -> Node:
    """Fill in what a procedure leaves out from the one it is `like`; an explicit null leaves it out."""
    like = node.maybe_text("like")
    if like is None:
        return node
    if like in seen or like not in by_id:
        raise node.flaw(f"like 指向不存在的程序，或者绕回了自己：“{like}”")
    base = _filled(by_id[like], by_id, (*seen, like)).mapping()
    own = node.mapping()
    merged = {**{key: value for key, value in base.items() if key not in ("transition", "note", "until")}, **own}
    return replace(node, value=merged)


def _countings(root: Path, flaws: Flaws) -> Iterator[DatedCounting]:
    for item in _sequence(root / "cn" / "procedures" / COUNTING, root, flaws):
        with flaws.noting(item.file, item.line):
            yield read_counting(item)


def _remedies(root: Path, packs: Packs, flaws: Flaws) -> Iterator[RemedyRule]:
    for pack in packs.by_id.values():
        path = root / pack.id / "procedures" / REMEDIES
        for item in _sequence(path, root, flaws) if path.exists() else ():
            with flaws.noting(item.file, item.line):
                yield read_remedy(item, pack.place)


def _sequence(path: Path, root: Path, flaws: Flaws) -> list[Node]:
    with flaws.noting(str(path.relative_to(root.parent))):
        return read(path, root).sequence()
    return []
