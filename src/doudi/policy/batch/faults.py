"""Says why a file of text cannot be read: in which line, and what to do about it. Asked once reading has failed."""

from __future__ import annotations

import csv
from pathlib import Path

NO_CSV = "不是 CSV 文件"
NOT_UTF8 = (
    "第 {line} 行不是 UTF-8 编码；如果是中文版 Excel 存的，请用“另存为”选“CSV UTF-8（逗号分隔）”，"
    "别的程序存的请先转成 UTF-8"
)


def fault(file: Path) -> str:
    """Return the first thing wrong with a CSV file, with the line as an editor counts it."""
    return _of_letters(file) or _of_lines(file) or NO_CSV


def _of_letters(file: Path) -> str | None:
    """A line that is no UTF-8: what a Chinese Excel saves as “CSV” is GBK, and to guess at it would change names."""
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return NOT_UTF8.format(line=number)
    return None


def _of_lines(file: Path) -> str | None:
    """A row with too many cells or too few, or one whose quotes do not close in its line."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened, strict=True)
        begin = 1
        try:
            titles: list[str] = next(reader, list[str]())
            if not titles:
                return "文件是空的，没有表头"
            begin = reader.line_num + 1
            for row in reader:
                if row and len(row) != len(titles):
                    return f"第 {begin} 行有 {len(row)} 格，表头有 {len(titles)} 列"
                begin = reader.line_num + 1
        except csv.Error:
            return f"第 {begin} 行起引号没有成对"
    return None
