r"""What a bank wants its files to look like, read from YAML: fields, order, encoding, delimiter or widths.

id: fixed-gbk            encoding: gbk        layout: fixed        newline: "\n"
header: [{field: rows, width: 8, align: right, fill: "0"}, …]      one row, with the totals
columns: [{field: reference, width: 16}, …]                       one row a payment
receipt: {header: …, columns: …, outcomes: [{code: "00", outcome: paid}, …]}
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from doudi.kernel.errors import NotKnown
from doudi.policy.flaws import FlawFound, Flaws
from doudi.policy.packfile import Node, read

FOLDER: Final = Path(__file__).resolve().parent / "formats"
HEADER_FIELDS: Final = {
    "file_number": "文件编号",
    "rows": "笔数",
    "total_fen": "金额合计（分）",
    "place": "区划代码",
    "month": "所属月份",
    "written_on": "生成日期",
}
ROW_FIELDS: Final = {
    "sequence": "序号",
    "reference": "明细号",
    "account_holder": "户名",
    "account_number": "账号",
    "bank": "开户银行",
    "amount_fen": "金额（分）",
    "amount_yuan": "金额（元）",
    "month": "所属月份",
    "programme": "救助项目",
    "part": "构成",
    "payee": "收款人",
    "remark": "附言",
}
RECEIPT_FIELDS: Final = {
    "reference": "明细号",
    "amount_fen": "金额（分）",
    "outcome": "结果",
    "reason": "原因",
    "ignored": "（不读）",
}
NEEDED: Final = {
    "header": {"file_number", "rows", "total_fen"},
    "columns": {"reference", "account_number", "account_holder", "amount_fen"},
    "receipt": {"reference", "amount_fen", "outcome"},
}
OUTCOMES: Final = ("paid", "returned")


class FormatUnknown(NotKnown):
    """No file of `formats/` describes this format."""

    code = "payments.format_unknown"
    sentence = "没有代发文件格式“{given}”；可用：{known}。"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a row; `width` in bytes of the encoding where rows are of fixed width, else 0."""

    field: str
    title: str
    width: int
    right: bool
    fill: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A kind of file: its first row, whether titles follow, and its rows."""

    header: tuple[Column, ...]
    titles: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class BankFormat:
    """One bank's format: the file to it, and its receipt. `outcomes`: code to (paid or returned, usual reason)."""

    id: str
    label: str
    encoding: str
    delimiter: str
    newline: str
    payment: Rows
    receipt: Rows
    outcomes: dict[str, tuple[str, str]]

    @property
    def is_fixed(self) -> bool:
        """Whether fields have a width instead of a delimiter."""
        return not self.delimiter


@lru_cache(maxsize=1)
def bank_formats(folder: Path = FOLDER) -> dict[str, BankFormat]:
    """Return every format of a folder by its id. Raises PackRefused with file, line and reason of every flaw."""
    flaws = Flaws()
    found: dict[str, BankFormat] = {}
    for path in sorted(folder.glob("*.yaml")):
        with flaws.noting():
            known = read_format(path, folder)
            found[known.id] = known
    flaws.refuse_if_any()
    return found


def bank_format(name: str) -> BankFormat:
    """Return a format by its id. Raises FormatUnknown."""
    known = bank_formats()
    if name not in known:
        raise FormatUnknown(given=name, known="、".join(known))
    return known[name]


def read_format(path: Path, folder: Path) -> BankFormat:
    """Read one file. Raises FlawFound."""
    tree = read(path, folder)
    tree.only("id", "label", "encoding", "layout", "delimiter", "newline", "titles", "header", "columns", "receipt")
    fixed = _one_of(tree.need("layout"), "csv", "fixed") == "fixed"
    receipt = tree.need("receipt")
    receipt.only("titles", "header", "columns", "outcomes")
    return BankFormat(
        id=tree.need("id").text(),
        label=tree.need("label").text(),
        encoding=_encoding(tree.need("encoding")),
        delimiter="" if fixed else _delimiter(tree.need("delimiter")),
        newline=_newline(tree.need("newline")),
        payment=_rows(tree, ROW_FIELDS, "columns", fixed=fixed),
        receipt=_rows(receipt, RECEIPT_FIELDS, "receipt", fixed=fixed),
        outcomes=_outcomes(receipt.need("outcomes")),
    )


def _rows(tree: Node, fields: dict[str, str], needed: str, *, fixed: bool) -> Rows:
    header = _columns(tree.need("header"), HEADER_FIELDS, "header", fixed=fixed)
    return Rows(header, tree.need("titles").flag(), _columns(tree.need("columns"), fields, needed, fixed=fixed))


def _columns(node: Node, fields: dict[str, str], needed: str, *, fixed: bool) -> tuple[Column, ...]:
    columns = tuple(_column(item, fields, fixed=fixed) for item in node.sequence())
    missing = NEEDED[needed] - {column.field for column in columns}
    if missing:
        raise node.flaw(f"缺少必需的栏目：{'、'.join(sorted(missing))}")
    return columns


def _column(node: Node, fields: dict[str, str], *, fixed: bool) -> Column:
    node.only("field", "width", "align", "fill")
    field = _one_of(node.need("field"), *fields)
    width = node.need("width").integer() if fixed else 0
    if fixed and width < 1:
        raise node.flaw("宽度至少为 1")
    fill = node.maybe_text("fill") or " "
    if len(fill) != 1 or not fill.isascii():
        raise node.flaw("填充须是一个半角字符")
    align = node.get("align")
    right = align is not None and _one_of(align, "left", "right") == "right"
    return Column(field, fields[field], width, right, fill)


def _outcomes(node: Node) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for item in node.sequence():
        item.only("code", "outcome", "reason")
        outcome = _one_of(item.need("outcome"), *OUTCOMES)
        found[item.need("code").text()] = (outcome, item.maybe_text("reason") or "")
    return found


def _one_of(node: Node, *allowed: str) -> str:
    if node.value not in allowed:
        raise node.flaw(f"“{node.value}”不可用，可用：{'、'.join(allowed)}")
    return str(node.value)


def _encoding(node: Node) -> str:
    try:
        return codecs.lookup(node.text()).name
    except LookupError:
        raise node.flaw(f"没有“{node.value}”这种编码") from None


def _delimiter(node: Node) -> str:
    if not isinstance(node.value, str) or len(node.value) != 1 or node.value in '"\r\n':
        raise node.flaw("分隔符须是一个字符，不能是引号或换行")
    return node.value


def _newline(node: Node) -> str:
    if node.value not in ("\n", "\r\n"):
        raise node.flaw(r"换行须是 \n 或 \r\n")
    return str(node.value)


__all__ = ["BankFormat", "Column", "FlawFound", "FormatUnknown", "Rows", "bank_format", "bank_formats", "read_format"]
