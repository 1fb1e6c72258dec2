"""Households are written in the published columns: codes, days, truths, whole numbers, nulls for what is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from doudi.policy.batch.columns import Columns
from doudi.policy.batch.writing import write
from doudi.policy.entities import household
from tests.policy.tiny import COUNTY, ON, family, packs, person, snapshot


def test_every_kind_of_fact_is_written_as_its_column_has_it(tmp_path: Path) -> None:
    document = family(person(id="a", care="full", obligors=[{"is_able": True}]), person(id="b", obligors=None))
    read = snapshot().reader.read(document, ON)

    states = snapshot().law(COUNTY, ON).computation.layout.states
    own = next(name.name for name in states if name.entity is household)
    read.before[own, None] = 1

    count = write(
        Columns.of(packs().facts), [[("h1", "110101", read)], []],
        states=states, into=tmp_path / "r.parquet", about={"day": "2024"},
    )  # fmt: skip

    (row,) = pq.read_table(tmp_path / "r.parquet").to_pylist()
    first, second = row["members"]
    assert (count, row["household_id"], row["place"]) == (1, "h1", "110101")
    assert (row["register"], row["rent_fen"], row["moved_on"]) == ("rural", 10000, date(2020, 1, 1))
    assert (first["person_id"], first["age"], first["is_disabled"], first["care"]) == ("a", 40, False, "full")
    assert [first["obligors"], second["obligors"]] == [[{"is_able": True}], None]
    assert second["gift_fen"] is None
    assert row[f"before_{own}"] == 1
    assert [each.name for each in tmp_path.iterdir()] == ["r.parquet"]
    assert pq.read_schema(tmp_path / "r.parquet").metadata[b"day"] == b"2024"
