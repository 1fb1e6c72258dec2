"""What somebody has to look at: a value that differs, a record where there should be none, a pair for review.

One row each, in words; the same thing has the same key next month, so that months can be compared.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.columns import HOUSEHOLD_ID, PERSON_ID, PLACE
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.sourceentries import OWNER_NAME


class Kind(StrEnum):
    """Why it is there."""

    DIFFERENCE = "difference"
    RECORD = "record"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"difference": "与申报不一致", "record": "有记录", "review": "待核实是否同一人"}[self.value]


SCHEMA: Final = pa.schema([
    (HOUSEHOLD_ID, pa.string()), (PLACE, pa.string()), (PERSON_ID, pa.string()), (OWNER_NAME, pa.string()),
    ("source", pa.string()), ("as_of", pa.date32()), ("kind", pa.string()), ("what", pa.string()),
    ("record", pa.string()), ("declared", pa.string()), ("found", pa.string()),
])  # fmt: skip
KEY: Final = (HOUSEHOLD_ID, PERSON_ID, "source", "kind", "what", "record")
VALUE: Final = ("declared", "found")


@dataclass(frozen=True)
class Said:
    """What items say: one value for all of them, or a column. Of a household no member is named."""

    kind: Kind
    what: Any
    found: Any
    declared: Any = None
    record: Any = ""
    of_household: bool = False


def table(recipients: Recipients, rows: Any, source: str, as_of: Any, said: Said) -> pa.Table:
    """Lay items down; `rows` are rows of the recipients, `as_of` the day of each."""
    count = len(rows)
    mine = {name: recipients.column(name, rows) for name in (HOUSEHOLD_ID, PLACE, PERSON_ID, OWNER_NAME)}
    if said.of_household:
        mine[PERSON_ID] = _all("", count)
    told = (str(said.kind), said.what, said.record, said.declared, said.found)
    days = pa.array(np.asarray(as_of, "datetime64[D]"))
    columns = [*mine.values(), _all(source, count), days, *(_all(each, count) for each in told)]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def _all(value: Any, count: int) -> pa.Array:
    """Return a column as it is, or one value for everybody."""
    if value is None:
        return pa.nulls(count, pa.string())
    if isinstance(value, str):
        return pa.repeat(pa.scalar(value, pa.string()), count)
    filled = value.combine_chunks() if isinstance(value, pa.ChunkedArray) else value
    return filled.cast(pa.string())
