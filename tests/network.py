"""No test talks to another host: connecting, and looking up a name, is refused outside this machine.

A pytest plugin (named in tests/conftest.py). It also covers the tests' own imports, since it starts with pytest."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class OtherHostError(AssertionError):
    """A test tried to reach another machine."""

    def __init__(self, host: object) -> None:
        super().__init__(f"Tests stay on this machine; this one tried to reach {host!r}.")


def is_here(host: object) -> bool:
    """Whether an address or name is this machine; no name is looked up to find out."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def pytest_configure() -> None:
    """Close the doors before the first test is imported."""
    socket.socket.connect = _guarded(_connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded(_connect_ex)  # type: ignore[method-assign]
    socket.getaddrinfo = _guarded_lookup


def _guarded(connect: Any) -> Any:
    def guarded(sock: socket.socket, address: Any) -> Any:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_here(address[0]):
            raise OtherHostError(address[0])
        return connect(sock, address)

    return guarded


def _guarded_lookup(host: Any, *args: Any, **options: Any) -> Any:
    if not is_here(host):
        raise OtherHostError(host)
    return _getaddrinfo(host, *args, **options)
