"""Spark finds what a local run finds, of every household: on threads, and on executors of their own."""

# pyright: reportMissingImports=false
# pyspark is not everywhere.

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from doudi.project.cli.needs import spark_lacks
from doudi.verification.bulk import spark
from doudi.verification.bulk.running import Verification, run
from doudi.verification.matching.planted import delivering, making
from tests.verification.bulk.world import COUNTY, World, number

pytestmark = [
    pytest.mark.skipif(
        bool(spark_lacks()), reason=f"needs {' and '.join(spark_lacks())}: requirements-spark.lock and Java 17"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.slow,
]


@pytest.fixture(autouse=True)
def _as_it_is_outside_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[3]), *sys.path]))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # for a minute's work


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Start Spark."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 may be missing

    logging.getLogger("py4j").setLevel(logging.WARNING)
    made = SparkSession.builder.master(request.param).getOrCreate()
    yield made
    made.stop()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A planted register of cars, a second source as CSV, and a third that repeats a row."""
    monkeypatch.setattr(making, "BLOCK", 1000)
    making.make(tmp_path, rows=4000, recipients=2000, seed=11)
    delivering.deliver(tmp_path, place=COUNTY, as_of=date(2024, 2, 29))
    made = World(tmp_path)
    made.deliver("death_register", [[number(1), "张某甲", "2024-02-01"]])
    row = [number(2), "张某甲", "1.00", ""]
    made.deliver("tax_record", [row, [number(3), *row[1:]], row], ending=".parquet")
    return made


def found(out: Path, name: str) -> list[dict[str, Any]]:
    return sorted(pq.read_table(out / name).to_pylist(), key=str)


@pytest.mark.parametrize("session", ["local[2]", "local-cluster[2,1,1024]"], indirect=True)
def test_spark_finds_what_a_local_run_finds(session: Any, world: World) -> None:
    def asked(out: str) -> Verification:
        return world.asked(out, recipients=world.folder / delivering.RECIPIENTS)

    local, spread = asked("local"), asked("spread")
    here, there = run(local), spark.run(spread, session)

    assert here.sources["vehicles"]["members_on_record"] > 1000
    for name in ("findings/vehicles.parquet", "status/vehicles.parquet", "status/tax_record.parquet", "items.parquet"):
        assert found(local.out, name) == found(spread.out, name) != []
    lists = [sorted((out / "review.csv").read_text("utf-8-sig").splitlines()) for out in (local.out, spread.out)]
    assert lists[0] == lists[1]
    assert json.dumps(vars(here), sort_keys=True) == json.dumps(vars(there), sort_keys=True)
    assert here.refused[0]["flaws"] == ["重复：第 3 行“resident_number”：前面已有同一人的同一项。"]
