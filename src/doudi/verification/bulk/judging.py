"""The pairs of a delivery judged: exact ones piece by piece, near ones together, as rivals may lie anywhere."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.errors import Refused
from doudi.policy.batch.arrow import pc
from doudi.verification.bulk.slices import merged
from doudi.verification.matching import verdicts
from doudi.verification.matching.verdicts import KEPT, Verdict

REVIEW_KEY, SAME = "核实编号", "结论"
YES, NO = ("是", "同一人", "是同一人"), ("否", "不是", "不是同一人")
_HALF: Final = 1 << 64


class VerdictsUnreadable(Refused):
    """The file of verdicts is no review list with an answer in it."""

    code = "verification.verdicts_unreadable"
    sentence = "{file} 不能用作核实结论：{reason}。"


@dataclass(frozen=True)
class Judging:
    """Judges pairs with the secret that they were found with, and what reviewers said."""

    secret: bytes
    kept: pa.Table

    def all(self, pieces: list[Path], counts: Any) -> Iterator[pa.Table]:
        """Yield the pairs of a delivery with verdict, ground and fingerprint.

        `counts`: of each recipient whether the delivery counts for them; others are left out."""
        near: list[pa.Table] = []
        for file in pieces:
            with pq.ParquetFile(file) as opened:
                table = opened.read(use_threads=False).replace_schema_metadata()
            table = table.filter(pa.array(counts[table["recipient"].to_numpy()]))
            near.append(table.filter(pc.invert(table["is_number_right"])))
            yield self.judged(table.filter(table["is_number_right"]))
        if near:
            yield self.judged(merged(pa.concat_tables(near)))

    def judged(self, table: pa.Table) -> pa.Table:
        """Put its verdict beside each pair."""
        found = verdicts.judge(table, secret=self.secret, kept=self.kept)
        for name in ("fingerprint", "verdict", "ground"):
            column = found[name]
            text = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            table = table.append_column(name, text)
        return table


def of_verdict(table: pa.Table, verdict: Verdict) -> pa.Table:
    """Keep the pairs of one verdict."""
    return table.filter(pc.equal(table["verdict"], str(verdict)))


def review_keys(table: pa.Table) -> pa.Array:
    """Write for each pair what a verdict on it is kept under; letters before it, so that Excel takes it for text."""
    pairs = zip(table["person"].to_pylist(), table["fingerprint"].to_pylist(), strict=True)
    return pa.array([f"R-{person % _HALF:016x}-{mark % _HALF:016x}" for person, mark in pairs], pa.string())


def read_verdicts(*files: Path | None) -> pa.Table:
    """Read what reviewers said, the last word last: review lists as CSV, and kept verdicts as Parquet.

    Raises VerdictsUnreadable."""
    tables = [_read(file) for file in files if file is not None and (file.exists() or file.suffix != ".parquet")]
    return pa.concat_tables([KEPT.empty_table(), *tables])


def _read(file: Path) -> pa.Table:
    try:
        if file.suffix == ".parquet":
            return pq.read_table(file, columns=KEPT.names).cast(KEPT)
        with file.open(encoding="utf-8-sig", newline="") as opened:
            said = [_one(file, row) for row in csv.DictReader(opened) if (row.get(SAME) or "").strip()]
    except (OSError, UnicodeError, pa.ArrowException, csv.Error):
        raise VerdictsUnreadable(file=file, reason="不是填写过的 review.csv（UTF-8 编码）") from None
    return pa.Table.from_pylist(said, KEPT)


def _one(file: Path, row: dict[str, str]) -> dict[str, object]:
    answer, key = row[SAME].strip(), row.get(REVIEW_KEY, "").split("-")
    if answer not in (*YES, *NO):
        raise VerdictsUnreadable(file=file, reason=f"“{SAME}”应写 {YES[0]} 或 {NO[0]}，现在是“{answer}”")
    try:
        _, person, mark = key
        values = [np.uint64(int(each, 16)).astype(np.int64) for each in (person, mark)]
    except (ValueError, OverflowError):
        raise VerdictsUnreadable(file=file, reason=f"“{REVIEW_KEY}”被改动过：{row.get(REVIEW_KEY)}") from None
    return {"person": int(values[0]), "fingerprint": int(values[1]), "is_same": answer in YES}
