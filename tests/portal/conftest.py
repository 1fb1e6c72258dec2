"""A provider of messages over HTTP, and time that the test lets pass."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from doudi.kernel import clock
from doudi.project.standins.sms import Messages
from tests.portal.entering import START


@pytest.fixture
def messages(settings: object) -> Iterator[Messages]:
    """What was sent, the newest first."""
    provider = Messages(socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=provider.serve, daemon=True)
    thread.start()
    settings.DOUDI_SMS_URL = provider.url  # type: ignore[attr-defined]  pytest-django's settings
    yield provider
    provider.stop()
    thread.join()


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """`passes(timedelta(hours=1))`."""
    at = [START]
    monkeypatch.setattr(clock, "read", lambda _: clock.Moment(at[0].date(), at[0], is_moved=False))

    def pass_by(span: timedelta) -> None:
        at[0] += span

    return pass_by
