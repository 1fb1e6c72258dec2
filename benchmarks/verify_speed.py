"""`doudi verify` beside DuckDB's bare scan of the same columns, and on a source ten times as large.

From the delivery as it came (its digest, its control sums, repeated rows, every pass) to the lists of the townships.
The smaller size alternates with the scan, medians of five; the larger is run once. Each run is a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = int(os.environ.get("DOUDI_BENCH_ROUNDS", "5"))
ROWS = int(os.environ.get("DOUDI_BENCH_VERIFY_ROWS", "10000000"))
TIMES = 10
OF_ROLL = 50
SEED = int(os.environ.get("DOUDI_BENCH_SEED", "20261124"))
RUNS = Path(__file__).with_name("verify_runs.py")
Runs = list[dict]


def measure() -> list[str]:
    """Make both registers, run everything, return the lines of the tables."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
    try:
        small, large = folder / "small", folder / "large"
        _make(small, ROWS, SEED)
        ours: Runs = []
        bare: Runs = []
        for _ in range(ROUNDS):
            ours.append(_run("verify", small))
            bare.append(_run("scan", small))
        shutil.rmtree(small)
        _make(large, ROWS * TIMES, SEED + 1)
        return _lines(ours, bare, _run("verify", large))
    finally:
        shutil.rmtree(folder)


def _lines(ours: Runs, bare: Runs, large: dict) -> list[str]:
    wall, cpu = _median(ours, "seconds"), _median(ours, "cpu")
    scan, of_scan = _median(bare, "seconds"), _median(bare, "cpu")
    peak = max(each["peak"] for each in ours)
    ratio = f"{wall / scan:.1f} : 1 (CPU {cpu / of_scan:.1f} : 1)"
    times = f"{large['seconds'] / wall:.1f} times the first line (CPU {large['cpu'] / cpu:.1f})"
    sizes = [f"{rows:,} rows x {rows // OF_ROLL:,}" for rows in (ROWS, ROWS * TIMES)]
    last = f"{large['seconds']:.2f} | {large['cpu']:.2f} | {times} | at most 12 | {large['peak']:,} MB | 4,096 MB"
    return [
        "| `doudi verify`, all passes, delivery to work lists | wall s | CPU s | ratio | aimed at | peak | under |",
        "|---|---|---|---|---|---|---|",
        f"| {sizes[0]} | {wall:.2f} | {cpu:.2f} | | | {peak:,} MB | 2,048 MB |",
        f"| : DuckDB's bare scan of the same columns | {scan:.2f} | {of_scan:.2f} | {ratio} | 10 : 1 | | |",
        f"| {sizes[1]} | {last} |",
        "",
        "| against the planted truth | precision of findings | own rows found without a reviewer | findings |",
        "|---|---|---|---|",
        *(
            f"| {rows:,} rows | {each['precision']:.4f} | {each['recall']:.4f} | {each['found']:,} |"
            for rows, each in ((ROWS, ours[0]), (ROWS * TIMES, large))
        ),
    ]


def _median(runs: Runs, by: str) -> float:
    return statistics.median(each[by] for each in runs)


def _make(folder: Path, rows: int, seed: int) -> None:
    _run("make", folder, str(rows), str(rows // OF_ROLL), str(seed))


def _run(what: str, folder: Path, *more: str) -> dict:
    """Run one thing in a process of its own."""
    command = [sys.executable, str(RUNS), what, str(folder), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
