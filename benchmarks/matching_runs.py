"""One run of one side of `matching_speed.py`, in a process of its own: prints seconds, processor time, peak memory."""

# pyright: basic, reportMissingImports=false

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.batch.arrow import pc
from doudi.verification.matching import bulk, fuzzy, names, numbers, pairs, source, verdicts
from doudi.verification.matching.planted import making, scoring
from doudi.verification.matching.roll import Roll
from doudi.verification.matching.verdicts import Verdict

SECRET = bytes(range(32))
THREADS = 2
KILOBYTE = 1 << 10
REPORT, PREPARED = "report.parquet", "prepared.parquet"


def ours(folder: Path, *, fuzzily: bool = True) -> pa.Table:
    """Read the roll, match it with the prepared source, write the report."""
    return bulk.match(_roll(folder), folder / PREPARED, folder / REPORT, fuzzily=fuzzily)


def ours_exact(folder: Path) -> None:
    """Do the exact pass alone."""
    ours(folder, fuzzily=False)


def ours_raw(folder: Path) -> None:
    """Begin with the delivery as it came."""
    prepare(folder)
    ours(folder, fuzzily=False)


def prepare(folder: Path) -> None:
    """Bring the delivery into the form that is matched."""
    bulk.prepare(folder / making.SOURCE, folder / PREPARED, number="number", name="name", secret=SECRET)


def pandas(folder: Path) -> None:
    """Do the same with pandas."""
    import pandas_peer  # noqa: PLC0415 the other sides do without it

    pandas_peer.match(folder / making.ROLL, folder / making.SOURCE, folder / REPORT)


def duckdb_scan(folder: Path) -> dict:
    """Read the same columns and do next to nothing with them: as matching reads them, and as they came."""
    connection, told = _duckdb(), {}
    for name, columns, file in (
        ("", "sum(token), sum(status), sum(strlen(name)), sum(strlen(remainder))", PREPARED),
        ("raw_", "sum(strlen(number)), sum(strlen(name))", making.SOURCE),
    ):
        began, cpu = time.perf_counter(), time.process_time()
        connection.sql(f"select {columns} from '{folder / file}'").fetchall()  # noqa: S608 our own words
        told |= {f"{name}seconds": time.perf_counter() - began, f"{name}cpu": time.process_time() - cpu}
    return told


def duckdb_join(folder: Path) -> None:
    """Do the exact pass as a join of DuckDB; names of the pairs are written alike by ours."""
    roll, connection = _roll(folder), _duckdb()
    mine = pa.table({"recipient": np.arange(len(roll.numbers)), "token": roll.persons, "mine": roll.names})
    connection.register("roll", mine.filter(pa.array(roll.numbers.is_right)))
    found = connection.sql(
        f"select recipient, file_row_number as row, mine, name from read_parquet('{folder / PREPARED}', "  # noqa: S608
        "file_row_number = true) as source join roll using (token) where status <= 2"
    ).to_arrow_table()
    _reported(folder, found)


def arrow_join(folder: Path) -> None:
    """Do the exact pass as a join of pyarrow."""
    roll = _roll(folder)
    mine = pa.table({"recipient": np.arange(len(roll.numbers)), "token": roll.persons, "mine": roll.names})
    table = pq.read_table(folder / PREPARED, columns=["token", "name"])
    table = table.append_column("row", pa.array(np.arange(len(table))))
    _reported(folder, table.join(mine.filter(pa.array(roll.numbers.is_right)), "token", join_type="inner"))


def ours_fuzzy(folder: Path) -> tuple[Callable[[], pa.Table], pa.Table]:
    """Find the near pairs of the remainder: from roll and rows in memory to judged pairs."""
    roll, remainder, truth = _remainder(folder)

    def run() -> pa.Table:
        read = Roll.of(ids=roll["id"], number=roll["number"], name=roll["name"], secret=SECRET)
        wrong = source.prepared(number=remainder["number"], name=remainder["name"], secret=SECRET)
        found = fuzzy.near_number(pairs.Part(read, wrong.combine_chunks().to_batches()[0]))
        judged = verdicts.judge(pa.concat_tables(found), secret=SECRET)
        accepted = judged.filter(pc.equal(judged["verdict"].cast(pa.string()), Verdict.ACCEPTED))
        return pa.table({"recipient": accepted["recipient"], "row": remainder["id"].take(accepted["row"])})

    return run, truth


def splink(folder: Path) -> tuple[Callable[[], pa.Table], pa.Table]:
    """Find the same pairs by Splink's rules."""
    import splink_peer  # noqa: PLC0415 the other sides do without it

    roll, remainder, truth = _remainder(folder)

    def run() -> pa.Table:
        found = splink_peer.accepted(roll, remainder)
        return pa.table({"recipient": found["id_l"], "row": found["id_r"]})

    return run, truth


def _remainder(folder: Path) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Return the roll, the source's rows of wrong numbers (cleaned, names alike), and the pairs that are right."""
    roll, given = pq.read_table(folder / making.ROLL), pq.read_table(folder / making.SOURCE)
    read, mine = numbers.read(given["number"]), numbers.read(roll["number"])
    rows = np.flatnonzero(~read.is_right)
    written = names.normalised(given["name"]).take(pa.array(rows))
    remainder = pa.table({"id": rows, "number": read.remainder.take(pa.array(rows)).combine_chunks(), "name": written})
    right = Roll(roll["id"], names.normalised(roll["name"]), mine, SECRET)
    truth = pq.read_table(folder / making.TRUTH)
    own = np.isin(truth["truth"], scoring.OWN) & np.isin(truth["row"], rows)
    return (
        pa.table({"id": roll["id"], "number": right.texts, "name": right.names}),
        remainder,
        truth.filter(pa.array(own)),
    )


def _found(run: Callable[[], pa.Table], truth: pa.Table, folder: Path) -> dict:
    """Time a run, and hold what it accepted against the truth."""
    began = time.perf_counter()
    found = _as_set(run())
    seconds = time.perf_counter() - began
    alone = _as_set(truth.filter(pc.equal(truth["truth"], making.Truth.SAME)))
    told = {
        "precision": len(found & _as_set(truth)) / max(len(found), 1),
        "recall": len(found & alone) / max(len(alone), 1),
    }
    return {"seconds": seconds, "rows": len(_remainder(folder)[1]), **told}


def _as_set(table: pa.Table) -> set[tuple[int, int]]:
    return set(zip(table["recipient"].to_pylist(), table["row"].to_pylist(), strict=True))


def _quality(folder: Path) -> dict:
    found = scoring.score(ours(folder), pq.read_table(folder / making.TRUTH))
    shares = ("precision", "recall_of_accepted", "recall_with_review", "review_volume")
    return {**vars(found), **{name: getattr(found, name) for name in shares}}


def _roll(folder: Path) -> Roll:
    roll = pq.ParquetFile(folder / making.ROLL).read()  # `read_table` would load pandas
    return Roll.of(ids=roll["id"], number=roll["number"], name=roll["name"], secret=SECRET)


def _reported(folder: Path, found: pa.Table) -> None:
    same = pc.equal(names.normalised(found["name"]), names.normalised(found["mine"]))
    verdict = pc.if_else(same, str(Verdict.ACCEPTED), str(Verdict.REVIEW))
    pq.write_table(found.select(["recipient", "row"]).append_column("verdict", verdict), folder / REPORT)


def _duckdb():  # noqa: ANN202 a connection of DuckDB
    import duckdb  # noqa: PLC0415 the other sides do without it

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    return connection


TIMED = {
    "ours": ours,
    "ours-exact": ours_exact,
    "ours-raw": ours_raw,
    "prepare": prepare,
    "pandas": pandas,
    "duckdb-scan": duckdb_scan,
    "duckdb-join": duckdb_join,
    "arrow-join": arrow_join,
}
HELD = {"ours-fuzzy": ours_fuzzy, "splink": splink}


def _timed(what: str, folder: Path) -> dict:
    for library in ("pandas_peer", "duckdb"):  # pyarrow loads pandas where it finds it: nobody's time
        import_module(library)
    began, cpu = time.perf_counter(), time.process_time()
    told = TIMED[what](folder)
    spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    return {**spent, **(told if isinstance(told, dict) else {})}


def main(what: str, folder: Path, *more: str) -> dict:
    """Do what is asked, and return what is to be told."""
    if what == "make":
        rows, recipients, seed = map(int, more)
        return making.make(folder, rows=rows, recipients=recipients, seed=seed)
    if what == "quality":
        return _quality(folder)
    return _found(*HELD[what](folder), folder) if what in HELD else _timed(what, folder)


if __name__ == "__main__":
    told = main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    print(json.dumps({**told, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTE}))
