"""Processes of a server whose head was cut off, found by the folder they work in.

They notice and end by themselves; those that hang are ended here."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def working_in(cluster: Path) -> Iterator[int]:
    """Return the process numbers of everything of PostgreSQL that works in `cluster`."""
    place = cluster.resolve()
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and _works_in(entry, place):
            yield int(entry.name)


def is_postmaster(number: int, cluster: Path) -> bool:
    """Say whether the process is a server of `cluster`, and not a stranger that got its old number."""
    return _works_in(PROCESSES / str(number), cluster.resolve())


def end(cluster: Path) -> None:
    """Kill every process of a server without a head; PostgreSQL recovers from that as from a power cut."""
    for number in working_in(cluster):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _works_in(entry: Path, place: Path) -> bool:
    try:
        return (entry / "cwd").readlink() == place and (entry / "comm").read_text().startswith("postgres")
    except OSError:  # gone meanwhile, or another account's
        return False
