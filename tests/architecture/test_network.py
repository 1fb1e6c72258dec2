"""The tests' own promise: nothing leaves this machine."""

from __future__ import annotations

import socket

import pytest

from tests.network import OtherHostError


def test_connecting_to_another_host_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(OtherHostError, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_looking_up_the_name_of_another_host_is_refused() -> None:
    with pytest.raises(OtherHostError, match="example"):
        socket.create_connection(("host.example", 80))


def test_this_machine_may_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            peer = client.getpeername()

        assert peer == server.getsockname()
