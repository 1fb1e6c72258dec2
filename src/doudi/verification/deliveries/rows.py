"""What batches of stored rows say: who was asked about, and what is on record."""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries.checking import NOTHING, STATUS, TOKEN


def tokens_in(batches: Iterable[Any]) -> set[int]:
    """Return whose rows these are, those that say there was nothing included."""
    return {token for batch in batches for token in batch.column(TOKEN).to_pylist()}


def on_record(batches: Iterable[Any]) -> Iterator[Any]:
    """Leave out the rows that say there was nothing."""
    for batch in batches:
        found = batch.filter(pc.not_equal(batch.column(STATUS), NOTHING))
        if len(found):
            yield found
