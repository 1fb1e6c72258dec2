"""The planted register is fictional and repeatable, and matching finds in it what was planted."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from doudi.kernel.residentid import RESERVED_PREFIX
from doudi.policy.batch.synthetic import FICTIONAL
from doudi.verification.matching import bulk, digits, numbers
from doudi.verification.matching.planted import making
from doudi.verification.matching.planted.scoring import score
from doudi.verification.matching.roll import Roll
from doudi.verification.matching.verdicts import JUDGED, Verdict

SECRET = b"s" * 32


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("planted")
    making.make(made, rows=30_000, recipients=5_000, seed=5)
    return made


def roll_of(folder: Path) -> Roll:
    roll = pq.read_table(folder / making.ROLL)
    return Roll.of(ids=roll["id"], number=roll["number"], name=roll["name"], secret=SECRET)


def test_the_same_seed_makes_the_same_register_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        making.make(tmp_path / name, rows=500, recipients=50, seed=seed)

    one, again, other = (pq.read_table(tmp_path / name / making.SOURCE) for name in ("one", "again", "other"))
    assert one.equals(again)
    assert not one.equals(other)


def test_everything_planted_is_marked_as_fictional_and_of_the_reserved_range(folder: Path) -> None:
    for file in (making.ROLL, making.SOURCE):
        table = pq.read_table(folder / file)
        found = numbers.read(table["number"])

        written = [*digits.text(found.keys[found.is_right]).to_pylist(), *found.remainder.drop_null().to_pylist()]
        assert [number for number in written if not number.startswith(RESERVED_PREFIX)] == []
        assert (table.schema.metadata or {}).items() >= FICTIONAL.items()


def test_matching_finds_what_was_planted_and_writes_a_report(folder: Path) -> None:
    bulk.prepare(folder / making.SOURCE, folder / "prepared.parquet", number="number", name="name", secret=SECRET)

    judged = bulk.match(roll_of(folder), folder / "prepared.parquet", folder / "report.parquet")

    found = score(judged, pq.read_table(folder / making.TRUTH))
    assert found.precision >= 0.998
    assert found.recall_of_accepted >= 0.99
    assert found.recall_with_review >= 0.995
    assert found.review_volume <= 1.2
    assert pq.read_table(folder / "report.parquet").equals(judged)
    assert judged.column_names == ["id", *JUDGED]


def test_the_exact_pass_alone_accepts_fewer_and_never_another(folder: Path) -> None:
    prepared = folder / "again.parquet"
    bulk.prepare(folder / making.SOURCE, prepared, number="number", name="name", secret=SECRET)

    exact, whole = (
        {(each["recipient"], each["row"]) for each in judged.to_pylist() if each["verdict"] == Verdict.ACCEPTED}
        for judged in (
            bulk.match(roll_of(folder), prepared, folder / "out.parquet", fuzzily=False),
            bulk.match(roll_of(folder), prepared, folder / "out.parquet"),
        )
    )

    assert exact < whole


def test_how_a_source_is_cut_into_groups_changes_nothing(folder: Path) -> None:
    source = pq.read_table(folder / making.SOURCE)
    pq.write_table(source, folder / "cut.parquet", row_group_size=1_700)
    for name in ("cut", "source"):
        bulk.prepare(
            folder / f"{name}.parquet", folder / f"{name}-p.parquet", number="number", name="name", secret=SECRET
        )

    whole, cut = (
        bulk.match(roll_of(folder), folder / f"{name}-p.parquet", folder / "out.parquet") for name in ("source", "cut")
    )

    order = [("recipient", "ascending"), ("row", "ascending")]
    assert (
        cut.sort_by(order)
        .drop_columns(["verdict", "ground"])
        .equals(whole.sort_by(order).drop_columns(["verdict", "ground"]))
    )
