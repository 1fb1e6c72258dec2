"""Whoever acts sees every place."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _acting(as_system: None) -> None:
    """Each test of this stage acts as the system; what places see is tested in test_places.py."""
