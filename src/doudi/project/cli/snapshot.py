"""`doudi snapshot --on DATE --out DIR`: the register as Parquet, in the columns that `doudi batch` reads."""

from __future__ import annotations

import argparse
import os
from datetime import date, datetime
from pathlib import Path

from doudi.kernel import clock
from doudi.kernel.errors import Refused
from doudi.policy.batch.folder import made
from doudi.project.cli import given, published

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
    into: Path = options.out / FILE
    if into.exists():
        raise AlreadyThere(file=into)
    published.connect()
    with made(options.out):
        count = write_register(into, on=options.on, known_at=options.known_at, asked_by="doudi snapshot")
    print(f"写入 {count} 户：{into}")
    return 0


def write_register(into: Path, *, on: date, known_at: date | None, asked_by: str) -> int:
    """Write the register as of a day to a file, on record, and return how many households it has."""
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.audit.services.record import record
    from doudi.determination import bulk
    from doudi.project.cli.recompute import end_of

    today = clock.today(os.environ)
    known: datetime = end_of(known_at) if known_at else clock.read(os.environ).at
    about = {"doudi.on": on.isoformat(), "doudi.known_at": known.isoformat()}
    with acting(Actor.system(asked_by), on=today):
        count = bulk.write_register(into, on=on, known_at=known, about=about, law=published.snapshot(""))
        record("determination.register_written", on=today, details={**about, "households": count})
    return count
