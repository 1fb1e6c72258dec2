"""A planted roll and source as `doudi verify` takes them: recipients with leave, and a delivery with its manifest.

    making.make(folder, rows=…, recipients=…, seed=…)
    deliver(folder, place="430971", as_of=date(2024, 2, 29))    # recipients.parquet, sources/vehicles.*

Every row of the source becomes a car with a plate of its own; two recipients are a household, of twenty townships.
"""

# The sums below are made up here, and mean nothing anywhere else.
# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.synthetic import FICTIONAL
from doudi.verification.matching.planted import making

RECIPIENTS, FOLDER, NAME = "recipients.parquet", "sources", "vehicles"
TOWNSHIPS: Final = 20
_MODELS: Final = ("小型汽车", "轻型货车", "摩托车", "拖拉机")
_FIRST: Final = np.datetime64("2012-01-01")
_CHUNK: Final = 1 << 20


def deliver(folder: Path, *, place: str, as_of: date) -> None:
    """Write recipients, delivery and manifest beside what `making.make` wrote."""
    (folder / FOLDER).mkdir(exist_ok=True)
    _recipients(folder, place, as_of)
    file = folder / FOLDER / f"{NAME}.parquet"
    rows, value = _source(folder / making.SOURCE, file)
    told = {
        "source": NAME, "place": place, "as_of": as_of.isoformat(), "delivery": "planted", "schema": 1,
        "file": file.name, "encoding": "utf-8", "rows": rows, "sha256": _digest(file), "roster": 1,
        "totals": {"vehicles": rows, "vehicle_value": f"{value}.00"},
    }  # fmt: skip
    file.with_suffix(".json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _recipients(folder: Path, place: str, as_of: date) -> None:
    roll = pq.read_table(folder / making.ROLL)
    ids, count = roll["id"].to_numpy(), len(roll)
    table = {
        "household_id": _numbered("h", ids // 2), "place": _numbered(place, ids // 2 % TOWNSHIPS + 1, 3),
        "person_id": _numbered("m", ids), "resident_number": roll["number"], "name": roll["name"],
        "consent_signed_on": pa.repeat(pa.scalar(as_of), count), "consent_until_on": pa.nulls(count, pa.date32()),
        "consent_sources": pa.ListArray.from_arrays(np.arange(count + 1, dtype=np.int32), ["vehicles"] * count),
        "vehicles": ids // 2 % 3, "vehicle_value_fen": ids // 2 % 3 * 1_000_000,
    }  # fmt: skip
    pq.write_table(pa.table(table, metadata=FICTIONAL), folder / RECIPIENTS, compression="zstd")


def _source(given: Path, file: Path) -> tuple[int, int]:
    """Write the rows group by group; return how many, and what the cars are worth in whole yuan."""
    opened, first, total, writer = pq.ParquetFile(given), 0, 0, None
    for group in range(opened.num_row_groups):
        rows = opened.read_row_group(group)
        at = np.arange(first, first + len(rows))
        first, value = first + len(rows), at * 7919 % 90_000 + 500
        total += int(value.sum())
        table = pa.table({
            "resident_number": rows["number"], "name": rows["name"], "plate": _numbered("湘", at),
            "vehicles": np.ones(len(rows), np.int64), "vehicle_value": pa.array(value).cast(pa.decimal128(21, 2)),
            "model": pa.array(_MODELS).take(pa.array(at % len(_MODELS))),
            "registered_on": pa.array(_FIRST + at % 4000),
        }, metadata=FICTIONAL)  # fmt: skip
        writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=max(len(table), 1))
    if writer is not None:
        writer.close()
    return first, total


def _numbered(word: str, numbers: Any, width: int = 1) -> Any:
    return pc.binary_join_element_wise(word, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0"), "")


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()
