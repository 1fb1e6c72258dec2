"""Finds the line of a fault in JSON that readers tell without a place. Asked only once reading has failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TOKEN = re.compile(r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A bracket, a key, a text or a number: how deep it stands, and whether its object has that key already."""

    text: str
    start: int
    depth: int
    again: bool


def line_of(text: str, is_it: Callable[[Token], bool]) -> str:
    """Say the line of the first token that is the fault: `第 3 行：`, or nothing where none is."""
    found = next((token.start for token in _tokens(text) if is_it(token)), None)
    return "" if found is None else f"第 {text.count(chr(10), 0, found) + 1} 行："


def _tokens(text: str) -> Iterator[Token]:
    keys: list[set[str]] = []
    for match in TOKEN.finditer(text):
        word, key = match.group(), match["key"]
        if word in ("{", "["):
            keys.append(set())
        elif word in ("}", "]") and keys:
            keys.pop()
        again = key is not None and bool(keys) and key in keys[-1]
        if key is not None and keys:
            keys[-1].add(key)
        yield Token(word, match.start(), len(keys), again)
