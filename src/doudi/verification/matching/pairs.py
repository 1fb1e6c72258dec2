"""Pairs of a recipient and a row of a source that may be one person, with what speaks for it."""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.verification.matching import names
from doudi.verification.matching.roll import Roll

SCHEMA: Final = pa.schema(
    [
        ("recipient", pa.int64()),  # row of the roll
        ("row", pa.int64()),  # row of the source
        ("distance", pa.int8()),  # between the numbers; 0: the same number
        ("agreed", pa.int8()),  # segments.Agreed
        ("likeness", pa.int16()),  # of the names, in whole percents
        ("is_number_right", pa.bool_()),  # on both sides
        ("person", pa.int64()),  # whom the number of the recipient stands for, of the roll
        ("token", pa.int64()),  # of the source's row
        ("name", pa.string()),  # of the source's row, as compared
        ("remainder", pa.string()),  # of the source's row
    ]
)
HALF: Final = 50
"""Names less alike than this are not the same name written wrongly."""


@dataclass(frozen=True)
class Part:
    """A roll and a batch of a source in the form of `source.SCHEMA`; `first` is the batch's first row in its source."""

    roll: Roll
    batch: pa.RecordBatch
    first: int = 0

    def names_of(self, rows: Any) -> pa.Array:
        """Return names of the batch as compared."""
        return names.normalised(self.batch["name"].take(pa.array(rows, pa.int64())))

    def names_of_recipients(self, recipients: Any) -> pa.Array:
        """Return names of the roll as compared."""
        return self.roll.names.take(pa.array(recipients, pa.int64()))


@dataclass(frozen=True)
class Found:
    """Pairs whose numbers were found together: rows of the roll and of the batch, and what their numbers share."""

    recipients: Any
    rows: Any
    distances: Any
    agreed: Any

    def only(self, chosen: Any) -> Found:
        """Keep some of the pairs."""
        columns = (self.recipients, self.rows, self.distances, self.agreed)
        return Found(*(np.broadcast_to(each, len(self.rows))[chosen] for each in columns))


def table(part: Part, found: Found, given: pa.Array, likeness: Any, *, is_number_right: bool) -> pa.Table:
    """Lay pairs down in columns, with the names that the source gave and how like the roll's they are."""
    count = len(found.rows)
    chosen = part.batch.take(pa.array(found.rows, pa.int64()))
    columns = [
        pa.array(found.recipients, pa.int64()),
        pa.array(found.rows + part.first, pa.int64()),
        pa.array(np.broadcast_to(found.distances, count), pa.int8()),
        pa.array(np.broadcast_to(found.agreed, count), pa.int8()),
        pa.array(likeness, pa.int16()),
        pa.array(np.full(count, is_number_right)),
        pa.array(part.roll.persons[found.recipients], pa.int64()),
        *(chosen["token"], given, chosen["remainder"]),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)
