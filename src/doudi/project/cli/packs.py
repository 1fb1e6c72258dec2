"""`doudi packs check|show|cliffs`: whether the packs hold together, what they say, and where amounts jump."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import doudi.rules
from doudi.kernel import clock
from doudi.kernel.divisions import LEVEL_LABELS
from doudi.kernel.lasting import lasting
from doudi.policy.drafting import laid_over
from doudi.policy.flaws import Flaws
from doudi.policy.loading import load
from doudi.policy.packs import NATIONAL, Packs
from doudi.policy.parameters import Parameter
from doudi.policy.rulebook import collect
from doudi.policy.snapshot import LawSnapshot, ParameterUnknown, Resolved
from doudi.policy.values import PER, Words
from doudi.project.cli import given
from doudi.standards.packs_folder import packs_root


def arguments(parser: argparse.ArgumentParser) -> None:
    """Check, or show."""
    commands = parser.add_subparsers(metavar="check|show|cliffs", required=True)
    check = commands.add_parser("check", help="read all packs and tell every flaw 检查全部政策包")
    check.add_argument("--pack", type=Path, metavar="DRAFT_DIR", help="with a draft laid over 连同政策包草案一起检查")
    check.set_defaults(act=_check)
    show = commands.add_parser("show", help="list the packs, or the law of a place 列出政策包或一个地方的参数")
    show.add_argument("place", nargs="?", metavar="CODE", help="division code 行政区划代码, for example 371702")
    show.add_argument("--on", type=given.day, metavar="DATE", help="day 日期 (default: today 今天)")
    show.add_argument("--parameter", metavar="NAME", help="every value ever set for one parameter 一个参数的全部历史值")
    show.set_defaults(act=_show)
    cliffs = commands.add_parser(
        "cliffs", help="find where a fen more of income costs or brings a jump 找出收入多一分、金额就跳变的地方"
    )
    cliffs.add_argument("--place", metavar="CODE", help="one place 只看一个地方 (default: one of each pack 每个包一处)")
    cliffs.add_argument("--on", type=given.day, metavar="DATE", help="day 日期 (default: today 今天)")
    cliffs.add_argument(
        "--set", action=given.Once, default=[], type=given.assumption, metavar="NAME=VALUE",
        help="assume a parameter 假设一个参数的值 (may be repeated)",
    )  # fmt: skip
    cliffs.set_defaults(act=_cliffs)
    for command in (check, show, cliffs):
        command.add_argument(
            "--root", type=Path, default=packs_root(), metavar="DIR", help="folder of the packs 政策包目录"
        )


def call(options: argparse.Namespace) -> None:
    """Load the packs, which checks them, and do what was asked."""
    root, draft = options.root.absolute(), getattr(options, "pack", None)
    with lasting():
        book = collect(doudi.rules)
        packs = laid_over(root, draft, book) if draft else load(root, book)
    for line in options.act(packs, options):
        print(line)


def _check(packs: Packs, options: argparse.Namespace) -> Iterator[str]:
    _require_past(packs)
    yield (
        f"政策包正确（{options.root}）：{len(packs.by_id)} 个包，{len(packs.sources.by_id)} 个文件，"
        f"{len(packs.parameters)} 个参数，{len(packs.values)} 个值，{len(packs.programmes)} 个项目版本。"
    )
    root = options.root.absolute()
    if (root / NATIONAL / "procedures").is_dir():  # packs of another kind hold law alone
        yield from _check_work(root, packs)
    yield f"内容摘要 {packs.digest}"


def _require_past(packs: Packs) -> None:
    """Nobody has checked a value on a day that has not come. Raises PackRefused."""
    today, flaws = clock.today(os.environ), Flaws()
    for value in packs.values:
        if value.checked is not None and value.checked > today:
            flaws.add(value.file, value.line, f"checked 写的是 {value.checked}，那一天还没有到")
    flaws.refuse_if_any()


def _check_work(root: Path, packs: Packs) -> Iterator[str]:
    """Read what the packs say of the work: procedures, papers, and who may be asked what."""
    from doudi.casework.procedure.loading import load as load_procedures
    from doudi.intake.papers import load as load_papers
    from doudi.verification.sources import load as load_sources

    yield f"办理程序正确：{len(load_procedures(root, packs).rules)} 个。"
    yield f"申请材料正确：{len(load_papers(root, packs).kinds)} 种。"
    yield f"核对来源正确：{len(load_sources(root, packs).sources)} 个。"


def _cliffs(packs: Packs, options: argparse.Namespace) -> Iterator[str]:
    from doudi.project import cliffs

    day = options.on or clock.today(os.environ)
    for place in [options.place] if options.place else cliffs.places(packs):
        yield from cliffs.told(LawSnapshot.of(packs).assuming(dict(options.set)), place, day)


def _show(packs: Packs, options: argparse.Namespace) -> Iterator[str]:
    if options.parameter:
        return _history(packs, _parameter(packs, options.parameter))
    if options.place:
        return _law(packs, options.place, options.on or clock.today(os.environ))
    return _list(packs)


def _list(packs: Packs) -> Iterator[str]:
    counts = Counter(value.pack for value in packs.values)
    for pack in packs.by_id.values():
        yield f"{pack.id}\t{LEVEL_LABELS[pack.level]}\t{pack.label}\t{counts[pack.id]} 个值"


def _law(packs: Packs, place: str, day: date) -> Iterator[str]:
    snapshot = LawSnapshot.of(packs)
    law = snapshot.law(place, day)
    yield f"{packs.places.path(place)} {day}（只按政策包，未考虑本地已公布的标准）"
    yield "项目：" + "、".join(programme.label for programme in law.programmes)
    for parameter in packs.parameters.values():
        yield _line(packs, snapshot.resolve(parameter.name, place, day))


def _line(packs: Packs, resolved: Resolved) -> str:
    parameter = resolved.parameter
    if resolved.origin is None or not isinstance(resolved.value, int):
        return f"{parameter.name}\t{parameter.label}\t没有查到"
    said = _said(packs, parameter, resolved.value)
    source = packs.sources.text(resolved.origin.cites[0]) if resolved.origin.cites else ""
    pack = packs.by_id[resolved.origin.pack].label
    return f"{parameter.name}\t{parameter.label}\t{said}\t{pack} {resolved.origin.since} 起\t{source}"


def _history(packs: Packs, parameter: Parameter) -> Iterator[str]:
    yield f"{parameter.name}\t{parameter.label}"
    for value in sorted((one for one in packs.values if one.parameter == parameter.name), key=lambda one: one.since):
        said = f"按 {value.use}" if value.value is None else _said(packs, parameter, value.value)
        until = f"至 {value.until} 前" if value.until else "起"
        sources = "；".join(packs.sources.text(cite) for cite in value.cites)
        yield f"{packs.places.path(value.place)}\t{value.since} {until}\t{said}\t{sources}"


def _said(packs: Packs, parameter: Parameter, value: int) -> str:
    per = PER.get(parameter.unit.kind)
    said = Words(packs.facts.vocabulary).say(parameter.unit, value)
    return f"{said}/{per}" if per else said


def _parameter(packs: Packs, name: str) -> Parameter:
    if name not in packs.parameters:
        raise ParameterUnknown(name=name)
    return packs.parameters[name]
