"""Columns of values as people read them: yuan, days, 是 and 否, the words of a vocabulary."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from typing import Any

import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.policy.facts import Facts
from doudi.verification.sourceentries import FieldType, SourceField

FEN = 100


def worded(values: pa.Array | pa.ChunkedArray, field: SourceField, facts: Facts) -> Any:
    """Write a column as text; null stays null."""
    if field.type is FieldType.MONEY:
        return yuan(values)
    if field.type is FieldType.FLAG:
        return pc.if_else(values, "是", "否")
    if field.type is FieldType.CODE and field.fact is not None:
        labels = facts.vocabulary.of(facts.by_name[field.fact].unit).labels
        return pc.take(pa.array(list(labels.values()), pa.string()), pc.index_in(values, pa.array(list(labels))))
    return values.cast(pa.string())


def yuan(fen: pa.Array | pa.ChunkedArray) -> Any:
    """Write whole fen as yuan with two places."""
    size = pc.abs(fen)
    whole = pc.divide(size, FEN)
    rest = pc.utf8_lpad(pc.subtract(size, pc.multiply(whole, FEN)).cast(pa.string()), 2, "0")
    sign = pc.if_else(pc.less(fen, 0), "-", "")
    return pc.binary_join_element_wise(sign, pc.binary_join_element_wise(whole.cast(pa.string()), rest, "."), "")
