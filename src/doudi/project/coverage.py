"""The documents traced to the product: every clause of `packs/*/clauses.yaml` with what implements it, checked.

What a clause may be linked to belongs to many stages, and its pages to the interfaces; hence all the way up here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from doudi.casework.procedure.loading import load as load_procedures
from doudi.policy.clauses import KINDS, STAGES, STATUSES, Clause, Document, Link, law_names, load
from doudi.policy.packs import Packs
from doudi.project import cli, database
from doudi.verification.sources import load as load_sources

NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"
"""No server answers there: the addresses of the pages are known without one."""
HEAD = ("条", "要求（我们的话）", "状态", "由什么落实")


def documents(root: Path, packs: Packs) -> tuple[Document, ...]:
    """Return the documents with every link checked. Raises PackRefused with file and line of every flaw."""
    return load(root, packs, {**law_names(packs), **_work_names(root, packs)})


def _work_names(root: Path, packs: Packs) -> dict[str, Collection[str]]:
    """Return what beyond the law a clause can be linked to."""
    return {
        "procedure": {rule.id for rule in load_procedures(root, packs).rules},
        "source": load_sources(root, packs).sources.keys(),
        "page": set(_pages()),
        "command": cli.COMMANDS.keys(),
    }


def _pages() -> Iterator[str]:
    """Give the name of every address of the product, with the interface it belongs to: `desk:case`."""
    from django.apps import apps  # noqa: PLC0415 - only whoever asks for the pages needs Django set up

    if not apps.ready:
        database.use(NOWHERE)
    from django.urls import get_resolver  # noqa: PLC0415 - the same

    yield from _named(get_resolver(), "")


def _named(resolver: Any, space: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield f"{space}{pattern.name}"


def rows(document: Document) -> Iterator[tuple[str, ...]]:
    """Give a row for each clause: number, words, status, and what implements it or why nothing does."""
    for clause in document.clauses:
        yield clause.number, _words(clause), STATUSES[clause.status], _how(clause)


def totals(document: Document) -> str:
    """Count the clauses by status, in a sentence."""
    counts = Counter(clause.status for clause in document.clauses)
    counted = "，".join(f"{label} {counts[status]}" for status, label in STATUSES.items())
    return f"共 {len(document.clauses)} 项：{counted}。"


def _words(clause: Clause) -> str:
    reading = f"（读法：{clause.reading}）" if clause.reading else ""
    return f"{clause.says}{reading}" + (f"（{clause.note}）" if clause.note else "")


def _how(clause: Clause) -> str:
    if clause.why:
        return clause.why
    said = [_said(link) for link in clause.by]
    return "；".join([*said, f"缺：{clause.lacks}"] if clause.lacks else said)


def _said(link: Link) -> str:
    if link.is_waiting:
        return f"{'待建' if link.kind == 'planned' else '职责'}：{STAGES[link.target]}"
    return f"{KINDS[link.kind]} {link.target}"
