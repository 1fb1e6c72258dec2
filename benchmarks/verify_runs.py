"""One run of one side of `verify_speed.py`, in a process of its own: prints seconds, processor time, peak memory."""

# pyright: basic, reportMissingImports=false

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from doudi.standards.lawbook import packs
from doudi.verification.bulk.running import Verification, run
from doudi.verification.deployment import Arrangements
from doudi.verification.matching.planted import delivering, making
from doudi.verification.matching.planted.scoring import OWN
from doudi.verification.sources import sourcebook

SECRET = bytes(range(32))
THREADS = 2
KILOBYTE = 1 << 10
PLACE, AS_OF, ON = "430971", date(2024, 2, 29), date(2024, 3, 1)
OUT = "out"


def make(folder: Path, rows: str, recipients: str, seed: str) -> dict:
    """Write a register, and the delivery made of it."""
    told = making.make(folder, rows=int(rows), recipients=int(recipients), seed=int(seed))
    delivering.deliver(folder, place=PLACE, as_of=AS_OF)
    (folder / making.SOURCE).unlink()
    return told


def verify(folder: Path) -> dict:
    """Verify all recipients, from the delivery as it came to the work lists."""
    shutil.rmtree(folder / OUT, ignore_errors=True)
    asked = Verification(
        recipients=folder / delivering.RECIPIENTS, sources=folder / delivering.FOLDER, on=ON, out=folder / OUT,
        packs=packs(), book=sourcebook(), arranged=Arrangements(folder / "sources.yaml"), secret=SECRET,
    )  # fmt: skip
    began, cpu = time.perf_counter(), time.process_time()
    summary = run(asked)
    told = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    return {**told, "items": summary.items, "refused": len(summary.refused), **_quality(folder)}


def scan(folder: Path) -> dict:
    """Read the same columns with DuckDB, and do next to nothing with them."""
    import duckdb  # noqa: PLC0415 the other side does without it

    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    connection.execute("set enable_progress_bar = false")
    file = folder / delivering.FOLDER / f"{delivering.NAME}.parquet"
    texts = ", ".join(f"sum(strlen({name}))" for name in ("resident_number", "name", "plate", "model"))
    began, cpu = time.perf_counter(), time.process_time()
    connection.sql(
        f"select {texts}, sum(vehicles), sum(vehicle_value), max(registered_on) from '{file}'"  # noqa: S608 our own words
    ).fetchall()
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}


def _quality(folder: Path) -> dict:
    """Hold the findings against the planted truth."""
    truth = pq.read_table(folder / making.TRUTH)
    own = np.isin(truth["truth"].to_numpy(), OWN)
    planted = _pairs(truth["recipient"].to_numpy(), truth["row"].to_numpy())
    table = pq.read_table(folder / OUT / "findings" / f"{delivering.NAME}.parquet", columns=["person_id", "row"])
    whose = np.array([int(each[1:]) for each in table["person_id"].to_pylist()], np.int64)
    found = _pairs(whose, table["row"].to_numpy())
    return {
        "precision": float(np.isin(found, planted[own]).mean()) if len(found) else 0.0,
        "recall": float(np.isin(planted[own], found).mean()),
        "found": len(found),
    }


def _pairs(recipients: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return recipients.astype(np.int64) * (1 << 32) + rows


WHAT = {"make": make, "verify": verify, "scan": scan}


def main(what: str, folder: Path, *more: str) -> dict:
    """Do what is asked, and return what is to be told."""
    for library in ("pandas", "duckdb"):  # pyarrow loads pandas where it finds it: nobody's time
        import_module(library)
    return WHAT[what](folder, *more)


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    print(json.dumps({**found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTE}))
