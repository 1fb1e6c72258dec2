"""Write a file for the bank: the same text for the same rows, or a sentence that names row, field and character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from doudi.kernel.errors import Refused
from doudi.payments.bankfile.formats import BankFormat, Column


class CharacterUnfit(Refused):
    """A name or number has a character that the file cannot hold."""

    code = "payments.character_unfit"
    sentence = "第 {row} 笔的“{field}”（{text}）中有“{character}”，{why}；代发文件没有生成。"


class TooLong(Refused):
    """A value is wider than its field."""

    code = "payments.too_long"
    sentence = "第 {row} 笔的“{field}”（{text}）超过 {width} 个字节；代发文件没有生成。"


def write(bank_format: BankFormat, header: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return the text of a file: a row of totals, titles where the bank wants them, a row a payment.

    Raises CharacterUnfit, TooLong; the row of totals is row 0.
    """
    kind = bank_format.payment
    lines = [row_of(bank_format, kind.header, header, 0)]
    if kind.titles:
        lines.append(bank_format.delimiter.join(column.title for column in kind.columns))
    lines += [row_of(bank_format, kind.columns, row, number) for number, row in enumerate(rows, start=1)]
    return "".join(line + bank_format.newline for line in lines)


def row_of(bank_format: BankFormat, columns: Iterable[Column], values: Mapping[str, str], number: int) -> str:
    """Return one row as the format wants it. Raises CharacterUnfit, TooLong."""
    cells = [_cell(bank_format, column, values[column.field], number) for column in columns]
    return bank_format.delimiter.join(cells)


def _cell(bank_format: BankFormat, column: Column, text: str, number: int) -> str:
    _require_fit(bank_format, column, text, number)
    if not bank_format.is_fixed:
        return _quoted(text, bank_format.delimiter)
    missing = column.width - len(text.encode(bank_format.encoding))
    if missing < 0:
        raise TooLong(row=number, field=column.title, text=text, width=column.width)
    return column.fill * missing + text if column.right else text + column.fill * missing


def _quoted(text: str, delimiter: str) -> str:
    """Quote as RFC 4180 does, only where it must be."""
    return '"' + text.replace('"', '""') + '"' if delimiter in text or '"' in text else text


def _require_fit(bank_format: BankFormat, column: Column, text: str, number: int) -> None:
    try:
        text.encode(bank_format.encoding)
        unfit = next((character for character in text if unicodedata.category(character).startswith("C")), None)
        why = "是不能打印的字符"
    except UnicodeEncodeError as error:
        unfit, why = text[error.start], f"不能写成 {bank_format.encoding.upper()} 编码"
    if unfit is not None:
        raise CharacterUnfit(row=number, field=column.title, text=text, character=unfit, why=why)
