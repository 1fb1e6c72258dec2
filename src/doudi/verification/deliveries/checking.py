"""Whether a delivery is what its manifest says, row by row; and which of its rows are kept.

    checked = check(manifest, source, codes, asked=tokens_with_leave, secret=secret)
    checked.flaws          # none, or nothing of it is loaded
    checked.rows           # a table sorted by token: rows of those with leave, and rows whose number is not right

Each row that came is counted once: kept, without a right number (`remainder`: the fuzzy pass reads them), or not asked
for. Of whom on the roster none came, a row is kept that says so (NOTHING): who has neither was not asked about.
"""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries.flaws import Bad, Flaw, Flaws, What
from doudi.verification.deliveries.manifest import Manifest
from doudi.verification.deliveries.reading import batches
from doudi.verification.deliveries.values import TYPES, Codes, converted, trimmed
from doudi.verification.matching import numbers
from doudi.verification.matching.cleaning import ExcelDamaged
from doudi.verification.matching.numbers import Numbers, Status
from doudi.verification.matching.tokens import NO_TOKEN, tokens
from doudi.verification.sourceentries import OWNER, OWNER_NAME, FieldType, Source

TOKEN, STATUS, NUMBER = "token", "number_status", "number"
"""Beside the name and the source's fields: whose row it is, how the number stood, and the number only if not right."""
NOTHING: Final = 255
"""The status of a row that says that there was none."""
_CHUNK: Final = 1 << 20
_SPREAD: Final = np.int64(-7046029254386353131)
"""An odd constant, so that two keys of a row together give another one."""


@dataclass(slots=True)
class Checked:
    """What was found: the flaws, the rows to keep, and how many of which kind there were."""

    flaws: Flaws
    rows: Any = None
    number: int = 0
    kept: int = 0
    remainder: int = 0
    statuses: tuple[int, ...] = ()
    totals: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def unasked(self) -> int:
        """Rows of people about whom nothing may be asked; they are not kept."""
        return self.number - self.kept - self.remainder


@dataclass(slots=True)
class _Going:
    """What is collected on the way through the batches."""

    manifest: Manifest
    source: Source
    codes: Codes
    asked: Any
    secret: bytes
    checked: Checked
    parts: list[Any] = field(default_factory=list[Any])
    keys: list[Any] = field(default_factory=list[Any])
    statuses: Any = field(default_factory=lambda: np.zeros(len(Status), np.int64))


def check(manifest: Manifest, source: Source, codes: Codes, *, asked: Any, secret: bytes) -> Checked:
    """Read and check a file whose manifest has no flaws. `asked`: int64 tokens; None keeps every row."""
    checked = Checked(manifest.flaws, totals=dict.fromkeys((each.name for each in source.summed), 0))
    going = _Going(manifest, source, codes, asked, secret, checked)
    try:
        _require_hash(manifest)
        for batch in batches(manifest, source, checked.flaws):
            _take(batch, going)
        _compare(going)
    except Bad as bad:
        checked.flaws.add(bad.flaw)
    except ExcelDamaged as damaged:
        checked.flaws.add(Flaw(What.NUMBER, str(damaged).rstrip("。"), OWNER))
    checked.statuses = tuple(int(count) for count in going.statuses)
    if not checked.flaws.number:
        checked.rows = _sorted(going)
    return checked


def sha256_of(path: Path) -> str:
    """Digest a file in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def schema_of(source: Source) -> Any:
    """Return the columns in which rows of a source are kept."""
    head = [(TOKEN, pa.int64()), (STATUS, pa.uint8()), (NUMBER, pa.string()), (OWNER_NAME, pa.string())]
    return pa.schema([*head, *((each.name, TYPES[each.type]) for each in source.fields)])


def _require_hash(manifest: Manifest) -> None:
    assert manifest.file is not None  # noqa: S101 - a manifest without flaws has a file
    if sha256_of(manifest.file) != manifest.sha256:
        raise Bad(Flaw(What.HASH, "文件的 SHA-256 与清单不符：没有传完，或者传后改过", "sha256"))


def _take(batch: Any, going: _Going) -> None:
    checked, first = going.checked, going.checked.number + 1
    read = numbers.read(batch.column(OWNER))
    owners = tokens(np.where(read.is_right, read.keys, np.int64(-1)), going.secret)
    fields = converted(batch, going.source, going.codes, checked.flaws, first)
    checked.number += len(batch)
    going.statuses += np.bincount(read.statuses, minlength=len(Status))
    _add_up(fields, going)
    going.keys.append(_keys(owners, fields, going.source))
    columns = [pa.array(owners), pa.array(read.statuses), _whole(read), trimmed(batch.column(OWNER_NAME))]
    rows = pa.Table.from_arrays([*columns, *fields.values()], schema=schema_of(going.source))
    kept = read.is_right if going.asked is None else np.isin(owners, going.asked) & read.is_right
    checked.kept += int(kept.sum())
    checked.remainder += int((~read.is_right).sum())
    going.parts.append(rows.filter(pa.array(kept | ~read.is_right)))


def _whole(read: Numbers) -> Any:
    return read.remainder.combine_chunks() if len(read) else pa.array([], pa.string())


def _add_up(fields: dict[str, Any], going: _Going) -> None:
    for each in going.source.summed:
        going.checked.totals[each.name] += pc.sum(fields[each.name]).as_py() or 0


def _keys(owners: Any, fields: dict[str, Any], source: Source) -> Any:
    """Return what no two rows with a right number may share: whose, and of what; NO_TOKEN where there is no owner."""
    if source.record is None:
        return owners
    things = np.fromiter((hash(text) for text in fields[source.record].to_pylist()), np.int64, len(owners))
    return np.where(owners == NO_TOKEN, NO_TOKEN, owners * _SPREAD ^ things)


def _compare(going: _Going) -> None:
    """Hold counts, sums and keys against the manifest."""
    manifest, checked = going.manifest, going.checked
    if checked.number != manifest.rows:
        checked.flaws.add(Flaw(What.COUNT, f"清单写 {manifest.rows} 行，文件有 {checked.number} 行", "rows"))
    for each in going.source.summed:
        told, found = (manifest.totals or {}).get(each.name), checked.totals[each.name]
        if told != found:
            amounts = [_written(amount, each.type) for amount in (told or 0, found)]
            checked.flaws.add(Flaw(What.TOTAL, f"清单合计 {amounts[0]}，文件合计 {amounts[1]}", each.name))
    _find_duplicates(going)


def _written(amount: int, type_: FieldType) -> str:
    if type_ is FieldType.COUNT:
        return str(amount)
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def _find_duplicates(going: _Going) -> None:
    keys = np.concatenate([np.empty(0, np.int64), *going.keys])
    order = np.argsort(keys, kind="stable")
    again = (keys[order][1:] == keys[order][:-1]) & (keys[order][1:] != NO_TOKEN)
    if again.any():
        rows = np.sort(order[1:][again]) + 1
        what = going.source.record or OWNER
        going.checked.flaws.add_rows(What.DUPLICATE, what, "前面已有同一人的同一项", rows)


def _sorted(going: _Going) -> Any:
    schema = schema_of(going.source)
    table = pa.concat_tables([schema.empty_table(), *going.parts])
    if going.asked is not None:
        silent = np.setdiff1d(np.array(going.asked, np.int64), table.column(TOKEN).to_numpy())
        nothing = {TOKEN: silent, STATUS: np.full(len(silent), NOTHING, np.uint8)}
        empty = {each.name: pa.nulls(len(silent), each.type) for each in schema if each.name not in nothing}
        table = pa.concat_tables([table, pa.table(nothing | empty, schema)])
    return table.sort_by(TOKEN)
