"""Measure what benchmarks/README.md claims, and write the figures into it.

    .venv/bin/python benchmarks/run.py [--only agreement|speed|start|payroll|pages|batch|simulate|matching|held|verify]

`make bench` installs what is needed, and runs all of it."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from doudi.kernel import clock

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
MODULES = {
    "agreement": "agreement",
    "speed": "assess_speed",
    "start": "fresh_start",
    "payroll": "payroll",
    "pages": "pages",
    "batch": "batch_speed",
    "simulate": "simulate_speed",
    "matching": "matching_speed",
    "held": "held_speed",
    "verify": "verify_speed",
}


def main() -> None:
    """Run the chosen measurements one after the other."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--only", choices=MODULES, action="append", help="one of the measurements; may be repeated")
    for name in asked.parse_args().only or MODULES:
        print(f"{name} …", flush=True)
        lines = [*import_module(MODULES[name]).measure(), "", _circumstances()]
        print("\n".join(lines), flush=True)
        _write(name, lines)


def _write(name: str, lines: list[str]) -> None:
    """Put the lines between the markers of a measurement."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = README.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"benchmarks/README.md has no markers for “{name}”.")
    README.write_text(f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{after}", encoding="utf-8")


def _circumstances() -> str:
    """Say when, of which commit and on what machine."""
    day = clock.read({}).today.isoformat()
    machine = f"{os.cpu_count()} × {_processor()}, {_memory()} GB, Python {platform.python_version()}"
    return f"{day}, commit {_commit()}, {machine}."


def _commit() -> str:
    """Name the commit, and say so where files differ from it; this README does not count."""
    told = [_git("rev-parse", "--short", "HEAD")]
    if _git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":!/benchmarks/README.md"):
        told.append("with changes")
    return " ".join(told)


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True, check=True)  # noqa: S607 git is on the path
    return done.stdout.strip()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


if __name__ == "__main__":
    main()
