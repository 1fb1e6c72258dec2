"""`doudi sources`: who can be asked about a family, what they delivered, and those that answer queries over HTTP."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from doudi.kernel import clock
from doudi.project import paths
from doudi.project.cli import answering, given

ARRANGED = "sources.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One verb, and what it needs."""
    commands = parser.add_subparsers(metavar=f"list|{answering.VERBS}", required=True)
    answering.add_verbs(commands)
    listing = commands.add_parser("list", help="who can be asked, where, by which article 有哪些来源、依据什么")
    listing.add_argument("--place", metavar="CODE", help="only what this place may ask 只列这个地方可以查询的")
    listing.add_argument("--on", type=given.day, metavar="DATE", help="day 日期 (default: today 今天)")
    listing.set_defaults(act=_list)


def call(options: argparse.Namespace) -> int:
    """Act."""
    return options.act(options)


def arranged_file() -> Path:
    """Return where this installation says what it arranged with each source."""
    return Path(os.environ.get("DOUDI_SOURCES") or paths.data_dir() / ARRANGED)


def _list(options: argparse.Namespace) -> int:
    from doudi.verification import listing
    from doudi.verification.deployment import arrangements
    from doudi.verification.sources import sourcebook

    book = sourcebook()
    if options.place:
        arranged = arrangements(arranged_file(), book.sources)
        lines = list(listing.asked(book, options.place, options.on or clock.today(os.environ), arranged))
        print("\n".join(lines) or "这一天在这个地方没有可以查询的来源。")
    else:
        print("\n".join("\t".join(cell.strip("`") for cell in row) for row in (listing.HEAD, *listing.rows(book))))
    return 0
