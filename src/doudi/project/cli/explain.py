"""`doudi explain`: how an answer came about, or what moved it between two files or two kept determinations."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from doudi.kernel.errors import Refused
from doudi.policy.assessment import determine
from doudi.policy.moved import ORDER_SAID, lines
from doudi.policy.moved import as_json as movement_as_json
from doudi.policy.moving import Side, movement
from doudi.policy.snapshot import LawSnapshot
from doudi.project.cli import assess, given, jsonfile

NOTHING = "两次都没有适用于这一户的项目。"


class PlaceAndDayNeeded(Refused):
    """A household file says neither where nor when; only a kept determination knows both."""

    code = "cli.place_and_day_needed"
    sentence = (
        "比较两个家庭情况文件，要用 --place 写明地方，用 --on 写明日期；先后两个日期写成 --on 2023-03-01 2024-03-01。"
    )


class NoSuchDetermination(Refused):
    """There is no determination of that number."""

    code = "cli.no_such_determination"
    sentence = "没有第 {number} 号测算。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """A file to explain, or two to compare."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="household as JSON 家庭情况文件；- 为标准输入")
    parser.add_argument(
        "--difference", nargs=2, metavar=("A", "B"),
        help="what moved the outcome from A to B: files, or numbers of kept determinations 两次差在哪里",
    )  # fmt: skip
    parser.add_argument("--place", metavar="CODE", help="division code 行政区划代码, for example 371702")
    parser.add_argument(
        "--on", nargs="+", type=given.day, default=[], metavar="DATE", help="day, or the days of A and B 日期"
    )
    parser.add_argument(
        "--set", action=given.Once, default=[], type=given.assumption, metavar="NAME=VALUE",
        help="assume a parameter, here only 仅本次假设一个参数的值 (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="answer as JSON 输出 JSON")
    parser.add_argument(
        "--packs-only", action="store_true", help="without values published here 不读取本地已公布的标准"
    )


def call(options: argparse.Namespace) -> int:
    """Explain one, or tell two apart."""
    if options.difference is None:
        return _explained(options)
    first, second = options.difference
    kept = first.isdigit() and second.isdigit()
    found = _kept(int(first), int(second)) if kept else list(_files(options, first, second))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        told = [line for each in found for line in (*lines(each), "")]
        print("\n".join([*told, ORDER_SAID] if told else [NOTHING]))
    return 0


def _explained(options: argparse.Namespace) -> int:
    """Explain an assessment of one file, as `doudi assess` does without --short."""
    if options.file is None or options.place is None or len(options.on) != 1:
        raise PlaceAndDayNeeded
    options.on, options.short = options.on[0], False
    return assess.call(options)


def _files(options: argparse.Namespace, first: str, second: str) -> Iterator[dict[str, Any]]:
    if options.place is None or len(options.on) not in (1, 2):
        raise PlaceAndDayNeeded
    law = _law(options)
    earlier, later = (
        _side(law, options.place, day, file)
        for file, day in zip((first, second), (options.on[0], options.on[-1]), strict=True)
    )
    for programme, person in _concerned(earlier, later):
        found = movement(earlier, later, programme, person)
        if found is not None:
            yield movement_as_json(found)


def _law(options: argparse.Namespace) -> LawSnapshot:
    from doudi.standards.lawbook import packs

    if options.packs_only:
        law = LawSnapshot.of(packs())
    else:
        from doudi.project.cli import published

        law = published.snapshot()
    return law.assuming(dict(options.set)) if options.set else law


def _side(law: LawSnapshot, place: str, day: date, file: str) -> Side:
    law.law(place, day)
    return Side(law, place, day, law.reader.read(jsonfile.read(file), day))


def _concerned(earlier: Side, later: Side) -> list[tuple[str, str | None]]:
    """List the programmes that concern the family on either day, for the household or for a member by id."""
    assessed = [determine(side.snapshot, side.household, place=side.place, on=side.day) for side in (earlier, later)]
    found = (
        (outcome.programme.id, person[0] if (person := each.household.person(outcome.path)) else None)
        for each in assessed
        for outcome in each.outcomes
    )
    return list(dict.fromkeys(found))


def _kept(first: int, second: int) -> list[dict[str, Any]]:
    import os

    from doudi.kernel import clock
    from doudi.project.cli import published

    published.connect()
    from doudi.audit.actor import Actor, acting
    from doudi.determination.models import Determination
    from doudi.determination.services.compare import compare

    with acting(Actor.system("doudi explain"), on=clock.today(os.environ)):
        rows = Determination.objects.select_related("inputs", "law__packs", "member").in_bulk([first, second])
        for number in (first, second):
            if number not in rows:
                raise NoSuchDetermination(number=number)
        return [compare(earlier=rows[first], later=rows[second])]
