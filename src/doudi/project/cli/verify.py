"""`doudi verify --recipients R.parquet --sources DIR --as-of DATE --out DIR`: all recipients against all sources."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from doudi.project import database, paths
from doudi.project.cli import given
from doudi.project.cli.batch import BAR, MasterWithoutSpark
from doudi.project.cli.needs import require_spark
from doudi.project.cli.sources import ARRANGED

if TYPE_CHECKING:
    from doudi.verification.bulk.running import Summary, Tally, Verification

REFUSED = 1
"""The exit status where a delivery was sent back."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the day, last month, and where to run."""
    parser.add_argument("--recipients", required=True, type=Path, metavar="R", help="members with leave 名单 .parquet")
    parser.add_argument(
        "--sources", required=True, type=Path, metavar="DIR", help="deliveries, manifests 交付和清单的目录"
    )
    parser.add_argument(
        "--as-of", required=True, type=given.day, metavar="DATE", help="day 核对日期, for example 2024-03-01"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results 结果目录")
    parser.add_argument(
        "--previous", type=Path, metavar="DIR", help="list what differs from last month's results 上月的结果目录"
    )
    parser.add_argument("--verdicts", type=Path, metavar="FILE", help="review.csv with answers 填好结论的 review.csv")
    parser.add_argument("--engine", choices=("local", "spark"), default="local", help="where to run 在哪里运行")
    parser.add_argument("--master", metavar="URL", help="Spark: which cluster, for example local[2] 用哪个集群")


def call(options: argparse.Namespace) -> int:
    """Run, and say what came of it."""
    if options.master and options.engine == "local":
        raise MasterWithoutSpark
    from doudi.verification.bulk.running import run

    asked = _asked(options)
    summary = run(asked, _shown) if options.engine == "local" else _on_spark(asked, options.master)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    print("\n".join(_said(summary, options)))
    return REFUSED if summary.refused else 0


def _on_spark(asked: Verification, master: str | None) -> Summary:
    """Run on the cluster."""
    require_spark()
    from doudi.verification.bulk import spark

    return spark.run(asked, spark.started(master), _shown)


def _asked(options: argparse.Namespace) -> Verification:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", database.SETTINGS)
    from doudi.standards.lawbook import packs
    from doudi.verification.bulk.running import Verification
    from doudi.verification.deployment import arrangements
    from doudi.verification.sources import sourcebook
    from doudi.verification.tokensecret import secret

    book = sourcebook()
    arranged = arrangements(Path(os.environ.get("DOUDI_SOURCES") or paths.data_dir() / ARRANGED), book.sources)
    return Verification(
        recipients=options.recipients, sources=options.sources, on=options.as_of, out=options.out, packs=packs(),
        book=book, arranged=arranged, secret=secret(), previous=options.previous, verdicts=options.verdicts,
    )  # fmt: skip


def _said(summary: Summary, options: argparse.Namespace) -> Iterator[str]:
    """Say what each source said, what was sent back, and where the lists are."""
    yield f"核对了 {summary.households} 户 {summary.recipients} 人，结果在 {options.out}。"
    for each in summary.sources.values():
        day = f"，{each['as_of']} 的数据" if each["as_of"] else ""
        counts = (
            f"，查询 {each['members_asked']} 人，有记录 {each['members_on_record']} 人，待核实 {each['for_review']} 条"
        )
        yield f"{each['label']}：{each['said']}{day}{counts if each['members_asked'] else ''}"
    for each in summary.refused:
        yield f"{each['manifest']} 已退回，{each['flaw_count']} 处问题：{''.join(each['flaws'][:3])}"
    if options.previous:
        new, changed, gone = (summary.changes.get(name, 0) for name in ("new", "changed", "gone"))
        yield f"与上月相比：新增 {new} 条，有变化 {changed} 条，不再出现 {gone} 条。"
    yield f"需要核实 {summary.items} 条，分给 {summary.townships} 个乡镇（街道），在 {options.out / 'work'}。"


def _shown(tally: Tally) -> None:
    """Show how far it is, on a terminal."""
    if sys.stderr.isatty():
        rows = min(tally.rows, tally.whole)
        done = f"，{rows * 100 // tally.whole}%" if tally.whole else ""
        bar = "█" * (rows * BAR // tally.whole) if tally.whole else ""
        sys.stderr.write(f"\r{bar:░<{BAR}} {tally.rows:,} 行{done}")
        sys.stderr.flush()
