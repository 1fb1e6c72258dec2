"""`doudi simulate --on DATE --set NAME=+8% --data DIR|live`: what a change would do, before anybody signs."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doudi.kernel.errors import NotKnown, Refused
from doudi.kernel.money import show_yuan
from doudi.policy.altering import Alteration, AlteredSnapshot, NothingToChange
from doudi.policy.simulation.shape import noted
from doudi.policy.snapshot import LawSnapshot
from doudi.project.cli import given, published
from doudi.project.cli.output import require_new
from doudi.standards.lawbook import packs

if TYPE_CHECKING:
    from doudi.policy.simulation.running import Progress, Simulated, Simulation

LIVE = "live"
LIVE_SAID = "本系统的登记册"
BAR = 30
SHOWN = 12
"""Rows of a table that a terminal shows."""


class NothingAsked(Refused):
    """Neither a figure nor a draft is given."""

    code = "cli.nothing_asked"
    sentence = "要改什么？请用 --set 参数名=+8%（或者一个值），或者用 --pack 指明政策包草案的目录。"


class NotAWorkbook(Refused):
    """The file to write has another ending."""

    code = "cli.not_a_workbook"
    sentence = "--out {file}：文件名应以 .xlsx 结尾。"


class LiveNeedsPublished(Refused):
    """The register is of this installation, and so is what it has published."""

    code = "cli.live_needs_published"
    sentence = "--data live 用本系统的登记册，也要按本系统已公布的标准计算，不能同时写 --packs-only。"


class NothingToChangeThere(NotKnown):
    """A share is asked of a figure that one of the places has not set; other places can be asked for alone."""

    code = "cli.nothing_to_change_there"
    sentence = "{told}也可以用 --place 只算别的地方。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The day, the change, and over which households."""
    parser.add_argument("--on", required=True, type=given.day, metavar="DATE", help="day of the law 按哪一天的政策")
    parser.add_argument(
        "--set", action=given.Once, default=[], type=given.assumption, metavar="NAME=VALUE",
        help="a figure changed by a share (+8%%) or to a value 改一个参数：按百分比或者写值 (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--pack", type=Path, metavar="DRAFT_DIR", help="a draft pack laid over the packs 政策包草案")
    parser.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="CODE",
        help="only this place 只改、只算这个地方 (may be repeated)",
    )
    parser.add_argument(
        "--data",
        required=True,
        metavar="DIR|live",
        help="folder with households.parquet, or live 家庭数据目录，live 为登记册",
    )
    parser.add_argument(
        "--programme", action="append", metavar="ID", help="only this programme 只算这个项目 (may be repeated)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE.xlsx", help="write all tables as Excel 把全部表格写成 Excel")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON 输出 JSON")
    parser.add_argument(
        "--packs-only", action="store_true", help="without values published here 不读取本地已公布的标准"
    )


def call(options: argparse.Namespace) -> int:
    """Simulate, and say what came of it."""
    if not options.set and options.pack is None:
        raise NothingAsked
    if options.out is not None:
        if options.out.suffix.lower() != ".xlsx":
            raise NotAWorkbook(file=options.out)
        require_new(options.out)
    if options.data == LIVE and options.packs_only:
        raise LiveNeedsPublished
    from doudi.policy.simulation.report import report
    from doudi.policy.simulation.running import Simulation
    from doudi.standards.measures import MEASURES

    before, after = _laws(options)
    for code in options.place:
        before.packs.places.chain(code, options.on)
    with _data(options) as (households, persons):
        asked = Simulation(
            before,
            after,
            options.on,
            households,
            MEASURES,
            persons,
            frozenset(options.place),
            _programmes(options, before),
        )
        done = _simulated(asked)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    said = LIVE_SAID if options.data == LIVE else str(options.data)
    told = report(done, data=said, draft=str(options.pack or ""))
    if options.out is not None:
        from doudi.policy.simulation.workbook import write

        write(told, options.out)
    print(json.dumps(told, ensure_ascii=False, indent=1) if options.json else "\n".join(_text(told)))
    if options.out is not None and not options.json:
        print(f"全部表格写在 {options.out}。")
    return 0


def _simulated(asked: Simulation) -> Simulated:
    from doudi.policy.simulation.running import simulate

    try:
        return simulate(asked, _shown)
    except NothingToChange as error:
        raise NothingToChangeThere(told=error) from error


def _laws(options: argparse.Namespace) -> tuple[LawSnapshot, LawSnapshot]:
    """Return the law as it is, and as it would be."""
    before = after = LawSnapshot.of(packs()) if options.packs_only else _published(options)
    if options.pack is not None:
        import doudi.rules
        from doudi.policy.drafting import laid_over
        from doudi.policy.rulebook import collect
        from doudi.standards.packs_folder import packs_root

        drafted = laid_over(packs_root(), options.pack, collect(doudi.rules))
        after = LawSnapshot.of(drafted)
        if not options.packs_only:
            from doudi.standards.queries import over

            after = over(drafted)
    alterations = {name: Alteration.read(before, name, text) for name, text in options.set}
    return before, AlteredSnapshot.over(after, alterations) if alterations else after


def _published(options: argparse.Namespace) -> LawSnapshot:
    return published.snapshot("" if options.data == LIVE else published.INSTEAD)


def _programmes(options: argparse.Namespace, law: LawSnapshot) -> frozenset[str] | None:
    """Return the programmes asked for; a name that no pack has is refused."""
    if not options.programme:
        return None
    from doudi.project.cli.needs import ProgrammeUnknown

    known = {programme.id for programme in law.packs.programmes}
    for name in options.programme:
        if name not in known:
            raise ProgrammeUnknown(name=name, known="、".join(sorted(known)))
    return frozenset(options.programme)


@contextmanager
def _data(options: argparse.Namespace) -> Iterator[tuple[Path, Path | None]]:
    """Give the files of the households; the register is written into a folder that nobody else reads, and removed."""
    from doudi.policy.simulation.running import found_in

    if options.data != LIVE:
        yield found_in(Path(options.data))
        return
    from doudi.project.cli.snapshot import FILE, write_register

    with tempfile.TemporaryDirectory(prefix="doudi-register-") as folder:
        file = Path(folder) / FILE
        write_register(file, on=options.on, known_at=None, asked_by="doudi simulate")
        yield file, None


def _shown(progress: Progress) -> None:
    """Show how far it is, on a terminal."""
    if sys.stderr.isatty():
        done = f"，{progress.read * 100 // progress.whole}%" if progress.whole else ""
        bar = "█" * (progress.read * BAR // progress.whole) if progress.whole else ""
        sys.stderr.write(f"\r{bar:░<{BAR}} {progress.read:,} 户{done}")
        sys.stderr.flush()


def _text(told: dict[str, Any]) -> Iterator[str]:
    """Say the results for a terminal: the assumptions, and of each table the first rows."""
    yield from (f"{label}：{said}" for label, said in told["assumed"])
    for place, label, now, new in told["changes"]:
        yield f"  {place} {label}：{now} → {new}"
    for table in told["tables"]:
        if not table["rows"]:
            continue
        yield from ("", f"【{table['title']}】")
        yield "  " + " | ".join(column["label"] for column in table["columns"])
        for row in table["rows"][:SHOWN]:
            yield "  " + " | ".join(
                _cell(cell, column["kind"]) for cell, column in zip(row, table["columns"], strict=True)
            )
        if len(table["rows"]) > SHOWN:
            yield f"  （还有 {len(table['rows']) - SHOWN} 行，用 --out 或者 --json 看全部）"
        yield f"  {noted(table)}"


def _cell(cell: str | int | None, kind: str) -> str:
    if kind == "fen" and isinstance(cell, int):
        return show_yuan(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")
