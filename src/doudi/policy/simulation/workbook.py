"""The results as an Excel workbook, a sheet a table, written row by row: what is in memory does not grow with it.

Text is written as text, whatever it begins with: a name such as `=1+1` is never a formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from doudi.policy.simulation.shape import COUNT, FEN, noted

FIRST = "说明"
LONGEST_NAME = 31
"""Excel's own limit."""
FEN_PER_YUAN = 100
WIDE, NARROW = 44, 16
NEVER_READ: dict[str, object] = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


def write(told: Mapping[str, Any], into: Path) -> None:
    """Write a report (see `report`) to a file, which appears under its name once it is whole."""
    import xlsxwriter  # noqa: PLC0415 only who wants a workbook loads what writes it  # pyright: ignore[reportMissingTypeStubs]

    draft = into.with_name(f"{into.name}.part")
    try:
        with xlsxwriter.Workbook(str(draft), NEVER_READ) as book:
            _first(book, told)
            for table in told["tables"]:
                _sheet(book, table)
        draft.replace(into)
    finally:
        draft.unlink(missing_ok=True)


def _first(book: Any, told: Mapping[str, Any]) -> None:
    """Write what the figures rest on."""
    sheet = book.add_worksheet(FIRST)
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 3, WIDE)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, "政策影响测算", bold)
    row = 1
    for label, said in told["assumed"]:
        sheet.write_string(row, 0, str(label), wrapped)
        sheet.write_string(row, 1, str(said), wrapped)
        row += 1
    parts = (
        ("各地的数", ("地方", "项", "现在", "变动后"), told["changes"]),
        ("没有计算的原因", ("原因", "处"), told["rejected"]),
    )
    for title, labels, rows in parts:
        row += 1
        sheet.write_string(row, 0, title, bold)
        for number, line in enumerate((labels, *rows), start=1):
            for column, cell in enumerate(line):
                sheet.write_string(row + number, column, str(cell), bold if number == 1 else wrapped)
        row += len(rows) + 2


def _sheet(book: Any, table: Mapping[str, Any]) -> None:
    """Write one table; money in yuan, as numbers."""
    sheet = book.add_worksheet(table["title"].replace("：", " ")[:LONGEST_NAME])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    formats = {FEN: book.add_format({"num_format": "#,##0.00"}), COUNT: book.add_format({"num_format": "#,##0"})}
    columns: Sequence[Mapping[str, Any]] = table["columns"]
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(columns), NARROW)
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(columns):
        unit = "（元）" if column["kind"] == FEN else ""
        sheet.write_string(0, number, f"{column['label']}{unit}", bold)
    for row, cells in enumerate(table["rows"], start=1):
        for number, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            if isinstance(cell, int):
                value = cell / FEN_PER_YUAN if column["kind"] == FEN else cell
                sheet.write_number(row, number, value, formats.get(column["kind"]))
            else:
                sheet.write_string(row, number, "" if cell is None else cell)
    sheet.write_string(len(table["rows"]) + 2, 0, noted(table))
