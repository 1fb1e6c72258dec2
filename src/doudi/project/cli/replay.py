"""`doudi replay NUMBER…|--all`: whether what was determined still comes out of its frozen facts and its kept law."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from doudi.kernel import clock
from doudi.kernel.errors import Refused
from doudi.kernel.money import show_yuan
from doudi.policy.assessment import STATUS_LABELS, Status
from doudi.project.cli import given, published

if TYPE_CHECKING:
    from doudi.determination.models import Determination
    from doudi.determination.services.replay_all import Again

DIFFERS = 1
EVERY = 1000
"""After so many the number done is told on stderr."""


class NothingToReplay(Refused):
    """Neither numbers nor --all were given, or both."""

    code = "cli.nothing_to_replay"
    sentence = (
        "请写明测算编号，或者用 --all（可加 --since 日期）重算全部；二者选一。"
        "有哪些测算，用 --list（可加 --case 编号或者 --since 日期）列出。"
    )


class NumbersUnknown(Refused):
    """No determination has one of the numbers."""

    code = "cli.determinations_unknown"
    sentence = "没有这些编号的测算：{numbers}。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which to replay, and how to answer."""
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="number of a determination 测算编号")
    parser.add_argument("--all", action="store_true", help="every determination kept here 全部测算")
    parser.add_argument("--since", type=given.day, metavar="DATE", help="made on or after 自该日起作出的")
    parser.add_argument("--list", action="store_true", help="list them without replaying 只列出测算编号，不重算")
    parser.add_argument(
        "--case", metavar="NUMBER", help="with --list: of one case or application 只列一个办件或者申请的"
    )
    parser.add_argument("--json", action="store_true", help="a line of JSON for each difference 每个不同输出一行 JSON")


def call(options: argparse.Namespace) -> int:
    """Replay and list what differs, 1 where something does; or only list what there is."""
    if options.case and not options.list:
        raise NothingToReplay
    if options.list:
        return _listed(options)
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


def _listed(options: argparse.Namespace) -> int:
    """List determinations by number: day, programme, place, outcome and application, and no names."""
    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.casework.queries import cases_called
    from doudi.determination.queries import kept
    from doudi.project.cli.recompute import NoSuchCase

    with acting(Actor.system("doudi replay"), on=clock.today(os.environ)):
        cases = cases_called(options.case) if options.case else None
        if cases == []:
            raise NoSuchCase(number=options.case)
        of = None if cases is None else {case.application_id for case in cases}
        for each in kept(applications=of, since=options.since):
            print(_told(each, as_json=options.json))
    return 0


def _told(each: Determination, *, as_json: bool) -> str:
    found: dict[str, Any] = {
        "number": each.pk, "on": each.on.isoformat(), "programme": each.programme, "place": each.place,
        "status": each.status, "amount_fen": each.amount_fen, "application": each.application.number,
    }  # fmt: skip
    if as_json:
        return json.dumps(found, ensure_ascii=False)
    amount = "" if each.amount_fen is None else show_yuan(each.amount_fen)
    told = (each.programme, each.place, STATUS_LABELS[Status(each.status)], amount, f"申请 {each.application.number}")
    return "\t".join((f"第 {each.pk} 号", each.on.isoformat(), *told))


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
