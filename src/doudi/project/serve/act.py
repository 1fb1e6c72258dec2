"""Run one process of production in the foreground: on the database, until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from doudi.kernel.errors import Refused
from doudi.project import database, keys, paths
from doudi.project.postgres import Server
from doudi.project.run.children import Child
from doudi.project.run.listen import noted
from doudi.project.serve import processes, production

PAUSE = 0.5
STOPPING = (signal.SIGTERM, signal.SIGINT)


class Stopped(BaseException):
    """SIGTERM or Ctrl-C: the end we wait for."""


class EndedByItself(Refused):
    """The process ended though nobody told it to; its own record says why, and systemd starts it again."""

    code = "serve.ended_by_itself"
    sentence = "{label}意外退出（状态 {status}）；原因见上面的记录。"


class DatabaseLost(Refused):
    """The embedded server ended; whoever looks after this process starts it again, and the server with it."""

    code = "serve.database_lost"
    sentence = "内置数据库意外退出，{label}随之停止；请重新启动，已保存的数据不受影响。"


def serve(site: production.Site, *, workers: int) -> None:
    """Serve the site. Raises the sentences of production.require, NotUpgraded, EndedByItself, DatabaseLost."""
    production.require(os.environ, site)
    os.environ["DOUDI_HTTPS"] = "1"
    if site.is_behind_proxy:  # else everybody would share the proxy's address, and its limit of attempts
        os.environ.setdefault("DOUDI_PROXIES", "1")
    with noted(int(site.bind.rpartition(":")[2])):
        _keep_running(lambda url: processes.web(site, url=url, workers=workers))


def work(*, concurrency: int) -> None:
    """Work off the queue. Raises NotUpgraded, EndedByItself, DatabaseLost."""
    _keep_running(lambda url: processes.worker(url=url, concurrency=concurrency))


def keep_database() -> None:
    """Keep the embedded server up, so that its life does not hang on the service that happened to start it."""
    server = Server.at(paths.data_dir())
    with _told_to_stop(), server.running():
        _say("内置数据库已启动。")
        tell_systemd("READY=1")
        while server.is_alive():
            server.log.keep_small()
            time.sleep(PAUSE)
        raise DatabaseLost(label="数据库服务")


def tell_systemd(state: str) -> None:
    """Tell a systemd that waits for it (Type=notify): what depends on the database may start only now."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            # An address that begins with @ is in the abstract namespace of Linux, written with a zero byte.
            channel.sendto(state.encode("ascii"), "\0" + address[1:] if address.startswith("@") else address)


def _keep_running(made: Callable[[str], Child]) -> None:
    keys.make_keys()
    server = database.embedded_server()
    with _told_to_stop(), database.opened(server) as urls:
        production.require_upgraded(urls.app)
        child = made(urls.app)
        child.start()
        signal.signal(signal.SIGHUP, lambda number, _frame: _pass_on(child, number))
        try:
            _say(f"{child.label}已启动。")
            _watch(child, server)
        finally:
            child.ask_to_stop()
            child.wait_or_kill()


def _watch(child: Child, server: Server | None) -> None:
    while not child.has_ended():
        if server is not None and not server.is_alive():
            raise DatabaseLost(label=child.label)
        if server is not None:
            server.log.keep_small()
        time.sleep(PAUSE)
    raise EndedByItself(label=child.label, status=child.process.returncode if child.process else None)


def _pass_on(child: Child, number: int) -> None:
    if child.process and not child.has_ended():
        child.process.send_signal(number)


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """End quietly when told to; a second signal does not cut the stopping short."""
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        yield
    except Stopped:
        _say("已停止。")


def _stop(_number: int, _frame: object) -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
