"""Rolls matched with sources: against the planted truth, beside pandas, beside Splink, beside DuckDB's bare scan.

Each run is a process of its own, so that its processor time and its peak memory are its own. Both sides take turns;
medians of five. The seed is not one that matching was developed with.
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
ROWS = int(os.environ.get("DOUDI_BENCH_ROWS", "1000000"))
TIMES = 10
OF_ROLL = 50
SEED = int(os.environ.get("DOUDI_BENCH_SEED", "20261123"))
RUNS = Path(__file__).with_name("matching_runs.py")
Runs = list[dict]


def measure() -> list[str]:
    """Make the registers, run everything, return the lines of the tables."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
    try:
        small, large = folder / "small", folder / "large"
        mix = _run("make", small, str(ROWS), str(ROWS // OF_ROLL), str(SEED))
        _run("make", large, str(ROWS * TIMES), str(ROWS * TIMES // OF_ROLL), str(SEED + 1))
        exact = _in_turn(small, "ours-raw", "pandas")
        joins = _in_turn(small, "ours-exact", "duckdb-join", "arrow-join")
        fuzzy = _in_turn(small, "ours-fuzzy", "splink")
        prepared = [_run("prepare", large) for _ in range(ROUNDS)]
        whole = _in_turn(large, "ours", "duckdb-scan")
        qualities = {ROWS: _run("quality", small), ROWS * TIMES: _run("quality", large)}
        return [
            *_mix(mix),
            *_quality(qualities),
            "",
            *_speed(exact, fuzzy, whole, prepared),
            "",
            *_joins(joins),
        ]
    finally:
        shutil.rmtree(folder)


def _mix(mix: dict) -> list[str]:
    told = "; ".join(f"{name} {count:,}" for name, count in mix.items() if name != "peak")
    return [f"Planted, seed {SEED}: {told}.", ""]


def _quality(found: dict[int, dict]) -> list[str]:
    wanted = (
        ("precision of accepted", "precision", "0.998"),
        ("recall of accepted, name noise normalisable", "recall_of_accepted", "0.99"),
        ("recall of accepted and review", "recall_with_review", "0.995"),
        ("review : planted ambiguous pairs", "review_volume", "at most 1.2"),
    )
    heads = " | ".join(f"{rows:,} rows x {rows // OF_ROLL:,}" for rows in found)
    lines = [f"| against the planted truth | {heads} | wanted |", "|---|" + "---|" * (len(found) + 1)]
    for what, name, least in wanted:
        lines.append(f"| {what} | {' | '.join(f'{each[name]:.4f}' for each in found.values())} | {least} |")
    counts = " | ".join(f"{each['accepted']:,} / {each['for_review']:,} / {each['own']:,}" for each in found.values())
    return [*lines, f"| accepted / for review / own rows planted | {counts} | |"]


def _speed(exact: dict[str, Runs], fuzzy: dict[str, Runs], whole: dict[str, Runs], prepared: Runs) -> list[str]:
    ours, theirs = (_median(fuzzy[name], "seconds") for name in ("ours-fuzzy", "splink"))
    quality = {name: fuzzy[name][0] for name in fuzzy}
    wrong = f"{quality['splink']['rows']:,} wrong numbers"
    large, few = f"{ROWS * TIMES:,}", f"{ROWS * TIMES // OF_ROLL:,}"
    return [
        "| what | beside it | ours | beside it : ours |",
        "|---|---|---|---|",
        _row(f"exact pass, {ROWS:,} rows x {ROWS // OF_ROLL:,}, raw Parquet to report: pandas, CPU s", exact, "cpu"),
        _row("the same, wall s", exact, "seconds"),
        _line(f"fuzzy pass, {wrong} x {ROWS // OF_ROLL:,}: Splink, wall s", theirs, ours),
        *(
            f"| {name} of what is accepted | {quality['splink'][name]:.4f} | {quality['ours-fuzzy'][name]:.4f} | |"
            for name in ("precision", "recall")
        ),
        "",
        "| all passes | wall s | DuckDB's bare scan | ours : scan | the same in CPU s | ours : scan | peak |",
        "|---|---|---|---|---|---|---|",
        _beside(f"{large} rows x {few}, prepared source to report", whole["ours"], whole["duckdb-scan"], ""),
        _beside("the delivery brought into that form, once", prepared, whole["duckdb-scan"], "raw_"),
    ]


def _row(what: str, runs: dict[str, Runs], by: str) -> str:
    return _line(what, _median(runs["pandas"], by), _median(runs["ours-raw"], by))


def _line(what: str, theirs: float, ours: float) -> str:
    return f"| {what} | {theirs:.2f} | {ours:.2f} | {theirs / ours:.1f} : 1 |"


def _beside(what: str, ours: Runs, bare: Runs, of: str) -> str:
    cells = []
    for by in ("seconds", "cpu"):
        mine, scan = _median(ours, by), _median(bare, of + by)
        cells += [
            f"{mine:.2f} beside {scan:.2f}" if by == "cpu" else f"{mine:.2f} | {scan:.2f}",
            f"{mine / scan:.1f} : 1",
        ]
    return f"| {what} | {' | '.join(cells)} | {max(each['peak'] for each in ours)} MB |"


def _joins(runs: dict[str, Runs]) -> list[str]:
    named = {"ours-exact": "ours", "duckdb-join": "DuckDB", "arrow-join": "pyarrow's join"}
    return [
        f"| exact pass alone, prepared source of {ROWS:,} rows | CPU s | wall s | peak |",
        "|---|---|---|---|",
        *(
            f"| {label} | {_median(runs[name], 'cpu'):.2f} | {_median(runs[name], 'seconds'):.2f} | "
            f"{max(each['peak'] for each in runs[name])} MB |"
            for name, label in named.items()
        ),
    ]


def _median(runs: Runs, by: str) -> float:
    return statistics.median(each[by] for each in runs)


def _in_turn(folder: Path, *things: str) -> dict[str, Runs]:
    found: dict[str, Runs] = {thing: [] for thing in things}
    if not (folder / "prepared.parquet").exists():
        _run("prepare", folder)
    for _ in range(ROUNDS):
        for thing in things:
            found[thing].append(_run(thing, folder))
    return found


def _run(what: str, folder: Path, *more: str) -> dict:
    """Run one thing in a process of its own."""
    command = [sys.executable, str(RUNS), what, str(folder), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
