"""`doudi assess FILE --place CODE --on DATE`: what a household is owed under the law of that day, with reasons."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from doudi.determination.services.assess import assess
from doudi.policy.doubts import beyond, doubts
from doudi.policy.household import HouseholdRefused
from doudi.policy.report import as_json
from doudi.policy.snapshot import LawSnapshot
from doudi.project.cli import given, jsonfile, render

STATUS_REFUSED = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """The household, the place, the day, and how to answer."""
    parser.add_argument(
        "file", metavar="FILE", help="household as JSON (`doudi facts schema`) 家庭情况文件；- 为标准输入"
    )
    parser.add_argument("--place", required=True, metavar="CODE", help="division code 行政区划代码, for example 371702")
    parser.add_argument("--on", required=True, type=given.day, metavar="DATE", help="day 日期, for example 2024-03-01")
    parser.add_argument(
        "--set",
        action=given.Once,
        default=[],
        type=given.assumption,
        metavar="NAME=VALUE",
        help="assume a parameter, here only 仅本次假设一个参数的值 (may be repeated)",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--short", action="store_true", help="answer and deciding figures only 只要结果和起决定作用的数")
    how.add_argument("--json", action="store_true", help="answer as JSON 输出 JSON")
    parser.add_argument(
        "--packs-only", action="store_true", help="without values published here 不读取本地已公布的标准"
    )


def call(options: argparse.Namespace) -> int:
    """Assess and print."""
    document = jsonfile.read(options.file)
    snapshot = None if options.packs_only else _with_published_values()
    try:
        done = assess(
            document=document, place=options.place, on=options.on, assume=dict(options.set), snapshot=snapshot
        )
    except HouseholdRefused as error:
        sys.stderr.write(f"{options.file}：{error}\n")
        return STATUS_REFUSED
    found = as_json(done)
    for doubt in (*beyond(done), *doubts(done), *_ahead(document, options.on, "$")):
        sys.stderr.write(f"提示：{doubt}\n")
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        if options.packs_only:
            sys.stderr.write(f"{render.PACKS_ONLY}\n")
    else:
        facts = done.snapshot.packs.facts
        print("\n".join(render.lines(found, facts, packs_only=options.packs_only, short=options.short)))
    return 0


def _ahead(told: Any, on: date, path: str) -> Iterator[str]:
    """Say which facts are told as of a day after the one they are to hold on."""
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, each in inside:
        below = f"{path}[{key}]" if isinstance(told, list) else f"{path}.{key}"
        if key == "as_of" and isinstance(each, str) and each > on.isoformat():
            yield f"{path} 写的是 {each} 的情况，晚于测算日 {on}，请核对。"
        yield from _ahead(each, on, below)


def _with_published_values() -> LawSnapshot:
    """Return the law with what this installation published; loads Django, hence only where it is asked for."""
    from doudi.project.cli import published

    return published.snapshot()
