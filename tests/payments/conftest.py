"""Whoever acts sees every place."""

from __future__ import annotations

import pytest

from tests.payments.paying import Desk


@pytest.fixture
def desk(as_system: None) -> Desk:
    """The officers who pay in one county, in a test that acts as the system."""
    return Desk.opened()
