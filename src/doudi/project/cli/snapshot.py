"""`doudi snapshot --on DATE --out DIR`: the register as Parquet, in the columns that `doudi batch` reads."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path

from doudi.kernel import clock
from doudi.kernel.divisions import NATION
from doudi.kernel.errors import Refused
from doudi.project.cli import given, published
from doudi.project.cli.needs import require_batch_packages

FILE = "households.parquet"


class AlreadyThere(Refused):
    """The folder holds a register already."""

    code = "cli.register_already_there"
    sentence = "{file} 已经存在；请换一个目录，或者先移走它。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The day, what is known, and where to write."""
    parser.add_argument("--on", required=True, type=given.day, metavar="DATE", help="as of the day 截至日期")
    parser.add_argument(
        "--known-at", type=given.day, metavar="DATE", help="as known at the end of that day, else now 按何日所知"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder 写入的目录")


def call(options: argparse.Namespace) -> int:
    """Write the register."""
    require_batch_packages()
    into: Path = options.out / FILE
    if into.exists():
        raise AlreadyThere(file=into)
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.audit.services.record import record
    from doudi.determination.register import families
    from doudi.policy.batch.columns import Columns
    from doudi.policy.batch.register import write
    from doudi.project.cli.recompute import end_of
    from doudi.standards.lawbook import packs

    today = clock.today(os.environ)
    known_at: datetime = end_of(options.known_at) if options.known_at else clock.read(os.environ).at
    options.out.mkdir(parents=True, exist_ok=True)
    about = {"doudi.on": options.on.isoformat(), "doudi.known_at": known_at.isoformat()}
    with acting(Actor.system("doudi snapshot"), on=today):
        told = families(on=options.on, known_at=known_at)
        states = published.snapshot().law(NATION, options.on).computation.layout.states
        count = write(Columns.of(packs().facts), told, states=states, into=into, about=about)
        record("determination.register_written", on=today, details={**about, "households": count})
    print(f"写入 {count} 户：{into}")
    return 0
