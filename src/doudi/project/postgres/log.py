"""What the programs of PostgreSQL say when they fail, and which sentence for people belongs to it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from doudi.kernel.errors import DoudiError, NotNow, Refused

LARGEST = 5_000_000
MODE = 0o600
LAST = 4000
"""The reason stands in the last lines."""


class DiskFull(NotNow):
    """There is no space left where the database lives."""

    code = "postgres.disk_full"
    sentence = "磁盘已满，数据库不能启动：{path}；请腾出空间后再次启动，已保存的数据不受影响。"


class MemoryShort(NotNow):
    """The machine has too little memory for the server."""

    code = "postgres.memory_short"
    sentence = "内存不足，数据库不能启动；请关闭其他程序后再次启动。"


class StartFailed(Refused):
    """The server does not start for a reason we do not know how to put right."""

    code = "postgres.start_failed"
    sentence = "数据库没有启动：{reason}（完整记录见 {path}）。"


def disk_full(path: Path) -> DiskFull:
    """Say that the disk of `path` is full."""
    return DiskFull(path=path)


SIGNS: list[tuple[str, Callable[[Path], DoudiError]]] = [
    (r"No space left on device|Disk quota exceeded|File too large", disk_full),
    (r"Cannot allocate memory", lambda _path: MemoryShort()),
]
PORT_TAKEN = re.compile(r"could not bind|Address already in use")
NOT_YET = re.compile(r"pre-existing shared memory block|lock file .* already exists")


class Log:
    """The file that takes the standard error of the server."""

    def __init__(self, path: Path) -> None:
        """Keep the log at `path`."""
        self.path = path
        self._mark = 0

    def open(self) -> int:
        """Open for appending and remember where the new lines begin."""
        self.keep_small()
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, MODE)
        self._mark = os.fstat(handle).st_size
        return handle

    def keep_small(self) -> None:
        """Let an overgrown log start afresh, also under a running server: it appends, so it goes on at the new end."""
        with suppress(FileNotFoundError):
            if self.path.stat().st_size > LARGEST:
                os.truncate(self.path, 0)
                self._mark = 0

    def fresh(self) -> str:
        """Return what was said since `open`."""
        with self.path.open("rb") as file:
            file.seek(self._mark)
            return file.read().decode("utf-8", "replace")


def failure(said: str, *, path: Path, log: Path) -> DoudiError:
    """Turn what a program said into the sentence for people; `path` is where it was writing."""
    for sign, sentence in SIGNS:
        if re.search(sign, said):
            return sentence(path)
    return StartFailed(reason=_reason(said[-LAST:]), path=log)


def _reason(said: str) -> str:
    lines = [line for line in said.splitlines() if re.search(r"FATAL|PANIC|error", line)] or said.splitlines()
    return lines[-1].split(":  ", maxsplit=1)[-1].strip() if lines else "没有说明原因"
