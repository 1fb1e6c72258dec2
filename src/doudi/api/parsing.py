"""Reads bodies strictly, as small, plain JSON: what JSON leaves open is refused, not guessed. Answers in UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from doudi.kernel.errors import Refused

MOST_BYTES = 256 * 1024
"""Thirty members with every fact and supporters fit into a fifth of it."""
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""The character that no text of PostgreSQL holds, as JSON writes it."""


class BodyTooLarge(Refused):
    """The body is larger than any household file needs to be."""

    code = "api.body_too_large"
    sentence = "请求内容过大：最多 {most} 千字节。"


class BodyUnreadable(Refused):
    """The body is not plain JSON."""

    code = "api.body_unreadable"
    sentence = "请求内容不是有效的 JSON：{why}。"


class StrictParser(Parser):
    """Reads bodies for every operation of the interface."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the parsed body. Raises BodyTooLarge, BodyUnreadable."""
        body = request.body
        if len(body) > MOST_BYTES:
            raise BodyTooLarge(most=MOST_BYTES // 1024)
        return read_json(body)


class ReadableRenderer(JSONRenderer):
    """Answers in UTF-8, so that people can read the Chinese in it."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


def read_json(body: bytes) -> Any:
    """Read JSON without fractions, NaN, NUL, lone surrogates, or a name written twice. Raises BodyUnreadable."""
    try:
        text = body.decode("utf-8")
        read = json.loads(
            text, parse_float=_no_fraction, parse_constant=_no_constant, object_pairs_hook=_without_repetition
        )
        written = json.dumps(read, ensure_ascii=False)
        written.encode("utf-8")
    except BodyUnreadable:
        raise
    except UnicodeError as error:
        raise BodyUnreadable(why="不是 UTF-8 编码") from error
    except RecursionError as error:
        raise BodyUnreadable(why="嵌套太深") from error
    except json.JSONDecodeError as error:
        raise BodyUnreadable(why=f"第 {error.lineno} 行第 {error.colno} 个字符处不合 JSON 的写法") from error
    except ValueError as error:
        raise BodyUnreadable(why="有一个数写得太长") from error
    if NUL.search(written):
        raise BodyUnreadable(why="文字中不得有空字符")
    return read


def _no_fraction(text: str) -> object:
    raise BodyUnreadable(why=f'不得使用小数 {text}，金额写成带引号的元，例如 "{text}"')


def _no_constant(text: str) -> object:
    raise BodyUnreadable(why=f"不得使用 {text}")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BodyUnreadable(why="同一个名称写了两次")
    return found
