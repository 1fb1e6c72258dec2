"""The fictional register: the same by seed, of nobody, within the bounds of the facts, whatever its size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.kernel.residentid import ResidentNumber
from doudi.policy.batch import synthetic
from doudi.policy.batch.chunking import Chunking
from doudi.policy.batch.columns import Columns
from doudi.policy.batch.work import Work
from doudi.policy.snapshot import LawSnapshot
from doudi.standards.lawbook import packs
from tests.policy import tiny

PLACES = ["371702", "430971"]
ON = date(2024, 3, 1)


def made(out: Path, households: int, seed: int = 4) -> Path:
    return synthetic.generate(
        packs().facts, households=households, places=PLACES, seed=seed, out=out, told=lambda _: None
    )


def test_the_same_seed_makes_the_same_register_and_another_seed_another(tmp_path: Path) -> None:
    first, again, other = (
        pq.read_table(made(tmp_path / name, 300, seed)) for name, seed in (("a", 4), ("b", 4), ("c", 5))
    )

    assert first.equals(again)
    assert not first.equals(other)


def test_everybody_is_nobody_and_the_file_says_so(tmp_path: Path) -> None:
    file = made(tmp_path, 300)

    table = pq.read_table(file)
    ids = [person["person_id"] for row in table.to_pylist() for person in row["members"]]
    assert all(ResidentNumber.parse(each).is_reserved for each in ids)
    assert len(set(ids)) == len(ids)
    assert "虚构" in (table.schema.metadata or {})[b"doudi.fictional"].decode()
    assert "不得当作真实数据" in (tmp_path / synthetic.NOTE).read_text(encoding="utf-8")


def test_every_household_is_accepted_by_the_batch_and_some_things_are_not_known(tmp_path: Path) -> None:
    law = LawSnapshot.of(packs())
    table = pq.read_table(made(tmp_path, 3000))

    chunking = Chunking(law, Work.of(law.law("000000", ON)), Columns.of(packs().facts), ON, None)
    chunk, wrong = chunking.chunk(table, 0)

    assert wrong == []
    assert set(chunk.places) == set(PLACES)
    members = table["members"].combine_chunks().flatten()
    assert 0 < members.field("wage_fen").null_count < len(members) / 20


def test_a_register_of_counties_is_mostly_rural(tmp_path: Path) -> None:
    registers = pq.read_table(made(tmp_path, 1000))["register"].to_pylist()

    assert 580 < registers.count("rural") < 720
    assert 280 < registers.count("urban") < 420


def test_any_facts_can_be_made_up_days_among_them(tmp_path: Path) -> None:
    facts = tiny.packs().facts

    file = synthetic.generate(facts, households=200, places=[tiny.COUNTY], seed=1, out=tmp_path, told=lambda _: None)

    assert set(pq.read_schema(file).names) >= {"register", "savings_fen", "rent_fen", "moved_on", "members"}


def test_a_larger_register_is_written_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    facts = tiny.packs().facts
    monkeypatch.setattr(synthetic, "BLOCK", 50)

    file = synthetic.generate(facts, households=120, places=[tiny.COUNTY], seed=1, out=tmp_path, told=told.append)

    assert told == [50, 100, 120]
    assert pq.ParquetFile(file).num_row_groups == 3
