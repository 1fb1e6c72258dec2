"""`doudi batch --households H.parquet --on DATE --out R.parquet`: what millions of households are owed, in one run."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from doudi.kernel.errors import Refused
from doudi.policy.batch.columns import Columns, described
from doudi.policy.batch.outgoing import outgoing
from doudi.policy.snapshot import LawSnapshot
from doudi.project.cli import given
from doudi.project.cli.needs import require_spark
from doudi.standards.lawbook import packs

BAR = 30
NOTHING_COMPUTED = 1
"""The exit status where every household was put aside, or there was none."""


class MasterWithoutSpark(Refused):
    """A cluster is named, and the engine that would use it is not."""

    code = "cli.master_without_spark"
    sentence = "--master 只用于 --engine spark；请加上 --engine spark，或者去掉 --master。"


if TYPE_CHECKING:
    from doudi.policy.batch.running import BulkRun, Tally


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the day, and how to run."""
    parser.add_argument("--households", type=Path, metavar="H", help="households 家庭文件：.parquet 或者 .csv")
    parser.add_argument("--persons", type=Path, metavar="P", help="persons in a file of their own 成员另成一个文件时")
    parser.add_argument("--on", type=given.day, metavar="DATE", help="day 日期, for example 2024-03-01")
    parser.add_argument("--out", type=Path, metavar="R", help="folder of Parquet parts for the results 结果目录")
    parser.add_argument(
        "--programme", action="append", metavar="ID", help="only this programme 只算这个项目 (may be repeated)"
    )
    parser.add_argument(
        "--set", action=given.Once, default=[], type=given.assumption, metavar="NAME=VALUE",
        help="assume a parameter, here only 仅本次假设一个参数的值 (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--engine", choices=("local", "spark"), default="local", help="where to run 在哪里运行")
    parser.add_argument("--master", metavar="URL", help="Spark: which cluster, for example local[2] 用哪个集群")
    parser.add_argument(
        "--explain", type=given.count, default=0, metavar="N", help="explain the first N in full 头 N 户写出全部理由"
    )
    parser.add_argument(
        "--packs-only", action="store_true", help="without values published here 不读取本地已公布的标准"
    )
    parser.add_argument("--columns", action="store_true", help="only print the published columns 只打印列的说明")


def call(options: argparse.Namespace) -> int:
    """Run the batch and say what came of it."""
    if options.columns:
        print("\n".join((*described(Columns.of(packs().facts)), *outgoing(packs()))))
        return 0
    lacking = [name for name in ("households", "on", "out") if getattr(options, name) is None]
    if lacking:
        sys.stderr.write(f"还缺 {'、'.join(f'--{name}' for name in lacking)}。\n")
        return 2
    if options.master and options.engine == "local":
        raise MasterWithoutSpark
    from doudi.policy.batch.running import REJECTS, BulkRun, run

    snapshot = _law(options)
    batch = BulkRun(
        snapshot=snapshot, households=options.households, persons=options.persons, on=options.on, out=options.out,
        only=_programmes(options, snapshot), explain=options.explain,
    )  # fmt: skip
    tally = run(batch, _shown) if options.engine == "local" else _on_spark(batch, options.master)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    print(f"计算了 {tally.households - tally.rejected} 户，结果在 {options.out}。")
    if tally.kept:
        print(f"其中 {tally.kept} 部分是上次已经算好的。")
    if tally.rejected:
        print(f"有 {tally.rejected} 户的数据有误，没有计算，原因逐行写在 {options.out / REJECTS}。")
    return NOTHING_COMPUTED if tally.rejected == tally.households else 0


def _on_spark(batch: BulkRun, master: str | None) -> Tally:
    """Run on the cluster."""
    require_spark()
    from doudi.policy.batch import spark

    return spark.run(batch, packs, spark.started(master))


def _law(options: argparse.Namespace) -> LawSnapshot:
    snapshot = LawSnapshot.of(packs())
    if not options.packs_only:
        from doudi.project.cli import published

        snapshot = published.snapshot()
    return snapshot.assuming(dict(options.set)) if options.set else snapshot


def _programmes(options: argparse.Namespace, snapshot: LawSnapshot) -> frozenset[str] | None:
    """Return the programmes asked for; a name that no pack has is refused."""
    if not options.programme:
        return None
    from doudi.project.cli.needs import ProgrammeUnknown

    known = {programme.id for programme in snapshot.packs.programmes}
    for name in options.programme:
        if name not in known:
            raise ProgrammeUnknown(name=name, known="、".join(sorted(known)))
    return frozenset(options.programme)


def _shown(tally: Tally) -> None:
    """Show how far it is, on a terminal: within the parts under way too."""
    if sys.stderr.isatty():
        done = f"，{tally.reached * 100 // tally.whole}%" if tally.whole else ""
        bar = "█" * (tally.reached * BAR // tally.whole) if tally.whole else ""
        sys.stderr.write(f"\r{bar:░<{BAR}} {tally.reached:,} 户{done}")
        sys.stderr.flush()
