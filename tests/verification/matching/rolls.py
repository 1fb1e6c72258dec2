"""Small rolls and sources, matched in memory."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from doudi.kernel.residentid import ResidentNumber, Sex, check_digit
from doudi.verification.matching import pairs, source, verdicts
from doudi.verification.matching.exact import same_number
from doudi.verification.matching.fuzzy import near_number
from doudi.verification.matching.pairs import Part
from doudi.verification.matching.roll import Roll

SECRET = b"s" * 32
LI = ResidentNumber.reserved(born=date(1982, 8, 1), sex=Sex.MALE, serial=700).full
ZHANG = ResidentNumber.reserved(born=date(1955, 3, 9), sex=Sex.FEMALE, serial=1300).full
Row = tuple[str, str]


def wrong(number: str, at: int = 17) -> str:
    """Mistype one character, so that the check fails."""
    return number[:at] + ("1" if number[at] == "0" else "0") + number[at + 1 :]


def with_sequence(number: str, sequence: str) -> str:
    """Return the right number of the same region and day with another sequence."""
    return number[:14] + sequence + check_digit(number[:14] + sequence)


def judged(roll: list[Row], rows: list[Row], kept: pa.Table | None = None) -> list[dict[str, Any]]:
    """Match rows of number and name with both passes."""
    mine = Roll.of(ids=pa.array(range(len(roll))), number=_column(roll, 0), name=_column(roll, 1), secret=SECRET)
    table = source.prepared(number=_column(rows, 0), name=_column(rows, 1), secret=SECRET)
    part = Part(mine, table.combine_chunks().to_batches()[0]) if rows else None
    found = [same_number(part), *near_number(part)] if part else []
    return verdicts.judge(
        pa.concat_tables([pairs.SCHEMA.empty_table(), *found]), secret=SECRET, kept=kept
    ).to_pylist()  # fmt: skip


def said(found: list[dict[str, Any]]) -> list[tuple[int, int, str, str]]:
    """Return recipient, row, verdict and ground of each pair, in order."""
    return sorted((each["recipient"], each["row"], each["verdict"], each["ground"]) for each in found)


def _column(rows: list[Row], at: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([row[at] for row in rows], pa.string())])
