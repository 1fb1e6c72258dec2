"""Locks the kernel keeps (flock): they end with the last process that holds them, also after kill -9."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAUSE = 0.05
MODE = 0o600


class LockBusy(Exception):
    """Somebody else held the lock for the whole time we were ready to wait."""


def take(path: Path, *, exclusive: bool, seconds: float) -> int:
    """Open and lock `path`; return the file descriptor that holds the lock, to be closed to let go."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, MODE)
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    until = time.monotonic() + seconds
    while not _locked(handle, kind):
        if time.monotonic() >= until:
            os.close(handle)
            raise LockBusy(path)
        time.sleep(PAUSE)
    return handle


@contextmanager
def holding(path: Path, *, seconds: float) -> Iterator[None]:
    """Be the only one inside, waiting up to `seconds` for the turn."""
    handle = take(path, exclusive=True, seconds=seconds)
    try:
        yield
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Say whether anybody holds `path` exclusively.

    The probe is a shared lock, so that two who look at the same moment do not take each other for the holder."""
    try:
        os.close(take(path, exclusive=False, seconds=0))
    except LockBusy:
        return True
    except FileNotFoundError:
        return False
    return False


def is_used(path: Path) -> bool:
    """Say whether anybody at all holds `path`, shared or not."""
    try:
        os.close(take(path, exclusive=True, seconds=0))
    except LockBusy:
        return True
    except FileNotFoundError:
        return False
    return False


def _locked(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
