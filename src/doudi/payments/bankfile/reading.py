"""Read a receipt of the bank: whole, or not at all, with a sentence that names row and field."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from doudi.kernel.errors import Refused
from doudi.payments.bankfile.formats import BankFormat, Column

LONGEST_NUMBER: Final = 18
LONGEST_REASON: Final = 200


class ReceiptRefused(Refused):
    """The file is not the bank's answer to this batch, or damaged; nothing of it is recorded."""

    code = "payments.receipt_refused"
    sentence = "回盘文件第 {row} 行“{field}”有误：{why}。整个文件没有录入。"


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """What the bank says of one line: `paid` or `returned`; a return has a reason."""

    row: int
    reference: int
    amount_fen: int
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as read; its own totals agree."""

    file_number: str
    rows: tuple[ReceiptRow, ...]


def decode(bank_format: BankFormat, content: bytes) -> str:
    """Return a receipt as text. Raises ReceiptRefused."""
    try:
        return content.decode(bank_format.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        encoding = bank_format.encoding.upper()
        raise ReceiptRefused(row=row, field="编码", why=f"不是 {encoding} 编码的文本") from None


def read(bank_format: BankFormat, text: str) -> Receipt:
    """Read a receipt and hold it against its own row of totals. Raises ReceiptRefused."""
    rows = _rows(bank_format, text)
    kind = bank_format.receipt
    head = _fields(kind.header, next(rows, (1, []))[1], 1)
    if kind.titles:
        next(rows, None)
    told = tuple(_told(bank_format, _fields(kind.columns, cells, row), row) for row, cells in rows)
    _require_totals(head, told)
    return Receipt(head["file_number"], told)


def _rows(bank_format: BankFormat, text: str) -> Iterator[tuple[int, list[str]]]:
    """Cut a text into rows and fields; an empty last row is no row."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    kind = bank_format.receipt
    for row, line in enumerate(lines, start=1):
        if not line and row == len(lines):
            return
        if bank_format.is_fixed:
            yield row, _cut(bank_format, kind.header if row == 1 else kind.columns, line, row)
        else:
            yield row, _split(bank_format, line, row)


def _split(bank_format: BankFormat, line: str, row: int) -> list[str]:
    try:
        cells = list(csv.reader([line], delimiter=bank_format.delimiter, strict=True))
    except csv.Error:
        raise ReceiptRefused(row=row, field="整行", why="引号没有成对") from None
    return cells[0] if cells else []


def _cut(bank_format: BankFormat, columns: tuple[Column, ...], line: str, row: int) -> list[str]:
    """Cut by bytes; trailing blanks of the row may be missing."""
    content = line.encode(bank_format.encoding)
    cells: list[str] = []
    for column in columns:
        piece, content = content[: column.width], content[column.width :]
        try:
            cells.append(piece.decode(bank_format.encoding))
        except UnicodeDecodeError:
            raise ReceiptRefused(row=row, field=column.title, why="字段宽度不符，汉字被截断") from None
    if content.strip():
        raise ReceiptRefused(row=row, field="整行", why="比规定的宽度长")
    return cells


def _fields(columns: tuple[Column, ...], cells: list[str], row: int) -> dict[str, str]:
    if len(cells) != len(columns):
        titles = "、".join(column.title for column in columns)
        raise ReceiptRefused(row=row, field="整行", why=f"应有 {len(columns)} 个栏目（{titles}），实有 {len(cells)} 个")
    return {column.field: cell.strip() for column, cell in zip(columns, cells, strict=True)}


def _told(bank_format: BankFormat, fields: dict[str, str], row: int) -> ReceiptRow:
    code = fields["outcome"]
    if code not in bank_format.outcomes:
        known = "、".join(bank_format.outcomes)
        raise ReceiptRefused(row=row, field="结果", why=f"“{code}”不是约定的代码，可用：{known}")
    outcome, usual = bank_format.outcomes[code]
    reason = fields.get("reason", "")[:LONGEST_REASON] or usual
    if outcome == "returned" and not reason:
        raise ReceiptRefused(row=row, field="原因", why="退回的须写明原因")
    return ReceiptRow(
        row,
        _number(fields["reference"], "明细号", row),
        _number(fields["amount_fen"], "金额（分）", row),
        outcome,
        reason if outcome == "returned" else "",
    )


def _require_totals(head: dict[str, str], told: tuple[ReceiptRow, ...]) -> None:
    rows, total = _number(head["rows"], "笔数", 1), _number(head["total_fen"], "金额合计（分）", 1)
    if rows != len(told):
        raise ReceiptRefused(row=1, field="笔数", why=f"写的是 {rows}，文件里有 {len(told)} 笔")
    summed = sum(each.amount_fen for each in told)
    if total != summed:
        raise ReceiptRefused(row=1, field="金额合计（分）", why=f"写的是 {total}，各笔相加是 {summed}")


def _number(text: str, field: str, row: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise ReceiptRefused(row=row, field=field, why=f"“{text[:LONGEST_NUMBER]}”不是整数")
    return int(text)
