"""Turns the text columns of a delivery into what is stored: fen, counts, days, truths, codes, words."""

# pyright: basic
# pyarrow and numpy tell little of what is in their arrays.

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.policy.batch.arrow import pc
from doudi.verification.deliveries.flaws import Flaws, What
from doudi.verification.matching.digits import is_day
from doudi.verification.sourceentries import FieldType, Source

LONGEST: Final = 200
"""Characters of a word."""
TYPES: Final = {
    FieldType.MONEY: pa.int64(), FieldType.COUNT: pa.int64(), FieldType.DAY: pa.date32(), FieldType.FLAG: pa.bool_(),
    FieldType.CODE: pa.string(), FieldType.TEXT: pa.string(),
}  # fmt: skip
_MONEY: Final = r"^-?[0-9]{1,9}(\.[0-9]{1,2})?$"
_COUNT: Final = r"^[0-9]{1,6}$"
_DAY: Final = r"^[0-9]{4}-?[0-9]{2}-?[0-9]{2}$"
_YES: Final = ("是", "true", "1")
_NO: Final = ("否", "false", "0")
_DAY_PARTS: Final = 10_000
Codes = Mapping[str, Mapping[str, str]]
"""By fact: the codes of its vocabulary, by code and by Chinese label."""


def converted(batch: Any, source: Source, codes: Codes, flaws: Flaws, first: int) -> dict[str, Any]:
    """Convert the fields of a source; what cannot be is null and among the flaws. `first` is the number of a row."""
    found: dict[str, Any] = {}
    for field in source.fields:
        cells = trimmed(batch.column(field.name))
        good, values = _READ[field.type](cells, codes.get(field.fact or "", {}))
        wrong = np.flatnonzero(pc.and_(pc.is_valid(cells), pc.invert(good)).to_numpy(zero_copy_only=False))
        if len(wrong):
            flaws.add_rows(What.VALUE, field.name, _reason(field.type, codes.get(field.fact or "", {})), wrong + first)
        if field.name == source.record:
            lacking = np.flatnonzero(pc.is_null(cells).to_numpy(zero_copy_only=False))
            flaws.add_rows(What.VALUE, field.name, "没有填写", lacking + first)
        found[field.name] = values
    return found


def trimmed(cells: Any) -> Any:
    """Take blanks away around each cell; one that holds nothing else is null."""
    text = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _money(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:  # noqa: ARG001 - all read alike
    good = _matches(cells, _MONEY)
    yuan = pc.cast(pc.if_else(good, cells, pa.scalar(None, pa.string())), pa.decimal128(12, 2))
    return good, pc.cast(pc.multiply(yuan, pa.scalar(100, pa.int64())), pa.int64())


def _count(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:  # noqa: ARG001 - all read alike
    good = _matches(cells, _COUNT)
    return good, pc.cast(pc.if_else(good, cells, pa.scalar(None, pa.string())), pa.int64())


def _day(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:  # noqa: ARG001 - all read alike
    plain = pc.if_else(_matches(cells, _DAY), pc.replace_substring(cells, "-", ""), pa.scalar(None, pa.string()))
    number = pc.cast(plain, pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    year, month_and_day = number // _DAY_PARTS, number % _DAY_PARTS
    good = pa.array(is_day(year, month_and_day))
    month, day = month_and_day // 100, month_and_day % 100
    days = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + np.maximum(month - 1, 0)
    whole = (days.astype("datetime64[D]") + np.maximum(day - 1, 0)).astype("datetime64[D]")
    return good, pc.if_else(good, pa.array(whole, pa.date32()), pa.scalar(None, pa.date32()))


def _flag(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:  # noqa: ARG001 - all read alike
    small = pc.utf8_lower(cells)
    yes, no = (pc.is_in(small, pa.array(words)) for words in (_YES, _NO))
    good = pc.or_(yes, no)
    return good, pc.if_else(good, yes, pa.scalar(None, pa.bool_()))


def _code(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:
    at = pc.index_in(cells, pa.array(list(codes), pa.string()))
    return pc.is_valid(at), pc.take(pa.array(list(codes.values()), pa.string()), at)


def _text(cells: Any, codes: Mapping[str, str]) -> tuple[Any, Any]:  # noqa: ARG001 - all read alike
    good = pc.less_equal(pc.utf8_length(cells), LONGEST).fill_null(fill_value=False)
    return good, pc.if_else(good, cells, pa.scalar(None, pa.string()))


def _matches(cells: Any, pattern: str) -> Any:
    return pc.match_substring_regex(cells, pattern).fill_null(fill_value=False)


_READ: Final[dict[FieldType, Callable[[Any, Mapping[str, str]], tuple[Any, Any]]]] = {
    FieldType.MONEY: _money, FieldType.COUNT: _count, FieldType.DAY: _day, FieldType.FLAG: _flag,
    FieldType.CODE: _code, FieldType.TEXT: _text,
}  # fmt: skip


def _reason(type_: FieldType, codes: Mapping[str, str]) -> str:
    words = {
        FieldType.MONEY: "应是元，例如 1234.50，不到十亿，至多两位小数", FieldType.COUNT: "应是六位以内的整数",
        FieldType.DAY: "应是日期，例如 2024-02-29", FieldType.FLAG: "应是 是 或 否",
        FieldType.TEXT: f"超过 {LONGEST} 字",
    }  # fmt: skip
    return words.get(type_) or f"应是 {'、'.join(codes)}"
