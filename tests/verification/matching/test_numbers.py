"""Numbers of a whole column: read as the kernel reads one, repaired, completed, refused where Excel spoiled them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.kernel.residentid import ResidentNumber, ResidentNumberWrong, Sex
from doudi.verification.matching import digits, numbers
from doudi.verification.matching.cleaning import ExcelDamaged
from doudi.verification.matching.numbers import NO_KEY, Status

LI = ResidentNumber.reserved(born=date(1982, 8, 1), sex=Sex.MALE).full
WRONG = LI[:17] + "0X"[LI[17] == "0"]
OLD = LI[:6] + LI[8:17]
WIDE = "".join(chr(ord(character) + 0xFEE0) for character in LI)
WITH_X = next(
    number.full
    for serial in range(100)
    if (number := ResidentNumber.reserved(born=date(1949, 12, 31), sex=Sex.FEMALE, serial=serial)).full.endswith("X")
)
NEARLY = st.builds(
    lambda body, last: body + last,
    st.from_regex(r"99000[0-9]19[0-9]{2}(0[0-9]|1[0-3])[0-3][0-9][0-9]{3}", fullmatch=True),
    st.sampled_from("0123456789Xx"),
)
CELLS = st.one_of(st.none(), st.text(max_size=20), NEARLY, st.sampled_from([LI, OLD, WIDE, WITH_X, WITH_X.lower()]))


def kernels(text: str) -> str | None:
    try:
        return ResidentNumber.parse(text).full
    except ResidentNumberWrong:
        return None


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        (LI, Status.CLEAN),
        (WITH_X, Status.CLEAN),
        (WITH_X.lower(), Status.REPAIRED),
        (WIDE, Status.REPAIRED),
        (f"'{LI}", Status.REPAIRED),
        (f"\ufeff{LI}\r\n", Status.REPAIRED),
        (f"{LI[:6]} {LI[6:14]}-{LI[14:]}", Status.REPAIRED),
        (f"{WITH_X[:17]}×", Status.REPAIRED),
        (OLD, Status.LEGACY),
        (f" {OLD}", Status.LEGACY),
        (WRONG, Status.CHECK_FAILS),
        (f"{LI[:10]}0230{LI[14:]}", Status.CHECK_FAILS),
        (LI[:17], Status.MALFORMED),
        ("无", Status.MALFORMED),
        (None, Status.MALFORMED),
    ],
)
def test_a_cell_gets_the_status_of_what_it_holds(cell: str | None, status: Status) -> None:
    found = numbers.read(pa.array([cell, LI]))

    assert found.statuses.tolist() == [status, Status.CLEAN]


def test_every_way_of_writing_a_number_has_the_same_key_and_the_old_number_too() -> None:
    found = numbers.read(pa.array([LI, WIDE, f"'{LI}", f" {LI}", OLD]))

    assert len(set(found.keys.tolist())) == 1
    assert digits.text(found.keys).to_pylist() == [LI] * 5


def test_what_is_wrong_is_kept_as_text_and_what_is_right_is_not() -> None:
    found = numbers.read(pa.array([LI, f" {LI[:17]}", "张三"]))

    assert found.remainder.to_pylist() == [None, LI[:17], "张三"]


@settings(deadline=None)
@given(st.lists(NEARLY, max_size=40))
def test_the_column_says_of_every_number_what_the_kernel_says(cells: list[str]) -> None:
    found = numbers.read(pa.array(cells, pa.string()))

    read = [
        text if right else None for text, right in zip(digits.text(found.keys).to_pylist(), found.is_right, strict=True)
    ]
    assert read == [kernels(cell) for cell in cells]


@settings(deadline=None)
@given(st.lists(CELLS, max_size=40))
def test_whatever_a_column_holds_each_row_has_one_status_and_the_counts_add_up(cells: list[str | None]) -> None:
    found = numbers.read(pa.array(cells, pa.string()))

    assert len(found.keys) == len(found.statuses) == len(found.remainder) == sum(found.counts.values()) == len(cells)
    assert [key == NO_KEY for key in found.keys] == [status == Status.MALFORMED for status in found.statuses]


def test_chunks_slices_and_dictionaries_are_read_like_one_column() -> None:
    cells = pa.array([None, LI, WIDE, OLD, "x"])
    chunked = pa.chunked_array([cells.slice(0, 2), cells.slice(2, 3), cells.slice(0, 0)])

    expected = numbers.read(cells).statuses.tolist()

    assert numbers.read(chunked).statuses.tolist() == expected
    assert numbers.read(cells.slice(1)).statuses.tolist() == expected[1:]
    assert numbers.read(cells.dictionary_encode()).statuses.tolist() == expected
    assert numbers.read(pa.nulls(2)).statuses.tolist() == [Status.MALFORMED] * 2


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["9.90000198208E+17", LI]),
        pa.array([f"{LI[:15]}000.0", LI]),
        pa.array([990000198208010000.0]),
        pa.array([990000198208010000]),
        pa.array([f"{LI[:15]}000"] * 3 + [LI] * 100),
    ],
)
def test_what_excel_made_numbers_of_is_refused_with_the_remedy(column: pa.Array) -> None:
    with pytest.raises(ExcelDamaged) as refused:
        numbers.read(column)

    assert "设为“文本”格式后重新导出" in refused.value.sentence
    assert LI[:15] not in refused.value.sentence


def test_keys_are_written_as_they_were_read() -> None:
    keys = numbers.read(pa.array([LI, WITH_X, WRONG])).keys

    assert digits.text(keys).to_pylist() == [LI, WITH_X, WRONG]
    assert keys.dtype == np.int64
