"""The rows of a delivery once more, for looking up a family among millions: small sealed pages, found by their number.

    with path.open("wb") as file, Writer(file, pages=…, columns=…, key=…, name=…) as writer: writer.add(page, rows) …
    for row in read(path, key, wanted=tokens): …

A key of a row (its token, or a block of a wrong number, see `near`) is evenly spread over 64 bits, so the page on which
it stands is known without an index: one reads where that page begins, and the page. Pages and their order tell nothing:
each is compressed JSON under AES-256-GCM, its number is its nonce, the file's key is its own.

    magic, number of pages n | n + 2 offsets | n pages | the names of the columns, sealed as page n

Parquet holds the same rows for everything that reads columns; opening one for three people costs some twenty times what
this does (docs/adr/0020-pages.md). No library of columns is needed here, so a web server may read.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from doudi.kernel.errors import NotKnown

SUFFIX: Final = ".pages"
ROWS_A_PAGE: Final = 8
HALF_BITS: Final = 32
MIDDLE: Final = 1 << 31
"""Added to the upper half of a key, so that keys below zero come first."""
_HEAD: Final = struct.Struct("<8sQ")
_SPAN: Final = struct.Struct("<QQ")
_MAGIC: Final = b"DOUDIPG1"
_DOMAIN: Final = b"doudi delivery pages\0"
_LEVEL: Final = 1
_NONCE_BYTES: Final = 12


class RowsMissing(NotKnown):
    """The file of a delivery is not in its folder, or was changed."""

    code = "verification.delivery_rows_missing"
    sentence = "“{name}”的数据文件不在了或者被改动过；请管理员从备份恢复，或者请来源重新交付。"


def page_of(key: int, pages: int) -> int:
    """Return on which page a key stands; keys in ascending order stand on pages in ascending order."""
    return ((key >> HALF_BITS) + MIDDLE) * pages >> HALF_BITS


@dataclass(slots=True)
class Writer:
    """Writes pages in ascending order; those that were left out are empty."""

    file: BinaryIO
    pages: int
    columns: Sequence[str]
    key: bytes
    name: str
    _ends: array[int] = field(default_factory=lambda: array("Q"))
    _sealer: AESGCM = field(init=False)

    def __enter__(self) -> Self:
        """Leave room for where pages begin."""
        self._sealer = _sealer(self.key)
        self.file.write(_HEAD.pack(_MAGIC, self.pages))
        self.file.write(bytes(_SPAN.size // 2 * (self.pages + 2)))
        self._ends.append(self.file.tell())
        return self

    def add(self, page: int, rows: Sequence[Sequence[Any]]) -> None:
        """Write the rows of one page."""
        self._skip(page)
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str).encode()
        sealed = self._sealer.encrypt(_nonce(page), zlib.compress(text, _LEVEL), self.name.encode())
        self.file.write(sealed)
        self._ends.append(self._ends[-1] + len(sealed))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the columns, and where everything begins."""
        if error is None:
            self.add(self.pages, list(self.columns))
            self.file.seek(_HEAD.size)
            self.file.write(self._ends.tobytes())

    def _skip(self, page: int) -> None:
        self._ends.extend([self._ends[-1]] * (page + 1 - len(self._ends)))


def read(path: Path, key: bytes, *, wanted: Collection[int]) -> Iterator[dict[str, Any]]:
    """Read the rows of some keys, by column; days are texts. Raises RowsMissing."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            yield from _rows(_Pages(handle, _sealer(key), path.stem.encode()), wanted)
        finally:
            os.close(handle)
    except (OSError, InvalidTag, struct.error, zlib.error, ValueError):
        raise RowsMissing(name=path.name) from None


@dataclass(frozen=True, slots=True)
class _Pages:
    """An open file."""

    handle: int
    sealer: AESGCM
    name: bytes

    def count(self) -> int:
        magic, pages = _HEAD.unpack(os.pread(self.handle, _HEAD.size, 0))
        if magic != _MAGIC:
            raise ValueError(magic)
        return pages

    def open(self, page: int) -> list[Any]:
        begin, end = _SPAN.unpack(os.pread(self.handle, _SPAN.size, _HEAD.size + page * _SPAN.size // 2))
        if begin == end:
            return []
        opened = self.sealer.decrypt(_nonce(page), os.pread(self.handle, end - begin, begin), self.name)
        return json.loads(zlib.decompress(opened))


def _rows(file: _Pages, wanted: Collection[int]) -> Iterator[dict[str, Any]]:
    count = file.count()
    columns, keys = file.open(count), set(wanted)
    for page in sorted({page_of(key, count) for key in keys}):
        for row in file.open(page):
            if row[0] in keys:
                yield dict(zip(columns, row, strict=True))


def _sealer(key: bytes) -> AESGCM:
    """Make another key than Parquet's of the key of a delivery: both go with it."""
    return AESGCM(sha256(_DOMAIN + key).digest())


def _nonce(page: int) -> bytes:
    """No page is written twice under one key, so its number will do."""
    return page.to_bytes(_NONCE_BYTES, "little")
