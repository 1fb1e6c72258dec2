"""The recipients of a run: one row a member of a household, with the leave each has given and what was declared.

Columns: `household_id`, `place`, `person_id` as `doudi batch` has them; `resident_number`, `name` as deliveries have
them; `consent_signed_on`, `consent_until_on` (empty: open, else the first day without) and `consent_sources`; then what
was declared, under the names of `doudi batch` (`vehicles`, `vehicle_value_fen`). Who has no leave for a source on the
day enters no join with it.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.divisions import lies_in, parent_chain
from doudi.kernel.errors import Refused
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID, PERSON_ID, PLACE
from doudi.policy.batch.sources import CANNOT_OPEN, SourceUnreadable
from doudi.verification.sourceentries import OWNER, OWNER_NAME

SIGNED, UNTIL, SOURCES = "consent_signed_on", "consent_until_on", "consent_sources"
WHO: Final = {
    HOUSEHOLD_ID: "家庭编号",
    PLACE: "行政区划代码",
    PERSON_ID: "成员编号",
    OWNER: "公民身份号码",
    OWNER_NAME: "姓名",
}
LEAVE: Final = {SIGNED: "授权书签署日期", UNTIL: "授权截止日期（不含；空为没有截止）", SOURCES: "授权查询的来源"}
_TYPES: Final[dict[str, pa.DataType]] = {SIGNED: pa.date32(), UNTIL: pa.date32(), SOURCES: pa.list_(pa.string())}
_NEVER_EMPTY: Final = (HOUSEHOLD_ID, PLACE, PERSON_ID)


class LeaveNotGiven(Refused):
    """The file does not say who has given leave, so nobody may be asked about."""

    code = "verification.leave_columns_missing"
    sentence = (
        "{file} 没有写明核对授权，不能核对：缺少 {columns}。没有有效授权的人不查询、不比对；请按授权书补上这几列。"
    )


@dataclass(frozen=True)
class Recipients:
    """Members in rows; `table` has the columns of WHO and LEAVE, and those declared."""

    table: pa.Table
    declared: tuple[str, ...]

    @classmethod
    def read(cls, file: Path, declarable: Mapping[str, pa.DataType]) -> Recipients:
        """Read a Parquet file; `declarable` are the columns of facts, with their types.

        Raises SourceUnreadable, LeaveNotGiven."""
        try:
            with pq.ParquetFile(file) as opened:
                names = opened.schema_arrow.names
                _require(file, names)
                declared = tuple(name for name in names if name in declarable)
                table = opened.read([*WHO, *LEAVE, *declared], use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise SourceUnreadable(file=file, reason=CANNOT_OPEN.get(type(error), "不是 Parquet 文件")) from None
        return cls(_typed(file, table, {name: declarable[name] for name in declared}), declared)

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def households(self) -> pa.Array:
        """The households, each once, in the order of their first member."""
        return self._encoded.dictionary

    @cached_property
    def household_of(self) -> Any:
        """By member: the number of the household among `households`."""
        return self._encoded.indices.to_numpy()

    @cached_property
    def _encoded(self) -> Any:
        return self.table[HOUSEHOLD_ID].combine_chunks().dictionary_encode()

    @cached_property
    def first_of(self) -> Any:
        """By household: the row of its first member."""
        return np.unique(self.household_of, return_index=True)[1]

    @cached_property
    def places(self) -> list[str]:
        """The places that occur."""
        return self._places.dictionary.to_pylist()

    @cached_property
    def _places(self) -> Any:
        return self.table[PLACE].combine_chunks().dictionary_encode()

    @cached_property
    def place_of(self) -> Any:
        """By member: the number of the place among `places`."""
        return self._places.indices.to_numpy()

    def within(self, place: str) -> Any:
        """Tell of each member whether its place lies in another."""
        return np.array([lies_in(each, place) for each in self.places], bool)[self.place_of]

    def with_leave(self, source: str, on: date) -> Any:
        """Tell of each member whether leave to ask a source is in force on a day."""
        signed, until = (self._days(name) for name in (SIGNED, UNTIL))
        day = np.datetime64(on, "D")
        return (signed <= day) & ((until > day) | np.isnat(until)) & self._names(source)

    def signed_by(self, day: date) -> Any:
        """Tell of each member whether leave was given by a day: nobody was asked about before."""
        return self._days(SIGNED) <= np.datetime64(day, "D")

    def column(self, name: str, rows: Any) -> pa.Array:
        """Return some rows of a column."""
        return self.table[name].combine_chunks().take(pa.array(rows, pa.int64()))

    def _days(self, name: str) -> Any:
        return self.table[name].to_numpy()

    def _names(self, source: str) -> Any:
        found = np.zeros(len(self), bool)
        lists = self.table[SOURCES].combine_chunks()
        named = pc.equal(pc.list_flatten(lists), source)
        found[pc.list_parent_indices(lists).filter(named).to_numpy()] = True
        return found


def _require(file: Path, names: list[str]) -> None:
    lacking = [f"{name}（{label}）" for name, label in WHO.items() if name not in names]
    if lacking:
        raise SourceUnreadable(file=file, reason=f"缺少列：{'、'.join(lacking)}")
    no_leave = [f"{name}（{label}）" for name, label in LEAVE.items() if name not in names]
    if no_leave:
        raise LeaveNotGiven(file=file, columns="、".join(no_leave))


def _typed(file: Path, table: pa.Table, declared: Mapping[str, pa.DataType]) -> pa.Table:
    """Bring the columns to their types and refuse what cannot be."""
    for name, type_ in {**_TYPES, **declared}.items():
        try:
            table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(type_))
        except pa.ArrowException:
            raise SourceUnreadable(file=file, reason=f"{name} 列应是 {type_} 类型") from None
    for name in _NEVER_EMPTY:
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.string()))
        if table[name].null_count or pc.any(pc.equal(table[name], "")).as_py():
            raise SourceUnreadable(file=file, reason=f"{name} 列（{WHO[name]}）有空的")
    for place in pc.unique(table[PLACE]).to_pylist():
        parent_chain(place)
    if len(table.group_by([HOUSEHOLD_ID, PERSON_ID]).aggregate([])) < len(table):
        raise SourceUnreadable(file=file, reason=f"同一户里有两行的 {PERSON_ID} 相同")
    return table
