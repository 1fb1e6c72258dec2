"""This month's items beside last month's: new, changed, gone. Who has not answered now has not made anything go."""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from doudi.kernel.errors import Refused
from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID
from doudi.policy.batch.running import DONE
from doudi.verification.bulk.items import KEY, SCHEMA, VALUE
from doudi.verification.bulk.settling import STATUS
from doudi.verification.states import State

ITEMS, CHANGES = "items.parquet", "changes.parquet"
CHANGE: Final = "change"
_OLD: Final = "_old_"


class Change(StrEnum):
    """What became of an item since last month."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"new": "新增", "changed": "有变化", "gone": "不再出现"}[self.value]


class NotLastMonth(Refused):
    """The folder is no finished run."""

    code = "verification.previous_unusable"
    sentence = "--previous {folder}：不是一次做完了的核对的结果目录（没有 {name}）。"


def require_finished(folder: Path) -> None:
    """Refuse a folder that no run has finished. Raises NotLastMonth."""
    for name in (DONE, ITEMS):
        if not (folder / name).exists():
            raise NotLastMonth(folder=folder, name=name)


def changes(now: pa.Table, previous: Path, out: Path) -> pa.Table:
    """Return what differs from last month; `out` tells who was answered now."""
    before = pq.read_table(previous / ITEMS, columns=SCHEMA.names).cast(SCHEMA)
    keys, one, other = list(KEY), _numbered(now, "_now"), _numbered(before, "_before")
    both = one.join(
        other.select([*keys, "_before", *(f"{_OLD}{name}" for name in VALUE)]), keys, join_type="left outer"
    )
    met = pc.is_valid(both["_before"])
    differs = pc.or_(*(_differ(both[name], both[f"{_OLD}{name}"]) for name in VALUE))
    new, changed = both.filter(pc.invert(met)), both.filter(pc.and_(met, differs))
    gone = other.join(one.select([*keys, "_now"]), keys, join_type="left anti")
    found = [(now, new["_now"], Change.NEW), (now, changed["_now"], Change.CHANGED)]
    tables = [
        _said(table.take(pc.sort_indices(rows) if not len(rows) else pc.take(rows, pc.sort_indices(rows))), change)
        for table, rows, change in found
    ]
    left = before.take(pc.take(gone["_before"], pc.sort_indices(gone["_before"])))
    return pa.concat_tables([*tables, _said(_answered(left, out), Change.GONE)])


def all_of(now: pa.Table) -> pa.Table:
    """Return everything as it stands, where there is no month before."""
    return _said(now, "")


def _numbered(table: pa.Table, name: str) -> pa.Table:
    """Keep keys and values, those of last month under other names, with the number of the row."""
    old = [f"{_OLD}{each}" if name == "_before" else each for each in VALUE]
    chosen = table.select([*KEY, *VALUE]).rename_columns([*KEY, *old])
    return chosen.append_column(name, pa.array(range(len(table)), pa.int64()))


def _differ(one: Any, other: Any) -> Any:
    return pc.not_equal(pc.fill_null(one, "\0"), pc.fill_null(other, "\0"))


def _said(table: pa.Table, change: str) -> pa.Table:
    return table.add_column(0, CHANGE, pa.repeat(pa.scalar(str(change)), len(table)))


def _answered(left: pa.Table, out: Path) -> pa.Table:
    """Keep those of households of which every member was asked about now, by a source that answered."""
    kept = [left.slice(0, 0)]
    for source in pc.unique(left["source"]).to_pylist():
        file = out / STATUS / f"{source}.parquet"
        if file.exists():
            status = pq.read_table(file, columns=[HOUSEHOLD_ID, "state", "members", "asked"])
            held = pc.and_(pc.equal(status["state"], str(State.HELD)), pc.equal(status["members"], status["asked"]))
            whose = status.filter(held)[HOUSEHOLD_ID].combine_chunks()
            mine = left.filter(pc.equal(left["source"], source))
            kept.append(mine.filter(pc.is_in(mine[HOUSEHOLD_ID], whose)))
    return pa.concat_tables(kept)
