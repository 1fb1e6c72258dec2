"""Pairs for review, with what speaks for and against them; numbers are masked."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID, PERSON_ID, PLACE
from doudi.verification.bulk import items
from doudi.verification.bulk.items import Kind, Said
from doudi.verification.bulk.judging import REVIEW_KEY, SAME, review_keys
from doudi.verification.bulk.recipients import Recipients
from doudi.verification.matching.segments import Agreed
from doudi.verification.matching.verdicts import Ground
from doudi.verification.sourceentries import OWNER, OWNER_NAME

SCHEMA: Final = pa.schema([
    ("key", pa.string()), (HOUSEHOLD_ID, pa.string()), (PLACE, pa.string()), (PERSON_ID, pa.string()),
    (OWNER_NAME, pa.string()), (OWNER, pa.string()), ("source", pa.string()), ("as_of", pa.date32()),
    ("given_name", pa.string()), ("given_number", pa.string()), ("ground", pa.string()), ("distance", pa.int64()),
    ("agreed", pa.string()), ("likeness", pa.int64()),
])  # fmt: skip
LABELS: Final = {
    "key": REVIEW_KEY, HOUSEHOLD_ID: "家庭编号", PLACE: "行政区划代码", PERSON_ID: "成员编号", OWNER_NAME: "姓名",
    OWNER: "证件号码", "source": "来源", "as_of": "数据日期", "given_name": "来源的姓名",
    "given_number": "来源的证件号码", "ground": "为什么要核实", "distance": "号码相差几位", "agreed": "相同的号段",
    "likeness": "姓名相似（%）",
}  # fmt: skip
GROUNDS: Final = {
    Ground.NUMBER_ONLY: "号码相同，姓名不同", Ground.RIVALS: "号码有误而相近，姓名相同，但不止一人",
    Ground.NEAR_BOTH: "号码有误而相近，姓名相近",
}  # fmt: skip
SEGMENTS: Final = {Agreed.REGION: "地区", Agreed.BIRTH: "出生日期", Agreed.TAIL: "顺序码"}
_SHOWN, _TAIL = 4, 4
__all__ = ["GROUNDS", "LABELS", "SAME", "SCHEMA", "as_items", "joined", "table"]


def table(recipients: Recipients, review: pa.Table, source: str, as_of: Any) -> pa.Table:
    """Lay down pairs for review."""
    rows, count = review["recipient"].to_numpy(), len(review)
    agreed = {bits: "、".join(label for each, label in SEGMENTS.items() if bits & each) for bits in range(8)}
    same = pc.equal(review["ground"], str(Ground.NUMBER_ONLY))
    mine = _masked(recipients.column(OWNER, rows))
    given = pc.if_else(same, mine, _masked(review["remainder"].combine_chunks()))
    columns = [
        review_keys(review), *(recipients.column(each, rows) for each in (HOUSEHOLD_ID, PLACE, PERSON_ID, OWNER_NAME)),
        mine, pa.repeat(pa.scalar(source), count), pa.array(as_of[rows]), review["name"], given,
        pa.array([GROUNDS[Ground(each)] for each in review["ground"].to_pylist()], pa.string()), review["distance"],
        pa.array([agreed[each] for each in review["agreed"].to_pylist()], pa.string()), review["likeness"],
    ]  # fmt: skip
    return pa.table([_flat(each).cast(field.type) for each, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


def as_items(recipients: Recipients, review: pa.Table, listed: pa.Table, source: str, as_of: Any) -> pa.Table:
    """List pairs for review among what is to be looked at."""
    rows = review["recipient"].to_numpy()
    told = pc.binary_join_element_wise(_flat(listed["ground"]), "：", _flat(listed["given_name"]), "")
    said = Said(Kind.REVIEW, _flat(listed["key"]), told)
    return items.table(recipients, rows, source, as_of[rows], said)


def joined(tables: list[pa.Table]) -> pa.Table:
    """Put lists one after the other."""
    return pa.concat_tables([SCHEMA.empty_table(), *tables])


def _flat(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _masked(numbers: pa.Array) -> Any:
    """Keep the first and last four characters of each number that is long enough."""
    head, tail = pc.utf8_slice_codeunits(numbers, 0, _SHOWN), pc.utf8_slice_codeunits(numbers, -_TAIL)
    hidden = pc.binary_join_element_wise(head, tail, "**********")
    return pc.if_else(pc.greater(pc.utf8_length(numbers), _SHOWN + _TAIL), hidden, "****")
