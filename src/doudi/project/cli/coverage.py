"""`doudi coverage [--place CODE]`: every clause of the places' documents, and what implements it."""

from __future__ import annotations

import argparse
from pathlib import Path

import doudi.rules
from doudi.kernel.divisions import parent_chain
from doudi.policy.clauses import Document
from doudi.policy.loading import load
from doudi.policy.packs import Packs
from doudi.policy.rulebook import collect
from doudi.standards.packs_folder import packs_root


def arguments(parser: argparse.ArgumentParser) -> None:
    """One place, or all."""
    parser.add_argument(
        "--place", metavar="CODE", help="only the documents in force there 只看一个地方, for example 371702"
    )
    parser.add_argument("--short", action="store_true", help="only the totals of each document 只要各文件的合计")
    parser.add_argument("--root", type=Path, default=packs_root(), metavar="DIR", help="folder of the packs 政策包目录")


def call(options: argparse.Namespace) -> None:
    """Print a table for each document; a link to nothing and a clause left out are refused with file and line."""
    from doudi.project import coverage

    root = options.root.absolute()
    packs = load(root, collect(doudi.rules))
    for document in _asked(coverage.documents(root, packs), packs, options.place):
        number = f"（{document.source.number}）" if document.source.number else ""
        print(f"{document.source.title}{number}　{packs.by_id[document.pack].label}")
        for row in () if options.short else coverage.rows(document):
            print("\t".join(row))
        print(f"{coverage.totals(document)}\n")


def _asked(documents: tuple[Document, ...], packs: Packs, place: str | None) -> list[Document]:
    """Keep the documents of a place and of those above it; all where none is named. Raises PlaceUnreadable."""
    if place is None:
        return list(documents)
    above = parent_chain(place)
    return [document for document in documents if packs.by_id[document.pack].place in above]
