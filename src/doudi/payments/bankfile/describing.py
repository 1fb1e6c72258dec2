"""What a receipt has to look like, for people: its rows and columns, how each is written, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from doudi.payments.bankfile.formats import BankFormat, Column
from doudi.payments.bankfile.writing import row_of
from doudi.payments.choices import LineOutcome

REASON: Final = "账号不存在"
ALIKE: Final = {
    "file_number": "照抄代发文件的编号",
    "rows": "这个文件里有几笔",
    "total_fen": "这个文件里各笔相加，单位是分，不写小数点",
    "reference": "照抄代发文件里的明细号",
    "amount_fen": "照抄这一笔的金额，单位是分，不写小数点",
    "reason": "已退回的必须写，已入账的空着",
    "ignored": "不读，可以空着",
}
DELIMITERS: Final = {",": "逗号", ";": "分号", "\t": "制表符", "|": "竖线"}


@dataclass(frozen=True, slots=True)
class Written:
    """One column: in which row it stands, what it is called, how it is written, and what it says in the example."""

    row: str
    title: str
    how: str
    example: str


@dataclass(frozen=True, slots=True)
class Example:
    """One payment of the batch, as the bank would tell of it."""

    reference: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Description:
    """Everything a page says of a receipt before one is sent."""

    sentence: str
    columns: tuple[Written, ...]
    lines: tuple[str, ...]


def described(bank_format: BankFormat, file_number: str, payments: Sequence[Example]) -> Description:
    """Describe the receipt of a batch; in the example the first payment arrived, the rest came back."""
    kind = bank_format.receipt
    told = [_told(bank_format, each, is_paid=place == 0) for place, each in enumerate(payments)]
    total = sum(each.amount_fen for each in payments)
    head = {"file_number": file_number, "rows": str(len(told)), "total_fen": str(total)}
    first = 3 if kind.titles else 2
    columns = (
        *_columns(bank_format, "第 1 行", kind.header, head),
        *_columns(bank_format, f"第 {first} 行起，一笔一行", kind.columns, told[0] if told else {}),
    )
    return Description(_sentence(bank_format, first), columns, tuple(_lines(bank_format, head, told)))


def _sentence(bank_format: BankFormat, first: int) -> str:
    cut = (
        "按字节定宽" if bank_format.is_fixed else f"{DELIMITERS.get(bank_format.delimiter, bank_format.delimiter)}分隔"
    )
    titles = "第 2 行是栏目名，" if bank_format.receipt.titles else ""
    encoding = bank_format.encoding.upper()
    return f"{bank_format.label}：{encoding} 编码，{cut}。第 1 行是汇总，{titles}从第 {first} 行起一笔一行。"


def _columns(
    bank_format: BankFormat, row: str, columns: Sequence[Column], values: Mapping[str, str]
) -> Iterator[Written]:
    for column in columns:
        how = _codes(bank_format) if column.field == "outcome" else ALIKE.get(column.field, "")
        yield Written(row, column.title, f"{how}{_width(column)}", values.get(column.field, ""))


def _codes(bank_format: BankFormat) -> str:
    told = (
        f"{code} {LineOutcome(outcome).label}" + (f"（{usual}）" if usual else "")
        for code, (outcome, usual) in bank_format.outcomes.items()
    )
    return "，".join(told)


def _width(column: Column) -> str:
    if not column.width:
        return ""
    fill = f"，前补 {column.fill}" if column.right and column.fill.strip() else ""
    return f"；宽 {column.width} 字节，靠{'右' if column.right else '左'}{fill}"


def _told(bank_format: BankFormat, payment: Example, *, is_paid: bool) -> dict[str, str]:
    wanted = LineOutcome.PAID if is_paid else LineOutcome.RETURNED
    code, usual = next((code, usual) for code, (outcome, usual) in bank_format.outcomes.items() if outcome == wanted)
    reason = "" if is_paid else usual or REASON
    return {
        "reference": payment.reference, "amount_fen": str(payment.amount_fen), "outcome": code, "reason": reason,
        "ignored": "",
    }  # fmt: skip


def _lines(bank_format: BankFormat, head: Mapping[str, str], told: Sequence[Mapping[str, str]]) -> Iterator[str]:
    kind = bank_format.receipt
    yield row_of(bank_format, kind.header, head, 0)
    if kind.titles:
        yield bank_format.delimiter.join(column.title for column in kind.columns)
    for number, row in enumerate(told, start=1):
        yield row_of(bank_format, kind.columns, row, number)
