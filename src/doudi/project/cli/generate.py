"""`doudi generate --households N --place CODE --seed S --out DIR`: a fictional register, as Parquet."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from doudi.kernel import clock
from doudi.standards.lawbook import packs

STEP = 100_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many, where, by which seed, whereto."""
    parser.add_argument("--households", type=int, required=True, metavar="N", help="how many households 户数")
    parser.add_argument(
        "--place", action="append", required=True, metavar="CODE", help="division code 行政区划代码 (may be repeated)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same register 种子")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write into 目录")


def call(options: argparse.Namespace) -> int:
    """Make the register."""
    if options.households < 1:
        sys.stderr.write("--households 至少是 1。\n")
        return 2
    from doudi.policy.batch.folder import made, require_empty
    from doudi.policy.batch.synthetic import generate

    require_empty(options.out)

    law = packs()
    for place in options.place:
        law.places.chain(place, clock.read({}).today)
    with made(options.out) as out:
        file = generate(
            law.facts, households=options.households, places=options.place, seed=options.seed, out=out,
            told=lambda done: _shown(done, options.households),
        )  # fmt: skip
    print(f"写好 {options.households} 户虚构家庭：{file}")
    return 0


def _shown(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} / {whole:,} 户{chr(10) if done == whole else ''}")
