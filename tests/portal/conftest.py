"""Time that the test lets pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from doudi.kernel import clock
from tests.portal.entering import START


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """`passes(timedelta(hours=1))`."""
    at = [START]
    monkeypatch.setattr(clock, "read", lambda _: clock.Moment(at[0].date(), at[0], is_moved=False))

    def pass_by(span: timedelta) -> None:
        at[0] += span

    return pass_by
