"""What cells of numbers go through before they are read, and what Excel did to them that nobody can undo."""

# pyright: basic
# pyarrow tells little of what is in its arrays.

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from doudi.kernel.errors import Refused
from doudi.policy.batch.arrow import pc
from doudi.verification.matching.digits import BASE

_NOISE: Final = r"[\s\p{Z}\p{C}'\"`\x{00B4}‘’“”\-\x{2010}-\x{2015}\x{2212}_]+"
"""Spaces, marks nobody sees (BOM among them), quotes that Excel keeps text with, dashes between the parts."""
_CROSS: Final = r"[\x{00D7}\x{2715}\x{0425}\x{0445}\x{03A7}\x{03C7}]$"
"""What stands for the X: a sign of multiplication, or the letter that looks like it in Cyrillic and Greek."""
_SCIENTIFIC: Final = r"^[1-9]([.][0-9]*)?[Ee][+]?1[4-7]$|^[0-9]{15,18}[.]0*$"
FEW_ROUNDED: Final = 3
OF_A_HUNDRED: Final = 1
"""Of wrong numbers one in a thousand ends in three zeros; where so many of all do, it was not chance."""


class ExcelDamaged(Refused):
    """Cells of numbers became numeric cells: past fifteen digits what is lost is lost, so nothing is guessed."""

    code = "verification.numbers_damaged_by_excel"
    sentence = (
        "证件号码列不能使用：{count} 个号码被 Excel 当作数值保存，第 15 位以后的数字已经丢失，无法还原。"
        "请来源单位把该列设为“文本”格式后重新导出，不要另存已经变成数值的文件。"
    )


def as_text(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column as text in chunks. Raises ExcelDamaged where it holds numbers."""
    whole = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if pa.types.is_string(whole.type):
        return whole
    if pa.types.is_null(whole.type):
        return pa.chunked_array([pa.nulls(len(whole), pa.string())])
    if pa.types.is_integer(whole.type) or pa.types.is_floating(whole.type) or pa.types.is_decimal(whole.type):
        raise ExcelDamaged(count=len(whole) - whole.null_count)
    return pc.cast(whole, pa.string())


def cleaned(cells: pa.Array) -> pa.Array:
    """Take out what people and programs put around a number."""
    narrow = pc.utf8_upper(pc.utf8_normalize(cells, form="NFKC"))
    return pc.replace_substring_regex(pc.replace_substring_regex(narrow, _NOISE, ""), _CROSS, "X")


def refuse_scientific(texts: pa.Array) -> None:
    """Raise ExcelDamaged where a number stands as 6.2E+17."""
    count = pc.sum(pc.match_substring_regex(texts, _SCIENTIFIC)).as_py()
    if count:
        raise ExcelDamaged(count=count)


def rounded(wrong: Any) -> int:
    """Count the keys of wrong numbers that end in three zeros."""
    return int((((wrong // BASE % 100) == 0) & (wrong % BASE == 0) & (wrong > 0)).sum())


def refuse_rounded(count: int, rows: int) -> None:
    """Raise ExcelDamaged where more numbers end in three zeros than chance brings."""
    if count >= FEW_ROUNDED and count * 100 >= rows * OF_A_HUNDRED:
        raise ExcelDamaged(count=count)
