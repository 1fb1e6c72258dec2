"""Keeps the content of documents: encrypted files named by a keyed digest, in a folder of the installation.

    digest = keep(content)          # the same content is kept once
    content = fetch(digest)

The file is the number of the data key, a nonce, and AES-256-GCM over the bytes, bound to the digest: a file moved to
another name does not open. A file is written beside its place and renamed, so that a crash leaves no half of one.

A file is there before the row that names it, and stays when the row is undone; `sweep_vault` removes it later. Keeping
what is there already makes it young again, so that a sweep and a request never disagree about it.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from doudi.accounts.secrets import NONCE, Tampered, data_key, keyring
from doudi.kernel.errors import NotKnown

NUMBER: Final = 4
PRIVATE: Final = 0o700
DIGEST: Final = re.compile(r"[0-9a-f]{64}")
AWAY: Final = ".away"
"""Behind the name of a file that is being removed."""


class ContentMissing(NotKnown):
    """The file of a document is not in the documents folder."""

    code = "documents.content_missing"
    sentence = "材料的文件不在了（{digest}…）；请管理员从备份恢复 documents 文件夹。"


def keep(content: bytes) -> str:
    """Store content and return its digest."""
    digest = hmac.new(keyring().index, b"document\0" + content, sha256).hexdigest()
    path = path_of(digest)
    try:
        os.utime(path)
    except FileNotFoundError:
        _write(path, _sealed(content, digest))
    return digest


def fetch(digest: str) -> bytes:
    """Return content by its digest. Raises ContentMissing, KeyMissing, Tampered."""
    try:
        token = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise ContentMissing(digest=digest[:8]) from None
    return _opened(token, digest)


def _opened(token: bytes, digest: str) -> bytes:
    nonce, sealed = token[NUMBER : NUMBER + NONCE], token[NUMBER + NONCE :]
    key = data_key(int.from_bytes(token[:NUMBER]))
    try:
        return AESGCM(key).decrypt(nonce, sealed, digest.encode())
    except (InvalidTag, ValueError):
        raise Tampered from None


def sealed_by(path: Path) -> int:
    """Return the number of the data key that a file is sealed with."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(NUMBER))


def documents() -> Iterator[Path]:
    """List the files that hold a document; what a crash left of one being written or removed is none."""
    return (path for path in _files("*") if DIGEST.fullmatch(path.name))


def seal_anew(path: Path) -> bool:
    """Seal a file with the newest key, in one step; return whether it had another. Raises KeyMissing, Tampered.

    Whoever reads it meanwhile gets the one file or the other; killed, it is still the old one."""
    try:
        if sealed_by(path) == keyring().newest:
            return False
        token = path.read_bytes()
    except FileNotFoundError:  # swept away
        return False
    _write(path, _sealed(_opened(token, path.name), path.name))
    return True


def kept_before(moment: datetime) -> list[Path]:
    """List the files that nobody has kept since a moment, also what a crash left of one being written."""
    for path in _files(f"*{AWAY}"):  # a removal that was cut off: it begins anew
        path.rename(path.with_suffix(""))
    return sorted(path for path in _files("*") if _is_before(path, moment))


def remove(path: Path, *, kept_before: datetime) -> bool:
    """Remove a file; one that was kept again meanwhile stays. Return whether it is gone.

    It is put away first and looked at then: whoever keeps it before is seen, whoever comes after writes it anew.
    """
    away = path.rename(path.with_name(path.name + AWAY))
    if not _is_before(away, kept_before):
        away.rename(path)
        return False
    away.unlink()
    return True


def _files(pattern: str) -> Iterator[Path]:
    return Path(settings.DOUDI_DOCUMENTS).glob(f"??/{pattern}")


def _is_before(path: Path, moment: datetime) -> bool:
    return path.stat().st_mtime < moment.timestamp()


def path_of(digest: str) -> Path:
    """Return where the content of a digest is, or would be."""
    return Path(settings.DOUDI_DOCUMENTS) / digest[:2] / digest


def _sealed(content: bytes, digest: str) -> bytes:
    number, nonce = keyring().newest, os.urandom(NONCE)
    return number.to_bytes(NUMBER) + nonce + AESGCM(keyring().data[number]).encrypt(nonce, content, digest.encode())


def _write(path: Path, token: bytes) -> None:
    path.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    handle, draft = mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
        raise
