"""The port people open: taken before anything else starts, or one clear sentence."""

from __future__ import annotations

import errno
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from doudi.kernel.errors import NotNow, Refused
from doudi.project import paths
from doudi.project.postgres import locks
from doudi.project.postgres.ports import LOOPBACK

DEFAULT_PORT = 8000
BACKLOG = 1024
LARGEST_PORT = 65535
PORT = re.compile(r"[0-9]{1,5}")
NOTE = re.compile(r"(?:run|serve)-([0-9]{1,5})\.note")
SECONDS_FOR_LEFTOVERS = 15
PAUSE = 0.2


class WebPortTaken(NotNow):
    """Another program listens there."""

    code = "run.port_taken"
    sentence = "端口 {port} 已被其他程序占用；请关闭它，或换一个端口：make run PORT={other}。"


class AlreadyRunning(NotNow):
    """A doudi with the same data listens there already."""

    code = "run.already_running"
    sentence = "doudi 已经在运行：http://127.0.0.1:{port}/ ；要再开一个，请换一个端口：make run PORT={other}。"


class PortImpossible(Refused):
    """Not a port an ordinary account may use."""

    code = "run.port_impossible"
    sentence = "不能使用端口 {port}（{reason}）；请换一个，例如 8000。"


def port_wanted(given: str | None) -> int:
    """Read the port: the one given, else that of the environment, else 8000. Raises PortImpossible."""
    text = given or os.environ.get("DOUDI_PORT") or str(DEFAULT_PORT)
    if not PORT.fullmatch(text) or not 0 < int(text) <= LARGEST_PORT:
        raise PortImpossible(port=text, reason=f"端口应是 1 到 {LARGEST_PORT} 的数字")
    return int(text)


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Hold the listening socket of `port`.

    While it runs, a lock says that this doudi is alive and a note says that it has not ended yet. A note without a lock
    was left by one that was killed: its children are on their way out, so the port is worth a short wait."""
    folder = paths.make_folder(paths.data_dir(), mode=paths.PASSABLE)
    with _only_one(folder / f"run-{port}.lock", port):
        note = folder / f"run-{port}.note"
        patience = SECONDS_FOR_LEFTOVERS if note.exists() else 0
        with _bound(port, patience) as listener:
            note.touch()
            try:
                yield listener
            finally:
                note.unlink(missing_ok=True)


@contextmanager
def noted(port: int) -> Iterator[None]:
    """Leave a note of the port that `doudi serve` listens on, for `doudi doctor`."""
    note = paths.data_dir() / f"serve-{port}.note"
    note.touch()
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def ports_noted() -> list[int]:
    """List the ports that doudis with these data have said to listen on; one that was killed may have left its note."""
    found = (NOTE.fullmatch(path.name) for path in paths.data_dir().glob("*.note"))
    return sorted({int(each[1]) for each in found if each})


@contextmanager
def _only_one(path: Path, port: int) -> Iterator[None]:
    try:
        handle = locks.take(path, exclusive=True, seconds=0)
    except locks.LockBusy:
        raise AlreadyRunning(port=port, other=port + 1) from None
    try:
        yield
    finally:
        os.close(handle)


def _bound(port: int, patience: float) -> socket.socket:
    until = time.monotonic() + patience
    while True:
        try:
            return _bind(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PortImpossible(port=port, reason=error.strerror) from error
            if time.monotonic() >= until:
                raise WebPortTaken(port=port, other=port + 1) from None
        time.sleep(PAUSE)


def _bind(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
