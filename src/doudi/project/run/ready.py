"""Waiting for the first page, which is what a person means by "started"."""

from __future__ import annotations

import socket
import time
from http.client import HTTPConnection, HTTPException

from doudi.kernel.errors import Refused
from doudi.project.postgres.ports import LOOPBACK
from doudi.project.run.children import Child

SECONDS = 60
PAUSE = 0.1
FIRST_BROKEN = 500


class NoFirstPage(Refused):
    """The web server ended, hangs, or answers with an error."""

    code = "run.no_first_page"
    sentence = "网页没有打开（{reason}）；请查看上面的记录，或运行 doudi doctor。"


def wait_for_first_page(listener: socket.socket, server: Child) -> None:
    """Ask for the first page until it comes."""
    port = listener.getsockname()[1]
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if server.has_ended():
            raise NoFirstPage(reason="网页服务没有启动")
        status = _status(port, until - time.monotonic())
        if status and status < FIRST_BROKEN:
            return
        if status:
            raise NoFirstPage(reason=f"状态码 {status}")
        time.sleep(PAUSE)
    raise NoFirstPage(reason=f"{SECONDS} 秒内没有回答")


def _status(port: int, seconds: float) -> int | None:
    """Return the status of the first page, or None when nobody answered."""
    connection = HTTPConnection(LOOPBACK, port, timeout=max(1.0, min(seconds, 5.0)))
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
