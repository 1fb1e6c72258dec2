"""Households whose number another one of the file has: the first keeps it, whatever part it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from doudi.policy.batch import kernel, twins
from doudi.policy.batch.running import counted, run
from tests.policy.batch.test_files import asked, many, rejects, written


@pytest.fixture(autouse=True)
def _without_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kernel.WITHOUT, "1")


def test_no_numbers_have_no_hashes() -> None:
    assert len(twins.hashed(pa.array([], pa.string()))) == 0


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_who_has_the_number_of_an_earlier_household_is_refused_wherever_in_the_file(tmp_path: Path, kind: str) -> None:
    households = many(9)
    numbers = ["a", "b", "e", "a", "c", "f", "b", "a", "d"]
    households = households.set_column(0, "household_id", pa.array(numbers))
    if kind == "csv":
        pa_csv.write_csv(households.select(["household_id", "place"]), tmp_path / "h.csv")
        (tmp_path / "p.csv").write_text("household_id,person_id\n")
    else:
        written(tmp_path / "h.parquet", households, 2)

    persons = tmp_path / "p.csv" if kind == "csv" else None
    batch = replace(asked(tmp_path, tmp_path / f"h.{kind}"), persons=persons)
    tally = run(batch)

    told = {row[0]: row[3] for row in rejects(asked(tmp_path, tmp_path)) if row[2] == "$.household_id"}
    assert told == {"4": "与第 1 行的家庭编号相同", "7": "与第 2 行的家庭编号相同", "8": "与第 1 行的家庭编号相同"}
    assert kind == "csv" or tally.rejected == 3
    assert counted(batch.out) == replace(tally, whole=0)


def test_what_only_a_hash_takes_for_the_same_number_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "hashed", lambda texts: np.zeros(len(texts), np.uint64))

    class Numbers:
        def ids(self) -> Iterator[tuple[int, pa.Array]]:
            yield from ((0, pa.array(["a", "b"])), (2, pa.array(["c", "b"])))

    assert twins.twins(Numbers()) == {3: 1}


def test_where_no_column_of_numbers_is_given_they_are_made_up_by_row(tmp_path: Path) -> None:
    unnamed = written(tmp_path / "a.parquet", many(3).drop_columns(["household_id"]))

    assert run(asked(tmp_path, unnamed)).rejected == 0

    assert pq.read_table(asked(tmp_path, unnamed).out)["household_id"].to_pylist() == ["h1", "h2", "h3"]
