"""`doudi run`: everything on this machine, until Ctrl-C: database, tables, one worker, the web server.

The listening socket is ours and is handed to the web server, so a taken port is known before anything starts, and a
web server that is killed and started again loses no connection that was waiting.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from doudi.kernel import clock
from doudi.project import database, keys, prepared
from doudi.project.run.children import Child, web, worker
from doudi.project.run.demonstration import addresses, begin, fill_register, stand_ins
from doudi.project.run.listen import listening
from doudi.project.run.ready import wait_for_first_page
from doudi.project.run.supervision import watch

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C, a closed terminal, or somebody's SIGTERM."""


def run(*, port: int) -> int:
    """Start everything, print the addresses, keep it running, and stop it in order. Returns the exit status."""
    begin()
    keys.make_keys()
    try:
        with _signals_stop(), listening(port) as listener:
            _run(listener)
    except Stopped:
        _say("已停止。")
    return 0


def _run(listener: socket.socket) -> None:
    _say("正在启动……")
    server = database.embedded_server()
    with database.opened(server) as urls:
        if not prepared.is_current(urls):
            database.migrate(urls)
            prepared.remember(urls)
        others = stand_ins(urls.app)
        children = [web(listener, urls.app), worker(urls.app), *others]
        try:
            children[0].start()
            wait_for_first_page(listener, children[0])
            for child in children[1:]:
                child.start()  # only now: it would take the processor from the page somebody waits for
            _welcome(listener)
            fill_register(urls.app)
            watch(children, server, say=_say)
        finally:
            _stop(children)


def _stop(children: list[Child]) -> None:
    """Stop in order; a second Ctrl-C does not cut this short."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_or_kill()


@contextmanager
def _signals_stop() -> Iterator[None]:
    before = {number: signal.signal(number, _stop_now) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop_now(_number: int, _frame: object) -> None:
    raise Stopped


def _welcome(listener: socket.socket) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    _say(f"网页  {address}/\n接口  {address}/api/v1/docs\n{addresses()}".rstrip())
    started = os.environ.get("DOUDI_STARTED_AT")
    if started:
        _say(f"从 make run 到第一页用了 {clock.read(os.environ).at.timestamp() - float(started):.0f} 秒。")
    _say("按 Ctrl-C 停止。")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
