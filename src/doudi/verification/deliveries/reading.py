"""Reads the rows of a delivered file, CSV, Excel or Parquet, as batches of text columns in one order.

The columns are the owner's number and name, then those of the source; a head may use their names or their Chinese
labels. A column too few or too many is a flaw: what nobody asked for is not taken in.
"""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries.flaws import Bad, Flaw, Flaws, What
from doudi.verification.deliveries.manifest import Manifest
from doudi.verification.sourceentries import OWNER, OWNER_NAME, Source

AT_ONCE: Final = 1 << 16
"""Rows that are looked at together."""
BLOCK: Final = 1 << 23
"""Bytes of CSV that are read together; no row is longer."""
OWNER_LABELS: Final = {OWNER: "公民身份号码", OWNER_NAME: "姓名"}
DAMAGED: Final = (
    "是数值，第 15 位以后的数字已经丢失，无法还原；请把该列设为“文本”格式后从原系统重新导出，不要另存已经变成数值的文件"
)
_NOT_A_NUMBER: Final = "不能读：行不完整，或者不是这种文件"


def batches(manifest: Manifest, source: Source, flaws: Flaws, groups: Sequence[int] | None = None) -> Iterator[Any]:
    """Read a file in batches of text; rows that cannot be read are among the flaws. Raises Bad.

    `groups`: of a Parquet file, only these groups of rows."""
    read = {".csv": _csv, ".xlsx": _excel}.get(manifest.form)
    try:
        yield from read(manifest, source, flaws) if read else _parquet(manifest, source, flaws, groups)
    except UnicodeError:
        raise Bad(Flaw(What.ENCODING, f"不是 {manifest.encoding} 编码")) from None
    except (pa.ArrowException, OSError, csv.Error, CalamineError) as error:
        if "UTF8" in str(error):
            raise Bad(Flaw(What.ENCODING, f"不是 {manifest.encoding or 'utf-8'} 编码")) from None
        raise Bad(Flaw(What.FORMAT, _NOT_A_NUMBER)) from None


def names_of(source: Source) -> dict[str, str]:
    """Return the columns in their order, with their labels."""
    return OWNER_LABELS | {field.name: field.label for field in source.fields}


def _ordered(head: Sequence[str], source: Source) -> list[str]:
    """Return the names that a head means. Raises Bad where they are not those of the source."""
    wanted = names_of(source)
    by_label = {label: name for name, label in wanted.items()}
    given = [by_label.get(cell.strip("\ufeff "), cell.strip("\ufeff ")) for cell in head]
    lacking = [name for name in wanted if name not in given]
    if lacking:
        raise Bad(Flaw(What.SCHEMA, f"缺少：{'、'.join(lacking)}"))
    if len(given) != len(wanted):
        raise Bad(Flaw(What.SCHEMA, f"多出 {len(given) - len(wanted)} 列；只要：{'、'.join(wanted)}"))
    return given


# ---------------------------------------------------------------- CSV


def _csv(manifest: Manifest, source: Source, flaws: Flaws) -> Iterator[Any]:
    path, encoding = manifest.file, manifest.encoding
    assert path is not None  # noqa: S101 - a manifest without flaws has a file
    head, lines = _head(path, encoding)
    names = _ordered(head, source)
    text = {name: pa.string() for name in names}
    options = arrow_csv.ReadOptions(
        column_names=names, skip_rows=lines, encoding="utf8" if encoding == "utf-8" else encoding, block_size=BLOCK,
        use_threads=False,
    )  # fmt: skip
    parsing = arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=_noting(flaws, lines))
    converting = arrow_csv.ConvertOptions(
        column_types=text, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
    )
    try:
        reader = arrow_csv.open_csv(path, options, parsing, converting)
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):  # a head and nothing else: nobody on the roster is on record
            return
        raise
    order = list(names_of(source))
    for batch in reader:
        yield batch.select(order)


def _head(path: Path, encoding: str) -> tuple[list[str], int]:
    """Return the cells of the head, and how many lines it takes."""
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(io.StringIO(file.readline(BLOCK)))
        head = next(rows, [])
    return head, 1


def _noting(flaws: Flaws, lines: int) -> Callable[[Any], str]:
    def note(row: Any) -> str:
        number = None if row.number is None else int(row.number) - lines
        reason = f"有 {row.actual_columns} 列，应有 {row.expected_columns} 列"
        flaws.add(Flaw(What.SCHEMA, reason, row=number))
        return "skip"

    return note


# ---------------------------------------------------------------- Excel


def _excel(manifest: Manifest, source: Source, flaws: Flaws) -> Iterator[Any]:
    rows = _sheet(manifest)
    names = _ordered([_cell(cell) or "" for cell in next(rows, [])], source)
    order = [names.index(name) for name in names_of(source)]
    waiting: list[list[str | None]] = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row[order[0]], int | float):
            flaws.add(Flaw(What.NUMBER, DAMAGED, OWNER, number))
        waiting.append([_cell(row[at]) for at in order])
        if len(waiting) == AT_ONCE:
            yield _batch(waiting, source)
            waiting = []
    if waiting:
        yield _batch(waiting, source)


def _sheet(manifest: Manifest) -> Iterator[list[Any]]:
    try:
        return iter(CalamineWorkbook.from_path(str(manifest.file)).get_sheet_by_index(0).to_python())
    except CalamineError:
        raise
    except BaseException as error:
        # What its parser in Rust gives up on comes as a PanicException, which is no Exception; nothing else is caught.
        if type(error).__name__ == "PanicException":
            raise Bad(Flaw(What.FORMAT, _NOT_A_NUMBER)) from None
        raise


def _cell(value: Any) -> str | None:
    """Write a cell as text: whole numbers without point, days as days."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _batch(rows: list[list[str | None]], source: Source) -> Any:
    columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays(columns, list(names_of(source)))


# ---------------------------------------------------------------- Parquet


def _parquet(manifest: Manifest, source: Source, flaws: Flaws, groups: Sequence[int] | None) -> Iterator[Any]:
    with pq.ParquetFile(manifest.file) as file:
        names = _ordered(file.schema_arrow.names, source)
        owner = file.schema_arrow.field(names.index(OWNER)).type
        if pa.types.is_integer(owner) or pa.types.is_floating(owner) or pa.types.is_decimal(owner):
            flaws.add(Flaw(What.NUMBER, DAMAGED, OWNER))
        order = [names.index(name) for name in names_of(source)]
        for batch in file.iter_batches(AT_ONCE, row_groups=groups):
            columns = [_text(batch.column(at)) for at in order]
            yield pa.RecordBatch.from_arrays(columns, list(names_of(source)))


def _text(column: Any) -> Any:
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.date32())
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowNotImplementedError:
        raise Bad(Flaw(What.SCHEMA, "有的列不是文字、数字、日期")) from None
