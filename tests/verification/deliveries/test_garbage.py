"""Whatever a delivery holds, it is loaded or sent back, and the counts add up."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.verification.deliveries.checking import Checked, check
from doudi.verification.deliveries.manifest import read_manifest
from doudi.verification.sources import sourcebook
from tests.fixtures.people import TODAY
from tests.verification.deliveries.conftest import HEAD, rows_about

SECRET = b"s" * 32
GOOD = rows_about("990010197505010290")
TOKENS = [1, 2, 3]
SHEET = ",".join(HEAD) + "\n" + "\n".join(",".join(str(cell) for cell in row) for row in GOOD) + "\n"
cells = st.one_of(st.text(max_size=25), st.sampled_from([str(cell) for row in GOOD for cell in row]), st.none())
few = settings(max_examples=40, deadline=None)


def received(content: bytes, suffix: str, **about: object) -> Checked:
    """What becomes of a file, whatever it is."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"d{suffix}"
        file.write_bytes(content)
        usual: dict[str, object] = {
            "source": "vehicles", "place": "430971", "as_of": "2024-02-29", "delivery": "d1", "schema": 1,
            "file": file.name, "encoding": "utf-8", "rows": 2, "roster": 1,
            "sha256": hashlib.sha256(content).hexdigest(), "totals": {"vehicles": 2, "vehicle_value": "31000.00"},
        }  # fmt: skip
        return read_and_checked(Path(folder), json.dumps(usual | about).encode())


def read_and_checked(folder: Path, manifest: bytes) -> Checked:
    """What becomes of a manifest."""
    path = folder / "manifest.json"
    path.write_bytes(manifest)
    read = read_manifest(path, sourcebook().sources, TODAY)
    if read.flaws.number or read.source is None:
        return Checked(read.flaws)
    return check(read, read.source, {}, asked=TOKENS, secret=SECRET)


def assert_told(found: Checked) -> None:
    """Loaded and adding up, or sent back with a reason."""
    if found.rows is None:
        assert found.flaws.number > 0
        assert all(flaw.sentence for flaw in found.flaws.told)
    else:
        assert found.flaws.number == 0
        assert found.number == found.kept + found.remainder + found.unasked == sum(found.statuses)
        assert len(found.rows) == found.kept + found.remainder + len(TOKENS)


def test_what_is_right_is_loaded() -> None:
    found = received(SHEET.encode(), ".csv")
    assert_told(found)
    assert found.rows is not None


@few
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".parquet"]), st.sampled_from(["utf-8", "gb18030"]))
def test_any_bytes(content: bytes, suffix: str, encoding: str) -> None:
    assert_told(received(content, suffix, encoding=encoding))


@few
@given(st.integers(0, len(SHEET.encode())), st.integers(0, 30), st.binary(max_size=12))
def test_a_file_with_a_piece_of_something_else(at: int, cut: int, piece: bytes) -> None:
    content = SHEET.encode()
    assert_told(received(content[:at] + piece + content[at + cut :], ".csv"))


@few
@given(st.lists(st.lists(cells, min_size=7, max_size=7), max_size=4))
def test_any_words_in_any_form(rows: list[list[str | None]]) -> None:
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(HEAD)}
    parquet = io.BytesIO()
    pq.write_table(pa.table(columns), parquet)
    assert_told(received(parquet.getvalue(), ".parquet", rows=len(rows)))
    workbook = io.BytesIO()
    with xlsxwriter.Workbook(workbook, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell or "")
    assert_told(received(workbook.getvalue(), ".xlsx", rows=len(rows)))


@few
@given(
    st.one_of(
        st.binary(max_size=200),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=4).map(
            lambda value: json.dumps({"source": value, "rows": value, "totals": value, "as_of": value}).encode()
        ),
    )
)
def test_any_manifest(manifest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_told(read_and_checked(Path(folder), manifest))
