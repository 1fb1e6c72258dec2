"""Nests the persons of a second file into the households of the first; both are in one order, so that no file is held.

A row with `obligor_of` is a legal supporter of that member; a household where it names nobody is put aside. A person
whose household does not come ends the run.
"""

# pyright: basic
# pyarrow tells few types.

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.policy.batch.columns import HOUSEHOLD_ID, LISTED, MEMBERS, OBLIGOR_OF, OBLIGORS, PERSON_ID
from doudi.policy.batch.sources import Part, Source, SourceUnreadable


def nested(households: Source, persons: Source, size: int | None = None) -> Iterator[Part]:
    """Return the parts of both files together. Raises SourceUnreadable where the households cannot be joined to."""
    households.having(HOUSEHOLD_ID)
    if MEMBERS in households.schema().names:
        reason = f"“{MEMBERS}”已经在家庭文件里，不能另用 --persons；两者留一个"
        raise SourceUnreadable(file=households.file, reason=reason)
    return _joined(households, persons, size)


def _joined(households: Source, persons: Source, size: int | None) -> Iterator[Part]:
    stream = (part.load() for part in persons.parts(size))
    waiting = next(stream, None)
    for part in households.parts(size):
        table = part.load()
        ids = table[HOUSEHOLD_ID].cast(pa.string()).combine_chunks()
        mine: list[pa.Table] = []
        while waiting is not None:
            row = pc.index_in(waiting[HOUSEHOLD_ID].cast(pa.string()), ids)
            strange = np.flatnonzero(pc.is_null(row).to_numpy())
            end = int(strange[0]) if len(strange) else len(waiting)
            mine.append(waiting.slice(0, end))
            waiting = waiting.slice(end) if end < len(waiting) else next(stream, None)
            if len(strange):
                break
        if mine:
            members, wrong = _members(persons, ids, pa.concat_tables(mine))
            table = table.append_column(MEMBERS, members)
        yield Part(part.number, part.first_row, part.rows, lambda table=table: table, tuple(wrong if mine else ()))
    if waiting is not None and len(waiting):
        lost = waiting[HOUSEHOLD_ID][0].as_py()
        reason = f"成员所属的家庭“{lost}”不在家庭文件里，或者两个文件的家庭顺序不一致"
        raise SourceUnreadable(file=persons.file, reason=reason)


def _members(source: Source, ids: Any, rows: pa.Table) -> tuple[Any, list[tuple[int, str, str]]]:
    """Return a list of members for each household, and which rows name a member that there is not."""
    household = pc.index_in(rows[HOUSEHOLD_ID].cast(pa.string()), ids).to_numpy()
    of = _text(rows, OBLIGOR_OF)
    is_member = of == ""
    people, supporters = rows.filter(pa.array(is_member)), rows.filter(pa.array(~is_member))
    owners = {
        key: number for number, key in enumerate(zip(household[is_member], _text(people, PERSON_ID), strict=True))
    }
    named = list(zip(household[~is_member].tolist(), of[~is_member].tolist(), strict=True))
    wrong = [
        (row, f"$.{OBLIGOR_OF}", f"填的成员“{whose}”不在这一户里") for row, whose in named if (row, whose) not in owners
    ]
    supporters = supporters.filter(pa.array([key in owners for key in named], pa.bool_()))
    owner = np.array([owners[key] for key in named if key in owners], np.int64)
    listed = np.bincount(owner, minlength=len(people)) > 0
    if LISTED in people.column_names:
        listed |= pc.fill_null(pc.equal(people[LISTED].cast(pa.string()), "true"), fill_value=False).to_numpy()
    inside = _lists(_struct(source, supporters, "obligor"), owner, len(people), ~listed)
    members = _struct(source, people, "member", {OBLIGORS: inside})
    return _lists(members, household[is_member], len(ids), None), wrong


def _struct(source: Source, rows: pa.Table, entity: str, more: dict[str, Any] | None = None) -> pa.StructArray:
    columns = {name: _one(rows[name]) for name in rows.column_names if name in source.columns.by_entity[entity]}
    columns |= more or {}
    return pa.StructArray.from_arrays(list(columns.values()), list(columns))


def _lists(values: pa.StructArray, owner: Any, count: int, absent: Any) -> pa.ListArray:
    """Return a list for each owner; those in `absent` are not known."""
    order = np.argsort(owner, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]).astype(np.int32)
    mask = None if absent is None else pa.array(absent)
    return pa.ListArray.from_arrays(pa.array(starts), values.take(pa.array(order)), mask=mask)


def _one(column: pa.ChunkedArray) -> Any:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _text(rows: pa.Table, name: str) -> Any:
    if name not in rows.column_names:
        return np.full(len(rows), "", object)
    return pc.fill_null(rows[name].cast(pa.string()), "").to_numpy()
