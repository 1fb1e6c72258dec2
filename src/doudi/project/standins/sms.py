"""`python -m doudi.project.standins.sms FD`: a provider of short messages that keeps them to itself.

POST / takes {"phone": …, "text": …}; GET / shows what was sent, newest first, for whoever has no such phone at hand.
It listens on a socket that is handed over, keeps the last messages in memory only, and never runs where cases are real.
"""

from __future__ import annotations

import json
import socket
import sys
from collections import deque
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEPT = 50
MOST_BYTES = 1 << 14
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>演示短信</title></head>
<body><h1>演示短信</h1><p>这里代替手机：只有演示环境才有这一页。</p><dl>{rows}</dl></body></html>
"""


@dataclass(frozen=True)
class Message:
    """One short message."""

    phone: str
    text: str


class Messages:
    """The provider: give it a socket that listens, then `serve`."""

    def __init__(self, listener: socket.socket) -> None:
        self.sent: deque[Message] = deque(maxlen=KEPT)
        self.server = ThreadingHTTPServer(listener.getsockname(), _handler(self.sent), bind_and_activate=False)
        self.server.socket.close()
        self.server.socket = listener

    @property
    def url(self) -> str:
        """Where messages are sent to and shown."""
        host, port = self.server.server_address[:2]
        return f"http://{host}:{port}/"

    def serve(self) -> None:
        """Answer until `stop`."""
        self.server.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """End `serve` and close."""
        self.server.shutdown()
        self.server.server_close()


def _handler(sent: deque[Message]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = _read(self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MOST_BYTES)))
            if message is None:
                self._answer(400, "application/json", '{"error": "phone and text, please"}')
                return
            sent.appendleft(message)
            self._answer(200, "application/json", '{"accepted": true}')

        def do_GET(self) -> None:
            rows = "".join(f"<dt>{escape(each.phone)}</dt><dd>{escape(each.text)}</dd>" for each in sent)
            self._answer(200, "text/html; charset=utf-8", PAGE.format(rows=rows or "<dt>还没有短信</dt>"))

        def _answer(self, status: int, media_type: str, body: str) -> None:
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing: phones do not belong in logs."""

    return Handler


def _read(body: bytes) -> Message | None:
    try:
        told = json.loads(body)
        return Message(str(told["phone"]), str(told["text"]))
    except (ValueError, KeyError, TypeError):
        return None


if __name__ == "__main__":
    Messages(socket.socket(fileno=int(sys.argv[1]))).serve()
