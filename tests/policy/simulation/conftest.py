"""Made-up households for simulations; properties have no time limit on one example."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, settings

from tests.policy.batch.many import homes, in_columns
from tests.policy.simulation.asked import (
    COUNTY,
    ON,
    OTHER,
    law,
)

settings.register_profile("doudi", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("doudi")


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUDI_WITHOUT_NUMBA", "1")


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up households of two counties, and whoever has lost a fact."""
    folder = tmp_path_factory.mktemp("register")
    random = Random(11)  # noqa: S311 the same homes each time
    table = in_columns(law(), homes(law(), random, 60, ON), [COUNTY, OTHER], random, ON)
    pq.write_table(table, folder / "households.parquet")
    return folder / "households.parquet"
