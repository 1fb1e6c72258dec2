"""Who listens on a port, from what Linux tells under /proc."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")
LISTENING = "0A"
LOCAL, STATE, INODE = 1, 3, 9


@dataclass(frozen=True)
class Listener:
    """A program that has the port; number and command are unknown where it belongs to another account."""

    process: int | None
    command: str

    def __str__(self) -> str:
        """Say who it is."""
        return f"进程 {self.process}，{self.command}" if self.process else "另一个账户的程序"


def listener_on(port: int) -> Listener | None:
    """Return who listens on the port of any address of this machine, or None when nobody does."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    if not sockets:
        return None
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and not sockets.isdisjoint(_open_by(entry)):
            return Listener(int(entry.name), _command(entry))
    return Listener(None, "")


def _inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with suppress(FileNotFoundError):
            for line in (PROCESSES / "net" / table).read_text("ascii").splitlines()[1:]:
                fields = line.split()
                if fields[STATE] == LISTENING and int(fields[LOCAL].rsplit(":", 1)[1], 16) == port:
                    yield fields[INODE]


def _open_by(process: Path) -> Iterator[str]:
    with suppress(OSError):
        for handle in (process / "fd").iterdir():
            with suppress(OSError):
                yield str(handle.readlink())


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""
