"""Many households at once: compile cold and cached, Parquet to Parquet beside a bare read and write, growth with N.

Each run is a process of its own, so that its peak memory is its own. Both sides take turns; medians of five.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROUNDS = int(os.environ.get("DOUDI_BENCH_ROUNDS", "5"))
HOUSEHOLDS = int(os.environ.get("DOUDI_BENCH_HOUSEHOLDS", "1000000"))
TIMES = 10
BASIC = ("dibao", "dibao-single", "tekun", "margin")
PLACES = ("371702", "430971", "532901")
ON = date(2024, 3, 1)
MEGABYTE = 1 << 20
DIFFERENT, CHECKED = 50_000, 2_000
"""Households made for OpenFisca and repeated from there on; those that compiled and CPython are compared on."""


def measure() -> list[str]:
    """Make the registers, run everything, return the lines of the table."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
    try:
        one = _register(folder, HOUSEHOLDS)
        ten = _repeated(one, folder / "ten.parquet")
        cold = _timed("compile", folder)
        cached = [_timed("compile", folder) for _ in range(ROUNDS)]
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_timed("ours", folder, one))
            bare.append(_timed("bare", folder, one, folder / "out"))
        large = _timed("ours", folder, ten)
        ten.unlink()
        lines = _table(cold, cached, ours, bare, large)
        lines[5:5] = _in_memory(folder)
        return [*lines, "", _every_programme(folder)]
    finally:
        shutil.rmtree(folder)


def _table(cold: dict, cached: list[dict], ours: list[dict], bare: list[dict], large: dict) -> list[str]:
    mine, plain, warm = (statistics.median(each["seconds"] for each in runs) for runs in (ours, bare, cached))
    peak = max(each["peak"] for each in ours)
    return [
        "| what | seconds | beside it | ratio |",
        "|---|---|---|---|",
        _row("kernel of the basic programmes, cold : cached", cold["seconds"], warm),
        _row(f"Parquet to Parquet, {HOUSEHOLDS:,} households : bare read and write", mine, plain),
        _row(f"{HOUSEHOLDS * TIMES:,} households : {HOUSEHOLDS:,}", large["seconds"], mine),
        "",
        f"Peak memory: {peak} MB with {HOUSEHOLDS:,} households, {large['peak']} MB with ten times as many.",
    ]


def _in_memory(folder: Path) -> list[str]:
    """Compare with OpenFisca, inputs in memory on both sides, in turns in one process."""
    seconds = _timed("memory", folder)
    calculated, whole, ours = (statistics.median(each) for each in zip(*seconds["runs"], strict=True))
    what = f"{HOUSEHOLDS:,} households, dibao and tekun, in memory: OpenFisca"
    return [
        _row(f"{what}, calculation alone : doudi, {os.cpu_count()} threads", calculated, ours),
        _row(f"{what}, taking its inputs in as well : the same", whole, ours),
    ]


def _every_programme(folder: Path) -> str:
    """Compile every programme of the day, and hold the kernel to CPython."""
    found = _timed("every", folder)
    return (
        f"Every programme of the day: compiled in {found['runs'][0]:.0f} s (cold), {found['runs'][1]:.1f} s (cached), "
        f"with {found['peak']} MB; on {CHECKED:,} households compiled and CPython agree in every column."
    )


def _memory() -> list[tuple[float, float, float]]:
    """Return seconds of OpenFisca's calculation, with its inputs taken in, and of ours: a row a round."""
    from laws import HEZE  # noqa: PLC0415 with the packages of the bench
    from many import Ours, columned, openfisca  # noqa: PLC0415 the same

    given = columned(min(HOUSEHOLDS, DIFFERENT)).repeated(max(1, HOUSEHOLDS // DIFFERENT))
    mine = Ours(HEZE, given)
    mine.seconds()
    runs = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        calculated = openfisca(HEZE, given)[1]
        runs.append((calculated, time.perf_counter() - began, mine.seconds()))
    return runs


def _every() -> list[float]:
    """Return seconds of compiling every programme, and of taking it from disk; agreement is required."""
    from doudi.policy.batch.chunking import Chunking  # noqa: PLC0415 the same
    from doudi.policy.batch.columns import Columns  # noqa: PLC0415 the same
    from doudi.policy.batch.computing import Computer  # noqa: PLC0415 the same
    from doudi.policy.batch.kernel import compiled  # noqa: PLC0415 the same
    from doudi.policy.batch.results import table  # noqa: PLC0415 the same
    from doudi.policy.batch.synthetic import Making  # noqa: PLC0415 the same
    from doudi.policy.batch.work import Work  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    law, columns = LawSnapshot.of(packs()), Columns.of(packs().facts)
    work = Work.of(law.law("000000", ON))
    chunk, _ = Chunking(law, work, columns, ON, None).chunk(Making(columns, list(PLACES), 1).block(0, CHECKED), 0)
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        by_kernel = Computer.of(law, work, on=ON, only=None, compiling=compiled)
        found = table(work, chunk, by_kernel.compute(chunk))
        seconds.append(time.perf_counter() - began)
    plain = Computer.of(law, work, on=ON, only=None, compiling=None)
    if table(work, chunk, plain.compute(chunk)) != found:
        raise AssertionError
    return seconds


def _row(what: str, first: float, second: float) -> str:
    return f"| {what} | {first:.2f} | {second:.2f} | {first / second:.1f} : 1 |"


def _register(folder: Path, count: int) -> Path:
    from doudi.policy.batch.synthetic import generate  # noqa: PLC0415 with the packages of batches
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    out = folder / f"{count}"
    return generate(packs().facts, households=count, places=list(PLACES), seed=1, out=out, told=lambda _: None)


def _repeated(file: Path, into: Path) -> Path:
    """Write the columns that are computed with so many times, each household under a number of its own."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 the same

    import pyarrow.compute as pc  # noqa: PLC0415 the same
    import pyarrow.parquet as pq  # noqa: PLC0415 the same

    names = _needed(file)
    groups = pq.ParquetFile(file).num_row_groups
    schema = pq.ParquetFile(file).read_row_group(0, columns=names).schema

    def group(number: int) -> tuple[int, Any]:
        table = pq.ParquetFile(file).read_row_group(number % groups, columns=names, use_threads=False)
        at = table.schema.get_field_index("household_id")
        own = pc.binary_join_element_wise(table["household_id"], f"{number // groups}", "-")  # pyright: ignore[reportAttributeAccessIssue] Arrow makes it
        return table.set_column(at, table.schema.field(at), own)

    with pq.ParquetWriter(into, schema, compression="zstd") as writer, ThreadPoolExecutor(1) as reading:
        ahead = reading.submit(group, 0)
        for number in range(groups * TIMES):
            table, ahead = ahead.result(), reading.submit(group, number + 1)
            writer.write_table(table, row_group_size=len(table))
    return into


def _needed(file: Path) -> list[str]:
    """List the leaves of a register that the basic programmes are computed with."""
    import pyarrow.parquet as pq  # noqa: PLC0415 the same

    from doudi.policy.batch.columns import Columns  # noqa: PLC0415 the same
    from doudi.policy.batch.sources import Source  # noqa: PLC0415 the same
    from doudi.policy.batch.work import Work  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    law = LawSnapshot.of(packs()).law("000000", ON, frozenset(BASIC))
    return Source.of(file, Columns.of(packs().facts), Work.of(law)).leaves(pq.ParquetFile(file).schema)


def _timed(what: str, folder: Path, *files: Path) -> dict:
    """Run one thing in a process of its own."""
    environment = {**os.environ, "DOUDI_KERNELS": str(folder / "kernels"), "DOUDI_BENCH_FOLDER": str(folder)}
    command = [sys.executable, __file__, what, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


def _compile() -> float:
    from doudi.policy.batch.chunking import Chunking  # noqa: PLC0415 the same
    from doudi.policy.batch.columns import Columns  # noqa: PLC0415 the same
    from doudi.policy.batch.computing import Computer  # noqa: PLC0415 the same
    from doudi.policy.batch.kernel import compiled  # noqa: PLC0415 the same
    from doudi.policy.batch.work import Work  # noqa: PLC0415 the same
    from doudi.policy.batch.writing import table  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    law, only = LawSnapshot.of(packs()), frozenset(BASIC)
    work, columns = Work.of(law.law("000000", ON, only)), Columns.of(packs().facts)
    home = law.reader.read({"household": {}, "members": [{"relation": "applicant"}]}, ON)
    chunk, _ = Chunking(law, work, columns, ON, only).chunk(table(columns, [("h", PLACES[0], home)]), 0)
    began = time.perf_counter()
    Computer.of(law, work, on=ON, only=only, compiling=compiled).compute(chunk)
    return time.perf_counter() - began


def _ours(file: Path) -> float:
    from doudi.policy.batch.running import BulkRun, run  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    out = Path(os.environ["DOUDI_BENCH_FOLDER"]) / "out"
    shutil.rmtree(out, ignore_errors=True)
    _compile()
    law = LawSnapshot.of(packs())
    began = time.perf_counter()
    run(BulkRun(snapshot=law, households=file, persons=None, on=ON, out=out, only=frozenset(BASIC)))
    return time.perf_counter() - began


def _bare(file: Path, result: Path) -> float:
    """Read the same columns and write the same result with pyarrow alone, on as many threads."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 the same

    import pyarrow.parquet as pq  # noqa: PLC0415 the same

    names = _needed(file)
    parts = sorted(result.glob("part-*.parquet"))
    tables = [pq.read_table(part) for part in parts]
    copy = result.parent / "copy"
    copy.mkdir(exist_ok=True)

    def part(number: int) -> None:
        pq.ParquetFile(file).read_row_group(number, columns=names, use_threads=False)
        pq.write_table(tables[number], copy / parts[number].name)

    began = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(part, range(len(parts))))
    return time.perf_counter() - began


def _peak() -> int:
    """Return the most memory that this process has held: megabytes."""
    import resource  # noqa: PLC0415 of this machine only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // MEGABYTE


if __name__ == "__main__":
    doing = {"compile": _compile, "ours": _ours, "bare": _bare, "memory": _memory, "every": _every}[sys.argv[1]]
    took = doing(*map(Path, sys.argv[2:]))
    print(json.dumps({"seconds" if isinstance(took, float) else "runs": took, "peak": _peak()}))
