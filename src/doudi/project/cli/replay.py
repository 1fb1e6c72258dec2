"""`doudi replay NUMBER…|--all`: whether what was determined still comes out of its frozen facts and its kept law."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

from doudi.kernel import clock
from doudi.kernel.errors import Refused
from doudi.project.cli import given, published

if TYPE_CHECKING:
    from doudi.determination.services.replay_all import Again

DIFFERS = 1
EVERY = 1000
"""After so many the number done is told on stderr."""


class NothingToReplay(Refused):
    """Neither numbers nor --all were given, or both."""

    code = "cli.nothing_to_replay"
    sentence = "请写明测算编号，或者用 --all（可加 --since 日期）重算全部；二者选一。"


class NumbersUnknown(Refused):
    """No determination has one of the numbers."""

    code = "cli.determinations_unknown"
    sentence = "没有这些编号的测算：{numbers}。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which to replay, and how to answer."""
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="number of a determination 测算编号")
    parser.add_argument("--all", action="store_true", help="every determination kept here 全部测算")
    parser.add_argument("--since", type=given.day, metavar="DATE", help="made on or after 自该日起作出的")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each difference 每个不同输出一行 JSON")


def call(options: argparse.Namespace) -> int:
    """Replay and list what differs; 1 where something does."""
    if bool(options.numbers) == options.all or (options.since and not options.all):
        raise NothingToReplay
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.determination.services.replay_all import replay_all

    done, differing = 0, 0
    wanted = set(options.numbers)
    with acting(Actor.system("doudi replay"), on=clock.today(os.environ)):
        for again in replay_all(numbers=options.numbers, since=options.since):
            done += 1
            wanted.discard(again.number)
            if not again.found.is_same:
                differing += 1
                print(_line(again, as_json=options.json), flush=True)
            if done % EVERY == 0:
                sys.stderr.write(f"已重算 {done} 个测算……\n")
    if wanted:
        raise NumbersUnknown(numbers="、".join(map(str, sorted(wanted))))
    sys.stderr.write(f"重算 {done} 个测算，{differing} 个与当时不同。\n")
    return DIFFERS if differing else 0


def _line(again: Again, *, as_json: bool) -> str:
    found = again.found
    if as_json:
        return json.dumps(
            {
                "number": again.number, "programme": again.programme, "place": again.place,
                "on": again.on.isoformat(), "differences": found.differences,
                "code_then": found.code_version_then, "code_now": found.code_version_now,
            },
            ensure_ascii=False,
        )  # fmt: skip
    versions = f"程序 {found.code_version_then} → {found.code_version_now}"
    what = f"不同：{'、'.join(found.differences)}"
    return f"第 {again.number} 号\t{again.programme}\t{again.place}\t{again.on}\t{what}\t{versions}"
