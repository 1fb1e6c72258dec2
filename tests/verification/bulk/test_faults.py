"""kill -9 in the middle, a full disk, another question into one folder: nothing lost, nothing twice, nothing half."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from doudi.policy.batch.folder import OtherBatchThere
from doudi.verification.bulk import taking
from doudi.verification.bulk.months import NotLastMonth
from doudi.verification.bulk.running import PIECES, run
from doudi.verification.bulk.writing import DiskFull
from doudi.verification.deliveries import reading
from tests.fixtures.disk import full_disk
from tests.verification.bulk.run_once import FEW
from tests.verification.bulk.world import World, number, vehicle

ROOT = Path(__file__).resolve().parents[3]
MANY = 3 * FEW
RESULTS = ("findings/*", "status/*", "items.parquet", "review.csv", "work/*")


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    people = [found.person(serial, "张某甲", f"h{serial}", vehicles=0) for serial in range(1, 6)]
    found.deliver("vehicles", [vehicle(each, "张某甲", f"湘Z{at}") for at, each in enumerate(people)])
    return found


def results(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for each in RESULTS for file in sorted(out.glob(each))}


def test_a_run_that_is_killed_goes_on_where_it_stood_and_says_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", FEW)
    others = [["", "", f"湘Z{at}", 1, "1.00", "", ""] for at in range(5, MANY)]
    rows = [vehicle(number(serial), "张某甲", f"湘Z{serial}") for serial in (1, 2)]
    world.deliver("vehicles", [rows[0], *others, rows[1]], ending=".parquet")
    unbroken = world.asked("unbroken", piece=1)
    run(unbroken)
    command = [sys.executable, "tests/verification/bulk/run_once.py", str(world.folder), "1"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"a piece is done\n"
    process.kill()
    process.wait()
    process.stdout.close()
    asked = world.asked(piece=1)
    left = {file.name: file.stat().st_mtime_ns for file in (asked.out / PIECES).glob("*-*.parquet")}
    assert len(left) == 1

    run(asked)
    run(asked)

    assert results(asked.out) == results(unbroken.out)
    assert not (asked.out / PIECES).exists()


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(world: World) -> None:
    asked = world.asked()

    with full_disk(after=1500), pytest.raises(DiskFull, match="没有留下一半"):
        run(asked)

    assert [file for file in asked.out.rglob("*") if file.name.endswith((".draft", "_SUCCESS"))] == []
    run(asked)
    unbroken = world.asked("unbroken")
    run(unbroken)
    assert results(asked.out) == results(unbroken.out)


def test_a_folder_holds_one_question(world: World) -> None:
    asked = world.asked()
    run(asked)
    world.person(7, "李某乙", "h7")

    with pytest.raises(OtherBatchThere):
        run(world.asked())


def test_last_month_has_to_be_a_run_that_was_finished(world: World, tmp_path: Path) -> None:
    with pytest.raises(NotLastMonth):
        run(world.asked(previous=tmp_path))


def test_repeated_rows_are_found_however_few_hashes_are_looked_at_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "LOOKED_AT", 2)
    rows = [vehicle(number(serial), "张某甲", "湘Z1") for serial in range(1, 40)]
    world.deliver("vehicles", [*rows, rows[3], rows[5]])

    summary = run(world.asked())

    assert [flaw[:7] for flaw in summary.refused[0]["flaws"]] == ["重复：第 40", "重复：第 41"]
