"""Reads a JSON file strictly: UTF-8, no NaN, no key twice, not too large; each fault is a sentence naming the place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from doudi.kernel.errors import Refused
from doudi.project.cli.jsonplace import Token, line_of

STDIN = "-"
LONGEST = 30
"""Digits of a whole number; none that a household file asks for has so many."""
DEEP = 64
"""Brackets within brackets: a household file has ten."""
LARGEST = 5_000_000
"""Thirty members with all their supporters need a hundredth of it."""


class FileUnreadable(Refused):
    """The file is not there, is no file, is too large, or is no JSON; `reason` says which, and where in it."""

    code = "cli.file_unreadable"
    sentence = "{file}：{reason}。"


class _Fault(ValueError):
    """Something JSON readers let pass and we do not; `is_it` tells it from what is sound."""

    def __init__(self, reason: str, is_it: Callable[[Token], bool]) -> None:
        super().__init__(reason)
        self.is_it = is_it


def read(file: str) -> Any:
    """Return what the file says; `-` is standard input. Raises FileUnreadable."""
    try:
        text = _bytes(file).decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_whole, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise FileUnreadable(file=file, reason=f"第 {error.start + 1} 个字节起不是 UTF-8 编码") from error
    except json.JSONDecodeError as error:
        reason = f"第 {error.lineno} 行第 {error.colno} 列起不是正确的 JSON（{error.msg}）"
        raise FileUnreadable(file=file, reason=reason) from error
    except _Fault as error:
        raise FileUnreadable(file=file, reason=f"{line_of(text, error.is_it)}{error}") from error
    except RecursionError as error:
        where = line_of(text, lambda token: token.depth > DEEP)
        raise FileUnreadable(file=file, reason=f"{where}括号嵌套太深") from error


def _bytes(file: str) -> bytes:
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if file == STDIN else _of_file(Path(file))
    except OSError as error:
        raise FileUnreadable(file=file, reason=_why(error)) from error
    if len(content) > LARGEST:
        raise FileUnreadable(file=file, reason=f"太大，最多 {LARGEST // 1_000_000} MB")
    return content


def _of_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: "没有这个文件",
        IsADirectoryError: "是一个目录，不是文件",
        PermissionError: "没有读权限",
    }
    return known.get(type(error), error.strerror or "读不出来")


def _refuse_constant(name: str) -> NoReturn:
    raise _Fault(f"不能有 {name}；金额写成带引号的文字，不知道的写 null", lambda token: token.text == name)


def _whole(digits: str) -> int:
    if len(digits) > LONGEST:
        raise _Fault("有一个数字太长", lambda token: token.text == digits)
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Fault(f"“{key}”在同一个对象里写了两次", lambda token: token.again)
        found[key] = value
    return found
