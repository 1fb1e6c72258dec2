"""A source as it is kept to be matched: tokens for right numbers, the text of those that are not, names as given.

What is right holds no number any more. What is wrong keeps its text, as only that tells what it is near; the store
encrypts it with everything else.
"""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from doudi.verification.matching import numbers
from doudi.verification.matching.numbers import NO_KEY
from doudi.verification.matching.tokens import tokens

SCHEMA: Final = pa.schema(
    [("token", pa.int64()), ("status", pa.uint8()), ("name", pa.string()), ("remainder", pa.string())]
)
"""`status` is a `numbers.Status`; `token` is NO_TOKEN and `remainder` the text where the number is not right."""


def prepared(*, number: pa.ChunkedArray, name: pa.ChunkedArray, secret: bytes) -> pa.Table:
    """Read the two columns that people are matched by into the form of SCHEMA, row by row. Raises ExcelDamaged."""
    found = numbers.read(number)
    keyed = tokens(np.where(found.is_right, found.keys, NO_KEY), secret)
    return pa.table([keyed, found.statuses, name.cast(pa.string()), found.remainder], schema=SCHEMA)
