"""The rows of a delivery once more, for looking up a family among millions: small sealed pages, found by their number.

    with path.open("wb") as file, Writer(file, pages=…, columns=…, key=…, name=…) as writer:
        writer.add(page, mask, rows) …
    for row in read(path, key, wanted=tokens): …

What a row is looked up by (its token, or a block of a wrong number, see `near`) becomes a *place*: its AES block under
a key of the file, evenly spread over 64 bits. The upper half says on which page the row stands, so no index is needed;
the lower bits are held against the page's *mask*, in which each row has set three of 64 bits, so that a page on which
there is nothing is mostly not opened. Two small reads: mask and offset, then the page. Places, masks and the order of
pages tell nothing to who has no key: each page is compressed JSON under AES-256-GCM, its number is its nonce. What is
known of a page carries a keyed digest, and the columns are opened first: another key, or a file that was changed, is an
error and never an empty page, which would say that nothing is on record.

    magic, number of pages n | n + 1 times mask, begin, end, digest | n pages | names of the columns, sealed as page n

Parquet holds the same rows for everything that reads columns; opening one for three people costs far more than
this (docs/adr/0020-pages.md). No library of columns is needed here, so a web server may read.
"""

from __future__ import annotations

import hmac
import json
import os
import struct
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from doudi.kernel.errors import NotKnown

SUFFIX: Final = ".pages"
ROWS_A_PAGE: Final = 8
HALF_BITS: Final = 32
MIDDLE: Final = 1 << 31
"""Added to the upper half of a place, so that those below zero come first."""
MASK_SHIFTS: Final = (0, 6, 12)
MASK_BITS: Final = 64
_HEAD: Final = struct.Struct("<8sQ")
_ENTRY: Final = struct.Struct("<QQQ8s")
_TOLD: Final = struct.Struct("<QQQQ")
_TAG_BYTES: Final = 8
_MAGIC: Final = b"DOUDIPG1"
_SEALING: Final = b"doudi delivery pages\0"
_NOTING: Final = b"doudi delivery entries\0"
_PLACING: Final = b"doudi delivery places\0"
_LEVEL: Final = 1
_NONCE_BYTES: Final = 12
BLOCK_BYTES: Final = 16


class RowsMissing(NotKnown):
    """The file of a delivery is not in its folder, or was changed."""

    code = "verification.delivery_rows_missing"
    sentence = "“{name}”的数据文件不在了或者被改动过；请管理员从备份恢复，或者请来源重新交付。"


def page_of(place: int, pages: int) -> int:
    """Return on which page a place is; places in ascending order are on pages in ascending order."""
    return ((place >> HALF_BITS) + MIDDLE) * pages >> HALF_BITS


def mask_of(place: int) -> int:
    """Return the bits that a row at a place sets in the mask of its page."""
    found = 0
    for shift in MASK_SHIFTS:
        found |= 1 << (place >> shift) % MASK_BITS
    return found


def placing(key: bytes) -> Cipher[ECB]:
    """Return what makes places of blocks of 16 bytes: the 8 of a key, little-endian, and zeros. No block repeats."""
    return Cipher(AES(sha256(_PLACING + key).digest()), ECB())  # noqa: S305 - one block alone, see `matching.tokens`


@dataclass(slots=True)
class Writer:
    """Writes pages in ascending order; those that were left out are empty."""

    file: BinaryIO
    pages: int
    columns: Sequence[str]
    key: bytes
    name: str
    _entries: list[bytes] = field(default_factory=list[bytes])
    _end: int = 0
    _seals: _Seals = field(init=False)

    def __enter__(self) -> Self:
        """Leave room for what is known of each page."""
        self._seals = _Seals.of(self.key)
        self.file.write(_HEAD.pack(_MAGIC, self.pages))
        self.file.write(bytes(_ENTRY.size * (self.pages + 1)))
        self._end = self.file.tell()
        return self

    def add(self, page: int, mask: int, rows: Sequence[Any]) -> None:
        """Write the rows of one page, each with its key first."""
        while len(self._entries) < page:
            self._note(0, self._end)
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str).encode()
        sealed = self._seals.pages.encrypt(_nonce(page), zlib.compress(text, _LEVEL), _bound(self.name, self.pages))
        self.file.write(sealed)
        self._note(mask, self._end + len(sealed))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the columns, and what is known of each page."""
        if error is None:
            self.add(self.pages, 0, list(self.columns))
            self.file.seek(_HEAD.size)
            self.file.write(b"".join(self._entries))

    def _note(self, mask: int, end: int) -> None:
        tag = self._seals.tag(len(self._entries), mask, self._end, end)
        self._entries.append(_ENTRY.pack(mask, self._end, end, tag))
        self._end = end


def read(path: Path, key: bytes, *, wanted: Collection[int]) -> list[dict[str, Any]]:
    """Read the rows of some keys, by column; days are texts. Raises RowsMissing."""
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            return _rows(_opened(handle, key, path.stem), wanted)
        finally:
            os.close(handle)
    except (OSError, InvalidTag, struct.error, zlib.error, ValueError):
        raise RowsMissing(name=path.name) from None


@dataclass(frozen=True, slots=True)
class _Seals:
    """What is made of the key of a delivery: none of it is Parquet's, and all of it goes with that key."""

    pages: AESGCM
    entries: bytes
    places: Cipher[ECB]

    @classmethod
    def of(cls, key: bytes) -> _Seals:
        return cls(AESGCM(sha256(_SEALING + key).digest()), sha256(_NOTING + key).digest(), placing(key))

    def tag(self, *told: int) -> bytes:
        return blake2b(_TOLD.pack(*told), digest_size=_TAG_BYTES, key=self.entries).digest()


@dataclass(frozen=True, slots=True)
class _Pages:
    """An open file."""

    handle: int
    seals: _Seals
    count: int
    bound: bytes

    def known(self, page: int) -> tuple[int, int, int]:
        """Return the mask of a page, and where it begins and ends."""
        mask, begin, end, tag = _ENTRY.unpack(os.pread(self.handle, _ENTRY.size, _HEAD.size + page * _ENTRY.size))
        if not hmac.compare_digest(tag, self.seals.tag(page, mask, begin, end)):
            raise ValueError(page)
        return mask, begin, end

    def open(self, page: int) -> list[Any]:
        _, begin, end = self.known(page)
        sealed = os.pread(self.handle, end - begin, begin)
        return json.loads(zlib.decompress(self.seals.pages.decrypt(_nonce(page), sealed, self.bound)))


def _opened(handle: int, key: bytes, name: str) -> _Pages:
    magic, count = _HEAD.unpack(os.pread(handle, _HEAD.size, 0))
    if magic != _MAGIC:
        raise ValueError(magic)
    return _Pages(handle, _Seals.of(key), count, _bound(name, count))


def _rows(file: _Pages, wanted: Collection[int]) -> list[dict[str, Any]]:
    columns, keys, pages = file.open(file.count), set(wanted), set[int]()
    for place in _places(keys, file.seals.places):
        page, mask = page_of(place, file.count), mask_of(place)
        if file.known(page)[0] & mask == mask:
            pages.add(page)
    rows = [row for page in sorted(pages) for row in file.open(page) if row[0] in keys]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _places(keys: Iterable[int], sealer: Cipher[ECB]) -> list[int]:
    half = BLOCK_BYTES // 2
    blocks = b"".join(each.to_bytes(half, "little", signed=True) + bytes(half) for each in keys)
    return [place for place, _ in struct.iter_unpack("<qq", sealer.encryptor().update(blocks))]


def _bound(name: str, count: int) -> bytes:
    """What every page is bound to: its file, and how many pages that has."""
    return f"{name} {count}".encode()


def _nonce(page: int) -> bytes:
    """No page is written twice under one key, so its number will do."""
    return page.to_bytes(_NONCE_BYTES, "little")
