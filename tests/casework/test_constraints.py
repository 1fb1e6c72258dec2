"""The database refuses what no act should try."""

from __future__ import annotations

import pytest

from doudi.casework.models import Case

pytestmark = pytest.mark.usefixtures("as_system")


def test_there_are_no_cases_to_begin_with() -> None:
    assert not Case.objects.exists()
