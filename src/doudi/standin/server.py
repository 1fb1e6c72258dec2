"""The stand-in department over HTTP: the protocol, its description, and a switchboard for faults.

POST /queries and GET /queries/N are the protocol; GET /openapi.json describes it; GET /key is the public key;
PUT /control/faults/SOURCE takes {"fault": "slow", "times": 3} ("" ends it), and GET /control/faults shows them.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from doudi.exchange.description import QUERIES, description
from doudi.exchange.signatures import Signed, pem
from doudi.standin.department import Department, Reply
from doudi.standin.faults import FaultUnknown

MOST_BYTES = 1 << 14
SLOW_SECONDS = 60.0
"""Longer than anybody waits."""
FAULTS = "/control/faults"
JSON = "application/json"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller who did not wait; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Service:
    """Give it a department and a socket that listens, then `serve`."""

    def __init__(self, department: Department, listener: socket.socket) -> None:
        self.department, self.closing = department, threading.Event()
        handler = type("Handler", (_Handler,), {"service": self})
        self.server = _Server(listener.getsockname(), handler, bind_and_activate=False)
        self.server.socket.close()
        self.server.socket = listener

    @property
    def url(self) -> str:
        """Where it is reached."""
        host, port = self.server.server_address[:2]
        return f"http://{host}:{port}/"

    def serve(self) -> None:
        """Answer until `stop`."""
        self.server.serve_forever(poll_interval=0.05)

    def stop(self) -> None:
        """End `serve` and close; whoever is being kept waiting is let go."""
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self._body()
        if body is not None:
            self._reply(self.service.department.ask(self._signed(), body) if self.path == QUERIES else _nothing_here())

    def do_GET(self) -> None:
        if self._body() is None:
            return
        if self.path.startswith(f"{QUERIES}/"):
            self._reply(self.service.department.ask_again(self._signed(), self.path.removeprefix(f"{QUERIES}/")))
        else:
            self._reply(_shown(self.service, self.path))

    def do_PUT(self) -> None:
        body = self._body()
        if body is not None:
            self._reply(_switched(self.service.department, self.path, body))

    def _body(self) -> bytes | None:
        """Read what was sent; None where it was refused."""
        told = self.headers.get("Content-Length", "0")
        length = int(told) if told.isdecimal() else MOST_BYTES + 1
        if length <= MOST_BYTES:
            return self.rfile.read(length)
        self.close_connection = True
        self._reply(_problem(413, "too_long", "内容太长"))
        return None

    def _signed(self) -> Signed:
        url = f"http://{self.headers.get('Host', 'localhost')}{self.path}"
        return Signed(self.command, url, dict(self.headers.items()))

    def _reply(self, reply: Reply) -> None:
        if reply.waits:
            self.service.closing.wait(SLOW_SECONDS)
        media_type = "application/x-pem-file" if reply.body.startswith(b"-----BEGIN") else JSON
        self.send_response(reply.status)
        headers = {"Content-Type": media_type, "Content-Length": str(len(reply.body)), "Cache-Control": "no-store"}
        for name, value in {**headers, **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) - reply.cut])
        self.close_connection = self.close_connection or bool(reply.cut)

    def log_message(self, *_: Any) -> None:
        """Say nothing: who is asked about does not belong in logs."""


def _shown(service: Service, path: str) -> Reply:
    if path == "/openapi.json":
        return _json(description(service.url))
    if path == "/key":
        return Reply(200, pem(service.department.key.public_key()).encode())
    return _json(service.department.faults.listed()) if path == FAULTS else _nothing_here()


def _switched(department: Department, path: str, body: bytes) -> Reply:
    try:
        wanted = json.loads(body)
        name, times = str(wanted["fault"]), wanted.get("times")
        department.faults.set(path.removeprefix(f"{FAULTS}/"), name, times=int(times) if times else None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return _problem(400, "message", '应写成 {"fault": "slow"}')
    except FaultUnknown as error:
        return _problem(400, error.code, str(error))
    return _json(department.faults.listed()) if path.startswith(f"{FAULTS}/") else _nothing_here()


def _json(content: Any) -> Reply:
    return Reply(200, json.dumps(content, ensure_ascii=False).encode())


def _problem(status: int, code: str, told: str) -> Reply:
    return Reply(status, json.dumps({"error": code, "told": told}, ensure_ascii=False).encode())


def _nothing_here() -> Reply:
    return _problem(404, "unknown", "没有这个地址")
