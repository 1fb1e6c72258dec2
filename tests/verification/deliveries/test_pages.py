"""Pages find every row by its key, show nothing without theirs, and hold what is near to what columns say of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.registry.names import folded
from doudi.verification.deliveries import near, pages
from doudi.verification.deliveries.checking import NUMBER, STATUS, TOKEN
from doudi.verification.deliveries.paging import write_pages
from doudi.verification.matching import distance, segments

KEY = b"k" * 32
NAMES = st.text("张王李·明华", max_size=6)
NUMBERS = st.text("0129X", min_size=15, max_size=21)


def written(path: Path, tokens: list[int], wrong: list[str] | None = None) -> Path:
    """A file of rows with these tokens, each with its place; and rows of wrong numbers, which have none."""
    texts = wrong or []
    table = pa.table(
        {
            TOKEN: pa.array([*tokens, *([0] * len(texts))], pa.int64()),
            STATUS: pa.array([0] * len(tokens) + [3] * len(texts), pa.uint8()),
            NUMBER: pa.array([*([None] * len(tokens)), *texts], pa.string()),
            "place": pa.array(range(len(tokens) + len(texts)), pa.int64()),
        }
    )
    with path.open("wb") as file:
        write_pages(table.sort_by(TOKEN), file, key=KEY, name=path.stem)
    return path


@given(st.lists(st.integers(-(2**63), 2**63 - 1).filter(bool), max_size=60))
@settings(max_examples=40, deadline=None)
def test_every_key_finds_its_rows_and_no_others(tmp_path_factory: pytest.TempPathFactory, tokens: list[int]) -> None:
    path = written(tmp_path_factory.mktemp("pages") / "a.pages", tokens)

    for token in {*tokens, 1}:
        found = [row["place"] for row in pages.read(path, KEY, wanted=[token])]
        assert sorted(found) == [place for place, each in enumerate(tokens) if each == token]
    assert len(list(pages.read(path, KEY, wanted=tokens))) == len(tokens)


def test_many_rows_are_cut_into_pages_without_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doudi.verification.deliveries.paging.AT_ONCE", 100)
    tokens = np.random.default_rng(5).integers(-(2**63), 2**63 - 1, 2000).tolist()

    path = written(tmp_path / "a.pages", tokens)

    assert sorted(row["place"] for row in pages.read(path, KEY, wanted=tokens)) == list(range(2000))


def test_a_wrong_number_is_found_by_any_two_of_its_segments(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pages", [7], ["990010197505010771", "99001019750501077", "不详"])

    rows = list(pages.read(path, KEY, wanted=near.keys("990010197505010778")))

    assert {row[NUMBER] for row in rows} == {"990010197505010771", "99001019750501077"}


def test_who_has_another_key_or_another_file_under_its_name_has_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pages", [7])

    with pytest.raises(pages.RowsMissing):
        list(pages.read(path, b"x" * 32, wanted=[7]))
    with pytest.raises(pages.RowsMissing):
        list(pages.read(path.rename(tmp_path / "b.pages"), KEY, wanted=[7]))
    with pytest.raises(pages.RowsMissing):
        list(pages.read(path, KEY, wanted=[7]))
    (tmp_path / "c.pages").write_bytes(b"something else than pages")
    with pytest.raises(pages.RowsMissing):
        list(pages.read(tmp_path / "c.pages", KEY, wanted=[7]))


def test_no_byte_can_be_changed_so_that_somebody_is_on_no_record(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pages", list(range(1, 40)))
    content = path.read_bytes()

    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            assert len(pages.read(path, KEY, wanted=[7, 8])) == 2
        except pages.RowsMissing:
            continue


@given(NUMBERS, NUMBERS, NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_one_pair_is_as_near_as_columns_say(left: str, right: str, name: str, other: str) -> None:
    texts = [pa.array([each]) for each in (left, right, folded(name), folded(other))]

    assert near.is_within(left, right, near.MOST_EDITS) == (
        distance.distances(texts[0], texts[1])[0] <= near.MOST_EDITS
    )
    assert near.is_half_alike(folded(name), folded(other)) == (distance.likeness(texts[2], texts[3])[0] >= 50)


def test_blocks_are_the_segments_that_columns_compare() -> None:
    assert (near.REGION, near.BIRTH, near.TAIL, near.MOST_EDITS) == (
        segments.REGION, segments.BIRTH, segments.TAIL, segments.MOST_EDITS,
    )  # fmt: skip
