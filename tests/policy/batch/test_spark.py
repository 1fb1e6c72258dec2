"""Spark says what a local run says, of results and rejects: on threads, and on executors of their own."""

# pyright: reportMissingImports=false
# pyspark is not everywhere.

from __future__ import annotations

import csv
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from doudi.policy.batch import kernel, running, spark, synthetic
from doudi.policy.batch.running import BulkRun
from doudi.project.cli.needs import spark_lacks
from tests.policy import tiny

pytestmark = [
    pytest.mark.skipif(
        bool(spark_lacks()), reason=f"needs {' and '.join(spark_lacks())}: requirements-spark.lock and Java 17"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.slow,
]
MANY = 20_000


@pytest.fixture(autouse=True)
def _as_it_is_outside_of_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[3]), *sys.path]))
    monkeypatch.setenv(kernel.FOLDER, str(tmp_path / "kernels"))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # for a minute's work


@pytest.fixture
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Start Spark; executors keep kernels in a folder of their own, as on another machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 may be missing

    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.config(f"spark.executorEnv.{kernel.FOLDER}", str(tmp_path / "elsewhere"))
    made = builder.master(request.param).getOrCreate()
    yield made
    made.stop()


def kernels(folder: Path) -> set[str]:
    return {each.name for each in folder.rglob("*.nbc")}


def register(tmp_path: Path, count: int) -> Path:
    """Return a register with an unknown place, a number that repeats, and everything else that is made."""
    facts, places = tiny.packs().facts, [tiny.COUNTY, tiny.OTHER_COUNTY]
    made = synthetic.generate(facts, households=count, places=places, seed=3, out=tmp_path, told=lambda _: None)
    table = pq.read_table(made)
    numbers, where = table["household_id"].to_pylist(), table["place"].to_pylist()
    numbers[7], where[9] = numbers[2], "999999"
    table = table.set_column(0, "household_id", pa.array(numbers)).set_column(1, "place", pa.array(where))
    pq.write_table(table, made, row_group_size=max(1, count // 4))
    return made


def rejects(out: Path) -> list[list[str]]:
    with (out / running.REJECTS).open(encoding="utf-8-sig", newline="") as opened:
        return sorted(csv.reader(opened))


@pytest.mark.parametrize(
    ("session", "count"), [("local[2]", MANY), ("local-cluster[2,1,1024]", 500)], indirect=["session"]
)
def test_spark_says_of_every_household_what_a_local_run_says(session: Any, count: int, tmp_path: Path) -> None:
    file = register(tmp_path, count)
    local = BulkRun(
        snapshot=tiny.snapshot(), households=file, persons=None, on=tiny.ON, out=tmp_path / "local", explain=2
    )
    spread = replace(local, out=tmp_path / "spark")

    here, there = running.run(local), spark.run(spread, tiny.packs, session)

    assert (there.households, there.rejected) == (here.households, here.rejected) == (count, 2)
    assert rejects(spread.out) == rejects(local.out)
    one, other = (pq.read_table(each.out).sort_by("household_id") for each in (local, spread))
    assert spark.plain(one).cast(other.schema).equals(other)
    assert there.parts == 2
    if not session.sparkContext.master.startswith("local[") and kernel.is_wanted():
        assert kernels(tmp_path / "elsewhere") == kernels(tmp_path / "kernels") != set()
    explained = [line for file in spread.out.glob("_explained-*") for line in file.read_text().splitlines()]
    assert len(explained) == 2
