"""What a change would do to many households, beside one batch of them: the same programmes, data and kernel cache.

Both sides are processes of their own and take turns; medians of five. The kernels are compiled before.
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

ROUNDS = int(os.environ.get("DOUDI_BENCH_ROUNDS", "5"))
HOUSEHOLDS = int(os.environ.get("DOUDI_BENCH_HOUSEHOLDS", "1000000"))
BASIC = frozenset({"dibao", "dibao-single", "tekun", "margin"})
PLACES = ["371702", "532901", "141102"]
CHANGES = (("dibao.standard.urban", "+8%"), ("dibao.standard.rural", "+8%"))
ON = date(2024, 3, 1)
MEGABYTE = 1 << 20


def measure() -> list[str]:
    """Make the register, run both sides in turn, return the lines of the table."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
    try:
        file = _register(folder)
        for what in ("simulate", "batch"):
            _timed(what, folder, file)
        runs: dict[str, list[dict]] = {"simulate": [], "batch": []}
        for _ in range(ROUNDS):
            for what, told in runs.items():
                told.append(_timed(what, folder, file))
        mine, batch = (statistics.median(each["seconds"] for each in told) for told in runs.values())
        peak = max(each["peak"] for each in runs["simulate"])
        return [
            "| what | seconds | one batch | ratio |",
            "|---|---|---|---|",
            f"| simulate +8 % on {HOUSEHOLDS:,} households | {mine:.2f} | {batch:.2f} | {mine / batch:.1f} : 1 |",
            "",
            f"Peak memory of the simulation: {peak} MB.",
        ]
    finally:
        shutil.rmtree(folder)


def _register(folder: Path) -> Path:
    from doudi.policy.batch.synthetic import generate  # noqa: PLC0415 in the process that needs it
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    return generate(packs().facts, households=HOUSEHOLDS, places=PLACES, seed=1, out=folder / "h", told=lambda _: None)


def _timed(what: str, folder: Path, file: Path) -> dict:
    """Run one side in a process of its own."""
    environment = {**os.environ, "DOUDI_KERNELS": str(folder / "kernels"), "DOUDI_BENCH_FOLDER": str(folder)}
    command = [sys.executable, __file__, what, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


def _batch(file: Path) -> float:
    from doudi.policy.batch.running import BulkRun, run  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same

    out = Path(os.environ["DOUDI_BENCH_FOLDER"]) / "out"
    shutil.rmtree(out, ignore_errors=True)
    law = LawSnapshot.of(packs())
    began = time.perf_counter()
    run(BulkRun(snapshot=law, households=file, persons=None, on=ON, out=out, only=BASIC))
    return time.perf_counter() - began


def _simulate(file: Path) -> float:
    from doudi.policy.altering import Alteration, AlteredSnapshot  # noqa: PLC0415 the same
    from doudi.policy.simulation.report import report  # noqa: PLC0415 the same
    from doudi.policy.simulation.running import Simulation, simulate  # noqa: PLC0415 the same
    from doudi.policy.snapshot import LawSnapshot  # noqa: PLC0415 the same
    from doudi.standards.lawbook import packs  # noqa: PLC0415 the same
    from doudi.standards.measures import MEASURES  # noqa: PLC0415 the same

    law = LawSnapshot.of(packs())
    began = time.perf_counter()
    after = AlteredSnapshot.over(law, {name: Alteration.read(law, name, text) for name, text in CHANGES})
    report(simulate(Simulation(law, after, ON, file, MEASURES, only=BASIC)), data=str(file))
    return time.perf_counter() - began


def _peak() -> int:
    """Return the most memory that this process has held: megabytes."""
    import resource  # noqa: PLC0415 of this machine only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // MEGABYTE


if __name__ == "__main__":
    seconds = {"batch": _batch, "simulate": _simulate}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"seconds": seconds, "peak": _peak()}))
